import type { FileFacts } from '../facts/facts';
import type { Path } from '../text/paths';
import type { Directory } from './files';
import { directoryKey, fileKey, textKey } from './prints';
import type { Runtime } from './queries/runtime';

/** What an earlier run knew of files. */
export interface SavedFiles {
  readonly files: readonly SavedFile[];
  readonly directories: readonly Saved<Directory | undefined>[];
  readonly texts: readonly Saved<string | undefined>[];
  /** The files that use a name, by its key. */
  users(): ReadonlyMap<string, readonly Path[]>;
}

/** One thing that was known. */
export interface Saved<T> {
  readonly path: Path;
  readonly print: string;
  /** Gives it; absent where it may have changed since, and is to be read again. */
  readonly load?: () => T;
  /** Whether it is what it was, though only reading it can tell what that is. */
  readonly isSame?: boolean;
}

export interface SavedFile extends Saved<FileFacts | undefined> {
  /** The functions whose bodies were asked for. */
  readonly bodies: readonly string[];
  /** The sections that queries read; the print is that of these. */
  readonly sections: readonly string[];
}

/** What was restored, and whether it still is what it was. */
export interface Restored extends Kinds {
  /** Takes over what an earlier run knew. */
  take(saved: SavedFiles): void;
  /** Notes whether something that was restored still has its print; what rests on it is to be looked at again if that is new. */
  compare<K extends keyof Kinds>(kind: K, path: Path, print: (before: SavedOf<K>) => string | undefined): void;
  /** Whether an input was restored and is known to be what it was, by its key. */
  isSame(key: string): boolean;
  /** 0 as long as all that was restored is what it was; another number after each change of that. */
  changes(): number;
  /** The files that used a name in the earlier run, by its key. */
  users(): ReadonlyMap<string, readonly Path[]>;
}

interface Kinds {
  readonly file: ReadonlyMap<Path, SavedFile>;
  readonly directory: ReadonlyMap<Path, Saved<Directory | undefined>>;
  readonly text: ReadonlyMap<Path, Saved<string | undefined>>;
}

type SavedOf<K extends keyof Kinds> = Kinds[K] extends ReadonlyMap<Path, infer V> ? V : never;

/** Of a workspace of which no earlier run is known yet. */
export function createRestored(runtime: Runtime): Restored {
  const kinds = { file: new Map(), directory: new Map(), text: new Map() };
  const keyOf = { file: fileKey, directory: directoryKey, text: textKey };
  /** The keys of what differs now. */
  const different = new Set<string>();
  let changes = 1;
  let users: SavedFiles['users'] = () => new Map();
  return {
    ...kinds,
    take(saved) {
      users = saved.users;
      for (const one of saved.files) {
        kinds.file.set(one.path, one);
        if (!one.load) different.add(fileKey(one.path));
      }
      for (const one of saved.directories) {
        kinds.directory.set(one.path, one);
        if (!one.load) different.add(directoryKey(one.path));
      }
      for (const one of saved.texts) {
        kinds.text.set(one.path, one);
        if (!one.isSame) different.add(textKey(one.path));
      }
    },
    compare(kind, path, print) {
      const before = kinds[kind].get(path);
      if (before === undefined) return;
      const key = keyOf[kind](path);
      if (different.has(key) === (before.print !== print(before))) return;
      if (!different.delete(key)) different.add(key);
      changes++;
      runtime.revision++;
    },
    isSame(key) {
      const [kind, path] = key.split('\n', 2);
      return kinds[kind as keyof Kinds].has(path) && !different.has(`${kind}\n${path}`);
    },
    changes: () => (different.size === 0 ? 0 : changes),
    users: () => users(),
  };
}
