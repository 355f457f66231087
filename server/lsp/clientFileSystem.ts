import type { Connection } from 'vscode-languageserver';
import { type FileEntry, type FileStatus, ServerRequest } from '../protocol';
import type { FileSystem } from '../text/fileSystem';
import { uriOf } from './uris';

/** The files behind the client, for a server without a disk: each call is a request. */
export function clientFileSystem(connection: Connection): FileSystem {
  const ask = async <T>(method: string, path: string): Promise<T | undefined> =>
    (await connection.sendRequest<T | null>(method, { uri: uriOf(path) })) ?? undefined;
  return {
    readFile: (path) => ask<string>(ServerRequest.readFile, path),
    readDirectory: (path) => ask<FileEntry[]>(ServerRequest.readDirectory, path),
    stat: (path) => ask<FileStatus>(ServerRequest.stat, path),
    realPath: async (path) => path,
  };
}
