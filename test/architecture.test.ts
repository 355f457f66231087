import * as assert from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import * as path from 'node:path';
import { bundles } from './bundles';

const root = path.resolve(__dirname, '../..');

/** The layers of server/, each with the layers below it that it may know (see server/README.md). */
const layers: Readonly<Record<string, readonly string[]>> = {
  text: [],
  python: ['text'],
  templates: ['text'],
  django: ['text', 'templates'],
  facts: ['text', 'python', 'templates', 'django'],
  project: ['text', 'python', 'templates', 'django', 'facts'],
  symbols: ['text', 'python', 'templates', 'django', 'facts', 'project'],
  features: ['text', 'python', 'templates', 'django', 'facts', 'project'],
  checks: ['text', 'python', 'templates', 'django', 'facts', 'project'],
  workspace: ['text', 'python', 'templates', 'django', 'facts', 'project'],
};
/** server/ itself and server/lsp, where all comes together. */
const tops = ['.', 'lsp'];
/** Files of these never import each other, but for the table that lists them all. */
const siblings: Readonly<Record<string, string>> = { symbols: 'kinds', features: '', checks: 'checks' };
/** Files of server/ itself that lsp/ may know: it is what the entry points share, not the entry points. */
const knownToLsp = ['protocol'];

/** One import of a file: both paths from the repository's root and without extension, or a package's name. */
interface Import {
  readonly from: string;
  readonly to: string;
}

const sources = [...filesBelow('server'), ...filesBelow('client')];
const imports = sources.flatMap(importsOf);

describe('the layers', () => {
  it('are all there, and each folder of server/ is one', () => {
    const folders = readdirSync(path.join(root, 'server'), { withFileTypes: true });
    const named = folders.filter(
      (entry) => entry.isDirectory() && sources.some((file) => file.startsWith(`server/${entry.name}/`)),
    );
    assert.deepEqual(named.map(({ name }) => name).sort(), [...Object.keys(layers), 'lsp'].sort());
    assert.ok(imports.length > 200, 'the imports were found');
  });

  it('know only those below', () => {
    allows(({ from, to }) => {
      const [layer, other] = [layerOf(from), layerOf(to)];
      if (layer === undefined || other === undefined || layer === other || tops.includes(layer)) return true;
      return layers[layer].includes(other);
    });
  });

  it('leave what is above to the entry points', () => {
    allows(({ from, to }) => layerOf(from) !== 'lsp' || layerOf(to) !== '.' || knownToLsp.includes(path.basename(to)));
    allows(({ from, to }) => layerOf(to) !== 'lsp' || (layerOf(from) !== undefined && tops.includes(layerOf(from)!)));
  });

  it('have no siblings that know each other', () => {
    allows(({ from, to }) => {
      const folder = layerOf(from);
      if (folder === undefined || layerOf(to) !== folder || !(folder in siblings)) return true;
      return path.basename(from) === siblings[folder];
    });
  });

  it('need neither Node nor an editor, from text to checks', () => {
    allows(({ from, to }) => {
      const layer = layerOf(from);
      const isPackage = layerOf(to) === undefined;
      if (layer === undefined || tops.includes(layer) || !isPackage) return true;
      return layer === 'python' && to.startsWith('@zzzen/pyright-internal/dist/');
    });
  });

  it('let the parser package stand in python/ alone, and vscode in client/ alone', () => {
    allows(({ from, to }) => !to.startsWith('@zzzen/pyright-internal') || from.startsWith('server/python/'));
    allows(({ from, to }) => to !== 'vscode' || from.startsWith('client/'));
    allows(({ from, to }) => !from.startsWith('client/') || !to.startsWith('server/') || to === 'server/protocol');
    allows(({ from, to }) => !from.startsWith('server/') || !to.startsWith('client/'));
  });

  /** Fails with every import that a rule forbids. */
  function allows(rule: (one: Import) => boolean): void {
    const wrong = imports.filter((one) => !rule(one)).map(({ from, to }) => `${from} imports ${to}`);
    assert.deepEqual(wrong, []);
  }
});

describe('the files of server/', () => {
  it('have at most 500 lines', () => {
    const long = filesBelow('server')
      .map((file) => [file, readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length] as const)
      .filter(([, lines]) => lines > 500);
    assert.deepEqual(long, []);
  });
});

describe('the bundle for a web worker', function () {
  this.timeout(120_000);

  it('contains nothing of Node', async () => {
    const folder = await bundles();
    const file = path.join(folder, 'server.worker.js');
    const text = readFileSync(file, 'utf8') + readFileSync(path.join(folder, 'html.js'), 'utf8');
    const inputs: string[] = JSON.parse(readFileSync(`${file}.map`, 'utf8')).sources;
    assert.ok(
      inputs.some((input) => input.endsWith('server/start.ts')),
      'the sources are named',
    );
    assert.deepEqual(
      inputs.filter((input) =>
        /nodeFileSystem\.ts$|vscode-(?:jsonrpc|languageserver)\/lib\/(?:node|esm\/node)\//.test(input),
      ),
      [],
    );
    const builtin = new RegExp(
      `\\b(?:__)?(?:require|import)\\(\\s*["'](?:node:[\\w/]+|${builtinModules.join('|')})["']`,
    );
    assert.equal(builtin.exec(text)?.[0], undefined);
    assert.equal(/\bfrom\s*["']node:/.exec(text)?.[0], undefined);
  });
});

/** The folder of server/ that a file belongs to, `.` for server/ itself; undefined for what is no file of server/. */
function layerOf(file: string): string | undefined {
  const parts = file.split('/');
  if (parts[0] !== 'server') return undefined;
  return parts.length === 2 ? '.' : parts[1];
}

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.includes('/node_modules/'))
    .sort();
}

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const from = file.replace(/\.ts$/, '');
  const names = [
    ...text.matchAll(
      /^(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\b(?:import|require)\(\s*'([^']+)'\s*\)/gm,
    ),
  ];
  return names.map(([, ...groups]) => {
    const name = groups.find((one) => one !== undefined)!;
    return { from, to: name.startsWith('.') ? path.posix.join(path.posix.dirname(from), name) : name };
  });
}
