import type { FileStore } from '../project/fileStore';
import type { Directory } from '../project/files';
import { directoryPrint, textPrint } from '../project/prints';
import type { SavedMemory } from '../project/queries/memory';
import type { SavedFile } from '../project/restored';
import type { FileSystem } from '../text/fileSystem';
import { hash } from '../text/hash';
import type { Path } from '../text/paths';
import {
  type CacheStore,
  dropped,
  type IndexedFile,
  linked,
  nothing,
  readCache,
  type Stamp,
  untrusted,
} from './cacheFile';
import { factsFromText } from './factsText';
import type { Loader } from './loader';

/** What was read of a cache. */
export interface Restored {
  readonly memory: SavedMemory | undefined;
  /** The fingerprint of the settings then. */
  readonly settings: string;
  /** The environment variables that were looked at. */
  readonly variables: readonly string[];
  /** The stamps under which what was restored was found to be what it was. */
  stamps(): ReadonlyMap<string, number>;
  /** Whether something had another stamp than the cache says. */
  readonly isOutdated: boolean;
  file(path: Path): IndexedFile | undefined;
  readonly files: readonly IndexedFile[];
  /** The facts of a file as text; undefined for one that is not there. */
  factsText(entry: IndexedFile): string | undefined;
  /** The chunk of a group of files. */
  group(number: number): Uint8Array;
}

interface Context {
  readonly files: FileStore;
  readonly loader: Loader;
  readonly fileSystem: FileSystem;
  readonly variable: (name: string) => string | undefined;
}

/**
 * Takes over what an earlier run knew of the files that are what they were, and reads those that changed. A file whose
 * stamp is another one is compared by its content. Undefined where there is no cache that can be used.
 */
export async function restore(store: CacheStore, context: Context): Promise<Restored | undefined> {
  const bytes = await store.read();
  const cache = bytes && readCache(bytes, store);
  if (cache === undefined) return undefined;
  const { index, chunk } = cache;
  const { files, loader, fileSystem } = context;
  const taken = Date.now();
  const all = [...index.files, ...index.directories, ...index.texts];
  const now = await store.stamps(all.map(([path]) => path));
  const kept: (number | undefined)[] = [];
  let isOutdated = false;
  const isStamped = (number: number): boolean => {
    const [, before] = all[number];
    const same = before !== untrusted && stampId(now[number]) === before;
    if (!same && before !== linked) isOutdated = true;
    return same;
  };
  const keep = (number: number): void => {
    kept[number] = all[number][1] === linked ? linked : trusted(now[number], taken);
  };

  const groups = new Map<number, string[]>();
  const factsText = (entry: IndexedFile): string | undefined => {
    const [group, line] = entry.slice(6) as [number, number];
    if (group < 0) return undefined;
    let lines = groups.get(group);
    if (lines === undefined) {
      lines = store.decompress(chunk(index.groups[group])).split('\n');
      groups.set(group, lines);
    }
    return lines[line];
  };
  const listings = once(() => JSON.parse(store.decompress(chunk(index.listings))) as [string, boolean][][]);

  const changed = { files: [] as Path[], folders: [] as Path[] };
  const savedFiles: SavedFile[] = [];
  for (const [number, entry] of index.files.entries()) {
    const [path, , content, sections, print, bodies, group] = entry;
    const isSame =
      group !== dropped &&
      (isStamped(number) || (content !== '' && contentPrint(await loader.readDisk(path)) === content));
    if (isSame) keep(number);
    else changed.files.push(path);
    const load = () => {
      const text = factsText(entry);
      return text === undefined ? undefined : factsFromText(text);
    };
    savedFiles.push({ path, print, bodies, sections: index.sections[sections], ...(isSame && { load }) });
  }
  const directories = [];
  for (const [i, [path, , print]] of index.directories.entries()) {
    const number = index.files.length + i;
    const isSame = isStamped(number) || (await listingPrint(fileSystem, path)) === print;
    if (isSame) keep(number);
    else changed.folders.push(path);
    loader.asked.folders.add(path);
    const load = (): Directory | undefined => (print === '' ? undefined : new Map(listings()[i]));
    directories.push({ path, print, ...(isSame && { load }) });
  }
  const texts = [];
  for (const [i, [path, , print]] of index.texts.entries()) {
    const number = index.files.length + index.directories.length + i;
    const isSame = isStamped(number) || textPrint(await loader.readDisk(path)) === print;
    if (isSame) keep(number);
    loader.asked.texts.add(path);
    texts.push({ path, print, isSame });
  }
  const users = once(() => {
    const table = JSON.parse(store.decompress(chunk(index.users))) as [string, number[]][];
    return new Map(table.map(([key, numbers]) => [key, numbers.map((number) => index.files[number][0])]));
  });
  files.restore({ files: savedFiles, directories, texts, users });
  await loader.read(changed);

  const entries = once(() => new Map(index.files.map((entry) => [entry[0], entry])));
  const stamps = once(() => {
    const kindOf = (number: number): string =>
      number < index.files.length ? 'file' : number < index.files.length + index.directories.length ? 'folder' : 'text';
    return new Map(
      all.flatMap(([path], number) => {
        const stamp = kept[number];
        return stamp === undefined ? [] : [[`${kindOf(number)}\n${path}`, stamp] as const];
      }),
    );
  });
  const values = new Map(index.values.map(([name, ...rest]) => [name, rest]));
  const memory: SavedMemory = {
    graph: once(() => JSON.parse(store.decompress(chunk(index.graph)))),
    names: [...values.keys()],
    omitted: new Set(index.omitted),
    value(name) {
      const known = values.get(name);
      if (known === undefined) return undefined;
      const [node, isData, part] = known;
      return {
        node,
        isData,
        packed: () => store.decompress(chunk(part)),
      };
    },
  };
  const isSameEnvironment = index.variables.every(([name, print]) => variablePrint(context.variable(name)) === print);
  return {
    memory: isSameEnvironment ? memory : undefined,
    settings: index.settings,
    variables: index.variables.map(([name]) => name),
    stamps,
    isOutdated,
    file: (path) => entries().get(path),
    files: index.files,
    factsText,
    group: (number) => chunk(index.groups[number]),
  };
}

/** A file system's clock may be this coarse: what changed later than this before it was looked at may change again without a sign. In ms. */
const coarsestTick = 2_000;

/** A stamp as the cache keeps it, as long as the file cannot change once more without another one. */
export function trusted(stamp: Stamp | undefined, taken: number): number {
  return stamp !== undefined && stamp.changed + coarsestTick >= taken ? untrusted : stampId(stamp);
}

/** Whether a file surely was, when it was read, what its stamp says it is. */
export function isOlder(stamp: Stamp | undefined, readAt: number): boolean {
  return stamp === undefined || stamp.changed + coarsestTick < readAt;
}

function stampId(stamp: Stamp | undefined): number {
  return stamp?.id ?? nothing;
}

/** The fingerprint of a file's content; of what is not there, one that no content has. */
export function contentPrint(text: string | undefined): string {
  return text === undefined ? '-' : hash(text);
}

/** A fingerprint alone is kept: the value may be a secret. */
export function variablePrint(value: string | undefined): string {
  return value === undefined ? '' : hash(value);
}

export async function listingPrint(fileSystem: FileSystem, path: Path): Promise<string> {
  const entries = await fileSystem.readDirectory(path);
  const sorted = entries?.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return directoryPrint(sorted && new Map(sorted.map((entry) => [entry.name, entry.isDirectory])));
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
