import fs from 'node:fs';
import path from 'node:path';
import type { DirectoryEntry, FileSystem } from './text/fileSystem';

const now = {
  readFile(file: string): string | undefined {
    try {
      const text = fs.readFileSync(file, 'utf8');
      if (text.includes('\0')) return undefined;
      return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    } catch {
      return undefined;
    }
  },
  readDirectory(folder: string): DirectoryEntry[] | undefined {
    try {
      return fs.readdirSync(folder, { withFileTypes: true }).map((entry) => {
        const isSymbolicLink = entry.isSymbolicLink();
        return {
          name: entry.name,
          isDirectory: isSymbolicLink ? leadsToDirectory(folder, entry.name) : entry.isDirectory(),
          isSymbolicLink,
        };
      });
    } catch {
      return undefined;
    }
  },
};

/** The disk. Its calls do not wait for each other: reading a small file takes less time than handing it to a thread. */
export const nodeFileSystem: FileSystem = {
  readFile: async (file) => now.readFile(file),
  readDirectory: async (folder) => now.readDirectory(folder),
  now,
  async stat(file) {
    try {
      const { size, mtimeMs } = fs.statSync(file);
      return { size, modified: mtimeMs };
    } catch {
      return undefined;
    }
  },
  async realPath(file) {
    try {
      return fs.realpathSync(file).replaceAll('\\', '/');
    } catch {
      return file;
    }
  },
};

/** A link back into a folder that it lies in would never end; it counts as no folder. */
function leadsToDirectory(folder: string, name: string): boolean {
  try {
    const link = path.join(folder, name);
    if (!fs.statSync(link).isDirectory()) return false;
    const target = fs.realpathSync(link);
    const here = fs.realpathSync(folder);
    return here !== target && !here.startsWith(target + path.sep);
  } catch {
    return false;
  }
}
