import type { FileSystem } from '../server/text/fileSystem';

/** Files in memory; folders are there because files are. */
export function memoryFileSystem(files: ReadonlyMap<string, string>): FileSystem {
  const folders = new Map<string, Map<string, boolean>>();
  for (const path of files.keys()) {
    let isDirectory = false;
    for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const folder = at.slice(0, at.lastIndexOf('/')) || '/';
      const entries = folders.get(folder) ?? new Map<string, boolean>();
      entries.set(at.slice(at.lastIndexOf('/') + 1), isDirectory);
      folders.set(folder, entries);
      isDirectory = true;
    }
  }
  return {
    readFile: async (path) => files.get(path),
    async readDirectory(path) {
      const entries = folders.get(path);
      return entries && [...entries].sort().map(([name, isDirectory]) => ({ name, isDirectory }));
    },
    async stat(path) {
      const text = files.get(path);
      return text === undefined ? undefined : { size: text.length, modified: 0 };
    },
    realPath: async (path) => path,
  };
}
