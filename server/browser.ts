import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { clientFileSystem } from './lsp/clientFileSystem';
import type { HtmlServices } from './lsp/htmlServices';
import { start } from './start';

const worker = self as DedicatedWorkerGlobalScope & { djangologyHtml?: { readonly htmlServices: HtmlServices } };
const connection = createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker));

start(connection, clientFileSystem(connection), new Map(), {
  async loadHtml({ htmlScript }) {
    if (htmlScript !== undefined) worker.importScripts(htmlScript);
    return worker.djangologyHtml?.htmlServices;
  },
});
