import Module from 'node:module';
import * as path from 'node:path';

/**
 * A module of the compiled client, with a stand-in for `vscode`: what does not need a window can be tested without one.
 * @param file path below client/, without extension.
 * @param vscode the members of the API that the module touches.
 */
export function loadClient<T>(file: string, vscode: object): T {
  const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  const client = path.join(__dirname, '../../client');
  // Each test brings its own stand-in, so nothing of the client may stay from the last one.
  for (const loaded of Object.keys(require.cache)) if (loaded.startsWith(client)) delete require.cache[loaded];
  loader._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));
  try {
    return require(path.join(client, file));
  } finally {
    loader._load = load;
  }
}

/** `vscode.Uri`, for `file:` alone. */
export class FakeUri {
  readonly scheme = 'file';
  constructor(readonly fsPath: string) {}
  static parse(uri: string): FakeUri {
    return new FakeUri(decodeURIComponent(uri.replace('file://', '')));
  }
  static joinPath(base: FakeUri, part: string): FakeUri {
    return new FakeUri(path.posix.join(base.fsPath, part));
  }
  toString(): string {
    return `file://${this.fsPath}`;
  }
}
