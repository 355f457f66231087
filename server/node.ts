import {
  type Connection,
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { cacheFor } from './nodeCache';
import { nodeFileSystem } from './nodeFileSystem';
import { loadHtml } from './nodeHtml';
import { start } from './start';

/** The environment variables of this process. */
export const processVariables: ReadonlyMap<string, string> = new Map(
  Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
);

/** Runs the language server on the connection that the process' arguments name, as an editor starts it. */
export function runServer(): void {
  serve(createConnection(ProposedFeatures.all));
}

/** Runs the language server on standard input and output. */
export function runServerOnPipes(): void {
  serve(createConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout)));
}

function serve(connection: Connection): void {
  start(connection, nodeFileSystem, processVariables, { cacheIn: cacheFor, loadHtml });
}
