import type { FileStore } from '../project/fileStore';
import type { Directory } from '../project/files';
import { directoryPrint } from '../project/prints';
import type { OpenMemory, SavedValue } from '../project/queries/memory';
import type { FileSystem } from '../text/fileSystem';
import type { Path } from '../text/paths';
import {
  type CacheIndex,
  type CacheStore,
  type Chunk,
  type ChunkWriter,
  chunkWriter,
  type IndexedPath,
  linked,
  type Stamp,
  untrusted,
} from './cacheFile';
import type { Loader } from './loader';
import { pause } from './pause';
import { isOlder, listingPrint, type Restored, trusted, variablePrint } from './restore';
import { knownFiles, writeFacts } from './saveFacts';

export interface SaveContext {
  readonly files: FileStore;
  readonly loader: Loader;
  readonly fileSystem: FileSystem;
  readonly memory: OpenMemory;
  /** What the cache held when this run began. */
  readonly restored: Restored | undefined;
  /** The fingerprint of the workspace's settings. */
  readonly settings: string;
  /** The environment variables that were looked at. */
  readonly variables: ReadonlySet<string>;
  readonly variable: (name: string) => string | undefined;
}

/** How big a cache may be for each byte of the files that it knows. */
const largestShare = 0.24;

/** Below this a cache may be as big as it needs to be. In bytes. */
const small = 2_000_000;

/**
 * Writes what is known into the cache. What is known is taken at once; only then it is held against the disk, so that
 * nothing is kept under the stamp of a file with another content.
 */
export async function save(store: CacheStore, context: SaveContext): Promise<void> {
  const { files, loader, fileSystem } = context;
  const { graph, values, names } = context.memory.save();
  const known = knownFiles(graph, context);
  const texts = graph.inputs.filter(([key]) => key.startsWith('text\n'));
  const folders = [...loader.asked.folders].flatMap((path): { path: Path; entries: Directory | undefined }[] => {
    const listing = files.listing(path);
    return listing ? [{ path, entries: listing.entries }] : [];
  });
  const users = [...files.users()];

  const stampOf = stamping(context);
  const writer = chunkWriter();
  const facts = await writeFacts(store, writer, known, context, stampOf);
  const directories = await inOrder(store, folders, async ({ path, entries }, stamp): Promise<IndexedPath> => {
    const print = directoryPrint(entries);
    const isSame = async () => (await listingPrint(fileSystem, path)) === print;
    return [path, loader.hasLinks(path) ? linked : await stampOf('folder', path, stamp, isSame), print];
  });
  const textPaths = texts.map(([key, print]) => ({ path: key.slice('text\n'.length), print }));
  const indexedTexts = await inOrder(store, textPaths, async ({ path, print }, stamp): Promise<IndexedPath> => {
    return [path, await stampOf('text', path, stamp, async () => false), print];
  });

  const add = (value: unknown): Chunk => writer.add(store.compress(JSON.stringify(value)));
  const numbers = new Map(facts.files.map(([path], i) => [path, i]));
  const numbersOf = (paths: readonly Path[]) => paths.flatMap((path) => numbers.get(path) ?? []);
  const others = {
    graph: add(graph),
    users: add(users.map(([key, using]) => [key, numbersOf(using)])),
    listings: add(folders.map(({ entries }) => [...(entries ?? [])])),
  };
  const { size, ...indexed } = facts;
  const written = await writeValues(store, writer, values, Math.max(small, size * largestShare));
  const kept = new Set(written.map(([name]) => name));
  const index: CacheIndex = {
    version: store.version,
    settings: context.settings,
    variables: [...context.variables].map((name) => [name, variablePrint(context.variable(name))]),
    ...indexed,
    directories,
    texts: indexedTexts,
    ...others,
    values: written,
    omitted: names.filter((name) => !kept.has(name)),
  };
  await store.write(writer.bytes(index, store));
}

/** The stamp to keep for what was read, or restored, as long as the disk surely holds that. */
export type StampOf = (
  kind: 'file' | 'folder' | 'text',
  path: Path,
  stamp: Stamp | undefined,
  isSame: () => Promise<boolean>,
) => Promise<number>;

function stamping({ loader, restored }: SaveContext): StampOf {
  const taken = Date.now();
  return async (kind, path, stamp, isSame) => {
    if (loader.isOpen(path)) return untrusted;
    const readAt = loader.readAt(kind, path);
    if (readAt === undefined) return restored?.stamps().get(`${kind}\n${path}`) ?? untrusted;
    return isOlder(stamp, readAt) || (await isSame()) ? trusted(stamp, taken) : untrusted;
  };
}

/** Indexes things by their paths and stamps, one after the other. */
async function inOrder<T extends { readonly path: Path }>(
  store: CacheStore,
  things: readonly T[],
  indexed: (thing: T, stamp: Stamp | undefined) => Promise<IndexedPath>,
): Promise<IndexedPath[]> {
  const stamps = await store.stamps(things.map(({ path }) => path));
  const result: IndexedPath[] = [];
  for (const [i, thing] of things.entries()) result.push(await indexed(thing, stamps[i]));
  return result;
}

/** The smallest values first, as long as the cache does not become too big: what is left out is computed again. */
async function writeValues(
  store: CacheStore,
  writer: ChunkWriter,
  values: ReadonlyMap<string, SavedValue>,
  largest: number,
): Promise<CacheIndex['values']> {
  const written: [name: string, node: number, isData: boolean, chunk: Chunk][] = [];
  const compressed: { name: string; value: SavedValue; bytes: Uint8Array }[] = [];
  for (const [name, value] of values) {
    const packed = value.packed();
    if (packed !== undefined) compressed.push({ name, value, bytes: store.compress(packed) });
    await pause();
  }
  for (const { name, value, bytes } of compressed.sort((a, b) => a.bytes.length - b.bytes.length)) {
    if (writer.length() + bytes.length > largest) break;
    written.push([name, value.node, value.isData, writer.add(bytes)]);
  }
  return written;
}
