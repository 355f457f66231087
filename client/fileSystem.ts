import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type FileEntry, type FileStatus, ServerRequest } from '../server/protocol';

/** Reads files for a server that has no disk of its own, through VS Code's file systems (GitHub, a zip, memory, …). */
export function answerFileRequests(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    client.onRequest(ServerRequest.readFile, (params: { uri: string }) => readFile(vscode.Uri.parse(params.uri))),
    client.onRequest(ServerRequest.readDirectory, (params: { uri: string }) =>
      readDirectory(vscode.Uri.parse(params.uri)),
    ),
    client.onRequest(ServerRequest.stat, (params: { uri: string }) => stat(vscode.Uri.parse(params.uri))),
  );
}

/** The text without a byte order mark, or null where there is no such file or it is not UTF-8. */
function readFile(uri: vscode.Uri): Promise<string | null> {
  return orNull(async () => {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  });
}

function readDirectory(uri: vscode.Uri): Promise<FileEntry[] | null> {
  return orNull(async () => {
    const entries = await vscode.workspace.fs.readDirectory(uri);
    return entries.map(([name, type]) => ({
      name,
      isDirectory: (type & vscode.FileType.Directory) !== 0,
      isSymbolicLink: (type & vscode.FileType.SymbolicLink) !== 0,
    }));
  });
}

function stat(uri: vscode.Uri): Promise<FileStatus | null> {
  return orNull(async () => {
    const { size, mtime } = await vscode.workspace.fs.stat(uri);
    return { size, modified: mtime };
  });
}

/** VS Code throws for what is missing or closed to us; for the server that is an answer like any other. */
async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch {
    return null;
  }
}
