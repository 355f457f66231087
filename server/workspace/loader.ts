import { extract } from '../facts/extract';
import type { FileStore } from '../project/files';
import type { FileSystem } from '../text/fileSystem';
import type { Path } from '../text/paths';

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
}

/** Bigger files are data that somebody called .py or .html; they are not read. In UTF-16 units. */
const largestFile = 4_000_000;

/** How many files are read before other work gets its turn. */
const batchSize = 50;

export function createLoader(files: FileStore, fileSystem: FileSystem, log: (message: string) => void): Loader {
  const overlays = new Map<Path, string>();
  const texts = new Set<Path>();
  const folders = new Set<Path>();

  const readText = async (path: Path): Promise<string | undefined> => {
    const text = overlays.get(path) ?? (await fileSystem.readFile(path));
    if (text === undefined || text.length <= largestFile) return text;
    log(`${path} is too big to be read (${text.length} characters).`);
    return undefined;
  };

  const readFile = async (path: Path): Promise<void> => {
    const text = await readText(path);
    setFacts(path, text);
    if (texts.has(path)) files.setText(path, text);
  };

  const setFacts = (path: Path, text: string | undefined): void => {
    try {
      files.setFacts(path, text === undefined ? undefined : extract(path, text));
    } catch (error) {
      // One file that trips us up must not take the others with it.
      log(`${path} could not be analysed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      files.setFacts(path, undefined);
    }
  };

  const readDirectory = async (path: Path): Promise<void> => {
    folders.add(path);
    const entries = await fileSystem.readDirectory(path);
    files.setDirectory(path, entries && new Map(entries.map((entry) => [entry.name, entry.isDirectory])));
  };

  const inBatches = async (paths: readonly Path[], read: (path: Path) => Promise<void>): Promise<void> => {
    for (let i = 0; i < paths.length; i += batchSize) {
      await Promise.all(paths.slice(i, i + batchSize).map(read));
      await new Promise<void>((resolve) => schedule(resolve));
    }
  };

  return {
    async readWanted() {
      const { wanted } = files;
      if (wanted.files.size + wanted.texts.size + wanted.directories.size === 0) return false;
      const [paths, textPaths, directories] = [[...wanted.files], [...wanted.texts], [...wanted.directories]];
      for (const path of textPaths) texts.add(path);
      await inBatches(directories, readDirectory);
      await inBatches(paths, readFile);
      await inBatches(textPaths, async (path) => files.setText(path, await readText(path)));
      return true;
    },
    readAll: (paths) =>
      inBatches(
        paths.filter((path) => files.facts(path) === undefined),
        readFile,
      ),
    async setOverlay(path, text) {
      if (text === undefined) overlays.delete(path);
      else overlays.set(path, text);
      texts.add(path);
      await readFile(path);
    },
    async changed(paths) {
      for (const path of new Set(paths)) {
        const folder = path.slice(0, path.lastIndexOf('/'));
        if (folders.has(folder)) await readDirectory(folder);
        if (folders.has(path)) await readDirectory(path);
        if (files.facts(path) !== undefined || files.isKnown(path)) await readFile(path);
        else if (texts.has(path)) files.setText(path, await readText(path));
      }
    },
  };
}

/** Lets waiting requests go first: a macrotask where there is one. */
const schedule: (then: () => void) => void = (then) => {
  const host = globalThis as {
    setImmediate?: (then: () => void) => void;
    setTimeout?: (then: () => void, ms: number) => void;
  };
  if (host.setImmediate) host.setImmediate(then);
  else host.setTimeout?.(then, 0);
};
