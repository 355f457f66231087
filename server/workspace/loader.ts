import { extract } from '../facts/extract';
import { createPartReader, type PartReader } from '../facts/pythonParts';
import type { FileStore } from '../project/fileStore';
import type { Directory } from '../project/files';
import { pythonOf } from '../project/prints';
import { createTemplateParser } from '../templates/tree';
import type { DirectoryEntry, FileSystem } from '../text/fileSystem';
import { basename, dirname, type Path } from '../text/paths';
import { pause } from './pause';

/** Reads files and folders into the store, and open documents over them. */
export interface Loader {
  /** Reads all that queries have asked for since; false when there was nothing to read. */
  readWanted(): Promise<boolean>;
  /** Reads files that nobody asked for yet, so that their uses are known. */
  readAll(paths: readonly Path[]): Promise<void>;
  /** Puts the text of an open document in the place of the file's; undefined takes it away again. */
  setOverlay(path: Path, text: string | undefined): Promise<void>;
  /** Tells of changes on disk. */
  changed(paths: readonly Path[]): Promise<void>;
  /** What was asked for so far. */
  readonly asked: { readonly texts: Set<Path>; readonly folders: Set<Path> };
  /** Reads again, whether or not anybody asks. */
  read(what: { readonly files: readonly Path[]; readonly folders: readonly Path[] }): Promise<void>;
  /** The text on disk, whatever an editor shows. */
  readDisk(path: Path): Promise<string | undefined>;
  /** When the last reading began of a file, a folder, or a text, in ms since the epoch; undefined for what was not read. */
  readAt(kind: 'file' | 'folder' | 'text', path: Path): number | undefined;
  /** Whether an open document stands in the place of a file. */
  isOpen(path: Path): boolean;
  /** Whether a folder that was read has links in it. */
  hasLinks(folder: Path): boolean;
}

/** Bigger files are data that somebody called .py or .html; they are not read. In UTF-16 units. */
const largestFile = 4_000_000;

/** How many files are read before other work gets its turn. */
const batchSize = 50;

export function createLoader(files: FileStore, fileSystem: FileSystem, log: (message: string) => void): Loader {
  const overlays = new Map<Path, string>();
  const edited = new Map<Path, PartReader>();
  const texts = new Set<Path>();
  const folders = new Set<Path>();
  const linked = new Set<Path>();

  const told = new Set<string>();
  const tellOnce = (message: string): void => {
    if (!told.has(message)) log(message);
    told.add(message);
  };
  const entriesOf = (folder: Path) => files.listing(folder)?.entries;
  const isListed = (path: Path, isFolder: boolean) => entriesOf(dirname(path))?.get(basename(path)) === isFolder;

  // Reads may overtake each other: of each thing only the read that began last counts.
  const begun = new Map<string, { readonly at: number }>();
  const begin = (...things: string[]): (() => boolean) => {
    const read = { at: Date.now() };
    for (const thing of things) begun.set(thing, read);
    return () => begun.get(things[0]) === read;
  };

  const readText = async (path: Path): Promise<string | undefined> =>
    limited(path, overlays.get(path) ?? (await fileSystem.readFile(path)));

  const limited = (path: Path, text: string | undefined): string | undefined => {
    if (text === undefined && isListed(path, false))
      tellOnce(`${path} cannot be read: it is no text, or it may not be read.`);
    if (text === undefined || text.length <= largestFile) return text;
    tellOnce(`${path} is too big to be read: it has more than ${largestFile} characters.`);
    return undefined;
  };

  const readFile = async (path: Path): Promise<void> => {
    const isLatest = begin(path, `text of ${path}`);
    const text = await readText(path);
    if (!isLatest()) return;
    setFile(path, text);
    if (texts.has(path)) files.setText(path, text);
  };

  const setFile = (path: Path, text: string | undefined): void => {
    setFacts(path, text);
    // One answer may want the bodies of many functions of a file.
    if (text !== undefined && path.endsWith('.py')) files.sources.set(path, text);
    else files.sources.delete(path);
  };

  const readBodies = async (path: Path): Promise<void> => {
    const text = files.sources.get(path);
    if (text === undefined) await readFile(path);
    else setFacts(path, text);
  };

  const readOnlyText = async (path: Path): Promise<void> => {
    const isLatest = begin(`text of ${path}`);
    const text = await readText(path);
    if (isLatest()) files.setText(path, text);
  };

  const setFacts = (path: Path, text: string | undefined): void => {
    // One file that trips us up must not take the others with it.
    const failed = (error: unknown) =>
      log(`${path} could not be analysed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    try {
      const readers = { python: edited.get(path), template: files.parsers.get(path) };
      const options = { bodies: files.bodiesOf(path), failed, ...readers };
      files.setFacts(path, text === undefined ? undefined : extract(path, text, options));
    } catch (error) {
      failed(error);
      files.setFacts(path, undefined);
    }
  };

  const readDirectory = async (path: Path): Promise<void> => {
    folders.add(path);
    const isLatest = begin(path);
    const entries = await fileSystem.readDirectory(path);
    if (isLatest()) files.setDirectory(path, listed(path, entries));
  };

  const listed = (path: Path, entries: DirectoryEntry[] | undefined): Directory | undefined => {
    if (entries === undefined && isListed(path, true)) tellOnce(`The folder ${path} cannot be read.`);
    // File systems list in any order; ours must not depend on theirs.
    const sorted = entries?.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    if (sorted?.some((entry) => entry.isSymbolicLink)) linked.add(path);
    else linked.delete(path);
    return sorted && new Map(sorted.map((entry) => [entry.name, entry.isDirectory]));
  };

  const { now } = fileSystem;
  if (now) {
    const readNow = (path: Path) => limited(path, overlays.get(path) ?? now.readFile(path));
    files.now = {
      readFile(path) {
        begin(path, `text of ${path}`);
        setFile(path, readNow(path));
      },
      readSource: readNow,
      readText(path) {
        begin(`text of ${path}`);
        texts.add(path);
        return files.sources.get(path) ?? readNow(path);
      },
      readDirectory(path) {
        folders.add(path);
        begin(path);
        return listed(path, now.readDirectory(path));
      },
    };
  }

  const inBatches = async (paths: readonly Path[], read: (path: Path) => Promise<void>): Promise<void> => {
    for (let i = 0; i < paths.length; i += batchSize) {
      await Promise.all(paths.slice(i, i + batchSize).map(read));
      await pause();
    }
  };

  /** Reads the folders around paths that changed; the paths, with those folders that came or went with them. */
  const withFolders = async (paths: readonly Path[]): Promise<ReadonlySet<Path>> => {
    const all = new Set(paths);
    const stayed = new Map<Path, boolean>();
    for (const path of all) {
      const folder = dirname(path);
      if (!stayed.has(folder)) {
        const wasThere = entriesOf(folder) !== undefined;
        if (folders.has(folder)) await readDirectory(folder);
        stayed.set(folder, wasThere && entriesOf(folder) !== undefined);
      }
      // The set grows while it is walked: what is around a folder that came or went is looked at, too.
      if (!stayed.get(folder) && folder !== path) all.add(folder);
    }
    return all;
  };

  return {
    async readWanted() {
      const { wanted } = files;
      if (wanted.files.size + wanted.texts.size + wanted.directories.size + wanted.bodies.size === 0) {
        files.sources.clear();
        return false;
      }
      const [paths, textPaths, directories] = [[...wanted.files], [...wanted.texts], [...wanted.directories]];
      const bodies = [...wanted.bodies].filter((path) => !wanted.files.has(path));
      for (const path of textPaths) texts.add(path);
      await inBatches(directories, readDirectory);
      await inBatches(paths, readFile);
      await inBatches(bodies, readBodies);
      await inBatches(textPaths, readOnlyText);
      return true;
    },
    readAll: (paths) =>
      inBatches(
        paths.filter((path) => !files.isKnown(path)),
        readFile,
      ),
    async setOverlay(path, text) {
      if (text === undefined) {
        overlays.delete(path);
        edited.delete(path);
        files.parsers.delete(path);
      } else {
        if (path.endsWith('.py') && !edited.has(path))
          edited.set(path, createPartReader(pythonOf(files.facts(path))?.outline.module));
        if (!path.endsWith('.py') && !files.parsers.has(path)) files.parsers.set(path, createTemplateParser());
        overlays.set(path, text);
        files.expectChanges(path);
      }
      texts.add(path);
      await readFile(path);
    },
    async changed(paths) {
      const changed = await withFolders(paths);
      const isIn = (path: Path): boolean => changed.has(path) || (dirname(path) !== path && isIn(dirname(path)));
      await inBatches([...folders].filter(isIn), readDirectory);
      await inBatches([...files.paths()].filter(isIn), readFile);
      await inBatches(
        [...texts].filter((path) => isIn(path) && !files.isKnown(path)),
        readOnlyText,
      );
    },
    asked: { texts, folders },
    async read({ files: paths, folders: directories }) {
      await inBatches(directories, readDirectory);
      await inBatches(paths, readFile);
    },
    readDisk: async (path) => limited(path, await fileSystem.readFile(path)),
    readAt: (kind, path) => begun.get(kind === 'text' ? `text of ${path}` : path)?.at,
    isOpen: (path) => overlays.has(path),
    hasLinks: (folder) => linked.has(folder),
  };
}
