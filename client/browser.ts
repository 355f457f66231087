import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { start } from './start';

export { stop as deactivate } from './start';

/** Entry point in VS Code for the Web: the server is a web worker. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.worker.js').toString(true);
  return start(
    context,
    (options) => new LanguageClient('djangology', 'Djangology', async () => new Worker(script), options),
  );
}
