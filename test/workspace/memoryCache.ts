import type { CacheStore } from '../../server/workspace/cacheFile';
import type { Disk } from '../disk';

/** A cache in memory, for the files of a disk in memory: of these a stamp is made of the content, or of the time alone. */
export function memoryCache(disk: Disk, clock?: () => number): CacheStore & { writes: number; touchAll(): void } {
  let written: Uint8Array | undefined;
  let touched = 0;
  const store = {
    version: 'test',
    writes: 0,
    read: async () => written,
    async write(bytes: Uint8Array) {
      written = bytes;
      store.writes++;
    },
    compress: (text: string) => Buffer.from(text),
    decompress: (bytes: Uint8Array) => Buffer.from(bytes).toString(),
    async stamps(paths: readonly string[]) {
      return Promise.all(
        paths.map(async (path) => {
          const text = disk.files.get(path);
          const entries = text === undefined ? await disk.fileSystem.readDirectory(path) : undefined;
          if (text === undefined && entries === undefined) return undefined;
          const size = text?.length ?? 0;
          if (clock) return { id: 1 + size, changed: clock(), size };
          return { id: 1 + idOf(text ?? JSON.stringify(entries)) + touched, changed: 0, size };
        }),
      );
    },
    touchAll() {
      touched += 0.5;
    },
  };
  return store;
}

/** A number for each text. */
function idOf(text: string): number {
  let id = ids.get(text);
  if (id === undefined) {
    id = ids.size + 1;
    ids.set(text, id);
  }
  return id;
}

const ids = new Map<string, number>();
