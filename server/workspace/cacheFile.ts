import type { Path } from '../text/paths';

/** Where the cache of a workspace is kept, for a server that has a disk. */
export interface CacheStore {
  /** Names the code that makes facts and answers. What other code made is not read. */
  readonly version: string;
  /** The last that was written; undefined where there is none, or it is damaged. */
  read(): Promise<Uint8Array | undefined>;
  /** Replaces what was written as a whole. */
  write(bytes: Uint8Array): Promise<void>;
  compress(text: string): Uint8Array;
  decompress(bytes: Uint8Array): string;
  /** What tells the versions of files and folders apart without reading them, in the order of the paths; undefined where there is nothing. */
  stamps(paths: readonly Path[]): Promise<readonly (Stamp | undefined)[]>;
}

export interface Stamp {
  /** A number above 0 that changes with every change of the file, but for those of one tick of the file system's clock. */
  readonly id: number;
  /** When it last changed in any way, in ms since the epoch. */
  readonly changed: number;
  /** In bytes. */
  readonly size: number;
}

/** Everything of a cache but its chunks, which are read when they are needed. */
export interface CacheIndex {
  readonly version: string;
  /** The fingerprint of the workspace's settings. */
  readonly settings: string;
  /** The environment variables that were looked at, with fingerprints of their values. */
  readonly variables: readonly (readonly [name: string, print: string])[];
  readonly files: readonly IndexedFile[];
  readonly directories: readonly IndexedPath[];
  readonly texts: readonly IndexedPath[];
  /** Lists of sections that queries read of a file. */
  readonly sections: readonly (readonly string[])[];
  /** Each chunk has the facts of this many files, a line for each. */
  readonly groups: readonly Chunk[];
  /** Names of queries, with the nodes of the graph and whether computations may build on the value. */
  readonly values: readonly (readonly [name: string, node: number, isData: boolean, chunk: Chunk])[];
  /** Names of queries whose values are not kept, because they are too big or no plain data. */
  readonly omitted: readonly string[];
  readonly graph: Chunk;
  readonly users: Chunk;
  readonly listings: Chunk;
}

/** A path with the id of the stamp under which it was read, and the fingerprint of its content. */
export type IndexedPath = readonly [path: Path, stamp: number, print: string];

/** In place of a stamp: for what is not there, and for what is to be read again. */
export const nothing = -1;
export const untrusted = 0;

/** The number of its list of sections, their fingerprint, the bodies that were asked for; where its facts are. */
export type IndexedFile = readonly [
  ...IndexedPath,
  sections: number,
  sectionsPrint: string,
  bodies: readonly string[],
  group: number,
  line: number,
];

/** Where a chunk begins, counted from the end of the index, and how long it is. */
export type Chunk = readonly [start: number, length: number];

/** The stamp of a folder with links in it: what these lead to may change without a sign of it in the folder. */
export const linked = -2;

/** A group of a file that is not there, and of one whose facts are not kept. */
export const absent = -1;
export const dropped = -2;

/** Puts chunks one after the other. */
export interface ChunkWriter {
  add(bytes: Uint8Array): Chunk;
  /** Of all chunks, in bytes. */
  length(): number;
  /** All of it, with an index before it. */
  bytes(index: CacheIndex, store: CacheStore): Uint8Array;
}

export function chunkWriter(): ChunkWriter {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    add(bytes) {
      chunks.push(bytes);
      length += bytes.length;
      return [length - bytes.length, bytes.length];
    },
    length: () => length,
    bytes(index, store) {
      const head = store.compress(JSON.stringify(index));
      const all = new Uint8Array(headLength + head.length + length);
      new DataView(all.buffer).setUint32(0, head.length);
      let at = headLength;
      for (const chunk of [head, ...chunks]) {
        all.set(chunk, at);
        at += chunk.length;
      }
      return all;
    },
  };
}

/** The index of a cache, and a reader of its chunks; undefined for what other code has written. */
export function readCache(
  bytes: Uint8Array,
  store: CacheStore,
): { index: CacheIndex; chunk: (chunk: Chunk) => Uint8Array } | undefined {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const start = headLength + length;
  const index = JSON.parse(store.decompress(bytes.subarray(headLength, start))) as CacheIndex;
  if (index.version !== store.version) return undefined;
  return { index, chunk: ([at, size]) => bytes.subarray(start + at, start + at + size) };
}

const headLength = 4;
