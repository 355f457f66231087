import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { start } from './start';

export { stop as deactivate } from './start';

/** Entry point in VS Code for the Web: the server is a web worker. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const urlOf = (name: string) => vscode.Uri.joinPath(context.extensionUri, 'dist', name).toString(true);
  const script = urlOf('server.worker.js');
  // Not the worker itself: where VS Code hands out workers of its own making, the client does not know one for a worker.
  const connect = async () => {
    const worker = new Worker(script);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return start(
    context,
    (options) => new LanguageClient('djangology', 'Djangology', connect, options),
    urlOf('html.js'),
  );
}
