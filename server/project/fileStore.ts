import type { AssignedNames } from '../facts/assigned';
import type { FileFacts } from '../facts/facts';
import type { Use } from '../facts/uses';
import { functionBody } from '../python/functionBody';
import type { Unit } from '../python/syntax';
import type { TemplateParser } from '../templates/tree';
import { basename, dirname, type Path } from '../text/paths';
import { sameItems } from '../text/same';
import type { Directory, Files } from './files';
import {
  directoryKey,
  directoryPrint,
  fileKey,
  filePrint,
  pythonOf,
  sectionPrint,
  templateOf,
  textKey,
  textPrint,
  unread,
} from './prints';
import { type Input, input } from './queries/query';
import type { Runtime } from './queries/runtime';
import { createRestored, type SavedFiles } from './restored';
import { sameAssigned, sameDeclared, sameDirectory, sameUnit, withSameModule } from './sameFacts';
import { createUsers, sameNames, sameUses, useKey } from './users';

/** The store behind `Files`, as the loader sees it. */
export interface FileStore extends Files {
  /** Paths that a query asked for and that nobody has read yet. */
  readonly wanted: {
    readonly files: Set<Path>;
    readonly texts: Set<Path>;
    readonly directories: Set<Path>;
    /** Files whose facts lack a function's body that somebody asked for. */
    readonly bodies: Set<Path>;
  };
  /** What parses the templates that are being edited. */
  readonly parsers: Map<Path, TemplateParser>;
  /** Texts of Python files that have been read a moment ago and are those of their facts. */
  readonly sources: Map<Path, string>;
  /** Reads at once; undefined where that cannot be done. */
  now?: {
    /** Sets the facts of a file that nobody has asked for yet. */
    readFile(path: Path): void;
    readText(path: Path): string | undefined;
    /** The text of a file with facts. */
    readSource(path: Path): string | undefined;
    readDirectory(path: Path): Directory | undefined;
  };
  /** Whether what is asked for is read at once: most has been read then, and an answer should not be tried again for each of the rest. */
  isAtOnce: boolean;
  /** The functions of a file whose bodies were ever asked for: its facts are to be made with these. */
  bodiesOf(path: Path): ReadonlySet<string>;
  /** Sets what a file holds; `undefined` for a file that is not there. */
  setFacts(path: Path, facts: FileFacts | undefined): void;
  setText(path: Path, text: string | undefined): void;
  /** Tells that a file is being edited: each of its changes is then looked for only where it can matter. */
  expectChanges(path: Path): void;
  setDirectory(path: Path, entries: Directory | undefined): void;
  /** The facts as last set, without any record: for answers about one file at one moment. */
  facts(path: Path): FileFacts | undefined;
  /** The entries of a folder as last set, without any record; undefined for a folder that is not read. */
  listing(path: Path): { readonly entries: Directory | undefined } | undefined;
  /** Takes over what an earlier run knew. To be called before anything else is set. */
  restore(saved: SavedFiles): void;
  /** Rises with each thing that is set. */
  version(): number;
  /** 0 as long as all that was restored is what it was; another number after each change of that. */
  changes(): number;
  /** Whether an input has the value that it had in the earlier run, by its key and its fingerprint then. */
  isAs(key: string, print: string): boolean;
  /** A fingerprint of an input's value by the input's key; undefined for what is not read. */
  print(key: string): string | undefined;
  /** Whether the facts of a path are set, without any record. */
  isLoaded(path: Path): boolean;
  /** One fingerprint of sections of a file's facts. */
  sectionsPrint(path: Path, sections: readonly string[]): string;
  /** Whether a path has the facts that were restored. */
  isRestored(path: Path): boolean;
  /** Whether the file was asked for or read, found or not. */
  isKnown(path: Path): boolean;
  /** The files that use a name: a superset, to be confirmed by the reader. */
  filesUsing(kind: Use['kind'], name: string): readonly Path[];
  /** Rises when names come into a file that is being edited, or go: who asks for the files that use a name rests on it. */
  usedNames(): number;
  /** The files that use each name, by its key. */
  users(): ReadonlyMap<string, readonly Path[]>;
  /** Every file with facts. */
  paths(): IterableIterator<Path>;
}

/** Sections of a file's facts, each with a change of its own. */
interface FileCells {
  facts: FileFacts | undefined;
  loaded: boolean;
  /** Gives the facts, as long as they are those of an earlier run and nobody has looked at them. */
  load?: (() => FileFacts | undefined) | undefined;
  /** The facts are those of an earlier run. */
  restored?: boolean;
  readonly sections: Map<string, Input<unknown>>;
}

/** The store of a workspace, empty at first: what queries ask for is wanted until the loader sets it. */
export function createFileStore(runtime: Runtime): FileStore {
  const files = new Map<Path, FileCells>();
  const texts = new Map<Path, Input<{ text: string | undefined; loaded: boolean }>>();
  const directories = new Map<Path, Input<{ entries: Directory | undefined; loaded: boolean }>>();
  const users = createUsers();
  const usedNames = input(runtime, 0);
  usedNames.expectChanges();
  const wanted = {
    files: new Set<Path>(),
    texts: new Set<Path>(),
    directories: new Set<Path>(),
    bodies: new Set<Path>(),
  };
  const requested = new Map<Path, Set<string>>();
  const edited = new Set<Path>();
  const sources = new Map<Path, string>();
  const saved = createRestored(runtime);
  let version = 0;

  const cellsOf = (path: Path): FileCells => {
    let cells = files.get(path);
    if (cells === undefined) {
      cells = { facts: undefined, loaded: false, sections: new Map() };
      files.set(path, cells);
    }
    return cells;
  };

  const factsOf = (cells: FileCells): FileFacts | undefined => {
    if (cells.load) {
      cells.facts = cells.load();
      cells.load = undefined;
    }
    return cells.facts;
  };

  const section = <T>(
    path: Path,
    name: string,
    read: (facts: FileFacts | undefined) => T,
    same: (a: T, b: T) => boolean,
  ): T => {
    const cells = cellsOf(path);
    if (!cells.loaded && !wanted.files.has(path)) {
      if (isAtOnce() && cells.sections.size === 0) store.now!.readFile(path);
      else wanted.files.add(path);
    }
    let cell = cells.sections.get(name) as Input<T> | undefined;
    if (cell === undefined) {
      cell = input(runtime, read(factsOf(cells)), same, `${fileKey(path)}\n${name}`);
      if (edited.has(path)) cell.expectChanges();
      cells.sections.set(name, cell as Input<unknown>);
      readers.set(cell as Input<unknown>, read as (facts: FileFacts | undefined) => unknown);
    }
    return cell.get();
  };
  const readers = new WeakMap<Input<unknown>, (facts: FileFacts | undefined) => unknown>();

  const directoryCell = (path: Path) => {
    let cell = directories.get(path);
    if (cell === undefined) {
      const load = saved.directory.get(path)?.load;
      const value =
        load || !isAtOnce()
          ? { entries: load?.(), loaded: load !== undefined }
          : { entries: store.now!.readDirectory(path), loaded: true };
      cell = input(runtime, value, sameDirectory, directoryKey(path));
      directories.set(path, cell);
    }
    return cell;
  };

  const textCell = (path: Path) => {
    let cell = texts.get(path);
    if (cell === undefined) {
      cell = input(
        runtime,
        isAtOnce()
          ? { text: store.now!.readText(path), loaded: true }
          : { text: undefined as string | undefined, loaded: false },
        (a, b) => a.text === b.text && a.loaded === b.loaded,
        textKey(path),
      );
      texts.set(path, cell);
    }
    return cell;
  };

  const directory = (path: Path): Directory | undefined => {
    const { entries, loaded } = directoryCell(path).get();
    if (loaded) return entries;
    // A folder that its parent's listing lacks need not be read to know that it is absent.
    const parent = dirname(path);
    const isKnown = directories.has(parent) || saved.directory.get(parent)?.load !== undefined;
    const above = parent === path || !isKnown ? undefined : directoryCell(parent).get();
    if (above?.loaded && above.entries?.get(basename(path)) !== true) return undefined;
    wanted.directories.add(path);
    return undefined;
  };

  const isFile = (path: Path) => directory(dirname(path))?.get(basename(path)) === false;

  const print = (key: string): string | undefined => {
    const [kind, path, name] = key.split('\n');
    if (kind === 'directory') {
      const cell = directories.get(path)?.peek();
      if (cell === undefined) return saved.directory.get(path)?.load ? saved.directory.get(path)?.print : unread;
      if (cell.loaded) return directoryPrint(cell.entries);
      return wanted.directories.has(path) ? undefined : unread;
    }
    if (kind === 'text') {
      const cell = texts.get(path)?.peek();
      if (cell?.loaded) return textPrint(cell.text);
      return saved.text.get(path)?.isSame && saved.isSame(key) ? saved.text.get(path)?.print : undefined;
    }
    const cells = files.get(path);
    return cells?.loaded ? sectionPrint(factsOf(cells), name) : undefined;
  };

  /** Makes a body at once where the text is at hand; nobody has asked for it before, so nobody has to compute again. */
  const makeBody = (path: Path, id: string): void => {
    const cells = files.get(path);
    const source = sources.get(path) ?? (cells?.loaded && isAtOnce() ? store.now!.readSource(path) : undefined);
    if (source !== undefined) sources.set(path, source);
    const own = source === undefined || cells === undefined ? undefined : pythonOf(factsOf(cells))?.outline;
    if (own === undefined || source === undefined || own.bodies[id] !== undefined) return;
    const local = id.lastIndexOf('.<locals>.');
    const within = local < 0 ? own.module : own.bodies[id.slice(0, local)];
    const unit = within && functionBody(source, within, id);
    if (unit === undefined) return;
    (own.bodies as Record<string, Unit>)[id] = unit;
    requested.set(path, (requested.get(path) ?? new Set()).add(id));
  };

  const isAtOnce = () => store.isAtOnce && store.now !== undefined;

  const store: FileStore = {
    isAtOnce: false,
    wanted,
    sources,
    parsers: new Map(),
    bodiesOf: (path) => requested.get(path) ?? noBodies,
    directory,
    isFile,
    isDirectory: (path) => directory(path) !== undefined,
    module: (path) => section(path, 'module', (facts) => pythonOf(facts)?.outline.module, sameUnit),
    isRead: (path) => section(path, 'isRead', () => cellsOf(path).loaded, Object.is),
    body(path, id) {
      if (!files.get(path)?.sections.has(`body:${id}`)) makeBody(path, id);
      const unit = section(path, `body:${id}`, (facts) => pythonOf(facts)?.outline.bodies[id], sameUnit);
      const cells = files.get(path);
      if (unit === undefined && cells && factsOf(cells) !== undefined && !requested.get(path)?.has(id)) {
        requested.set(path, new Set([...(requested.get(path) ?? []), id]));
        wanted.bodies.add(path);
      }
      return unit;
    },
    uses: (path) => section(path, 'uses', (facts) => facts?.uses ?? none, sameUses),
    routeNames: (path) => section(path, 'routeNames', (facts) => pythonOf(facts)?.routeNames ?? noNames, sameItems),
    assigned: (path) =>
      section(path, 'assigned', (facts) => pythonOf(facts)?.assigned ?? nothingAssigned, sameAssigned),
    template: (path) => section(path, 'declared', (facts) => templateOf(facts)?.declared, sameDeclared),
    text(path) {
      const { text, loaded } = textCell(path).get();
      if (!loaded) wanted.texts.add(path);
      return text;
    },
    setFacts(path, given) {
      version++;
      wanted.files.delete(path);
      wanted.bodies.delete(path);
      const cells = cellsOf(path);
      const facts = edited.has(path) ? withSameModule(factsOf(cells), given) : given;
      users.replace(path, cells.restored ? undefined : cells.facts, facts);
      if (edited.has(path) && !sameNames(cells.facts?.uses ?? none, facts?.uses ?? none))
        usedNames.set(usedNames.peek() + 1);
      cells.facts = facts;
      cells.loaded = true;
      cells.load = undefined;
      cells.restored = false;
      for (const cell of cells.sections.values()) cell.set(readers.get(cell)!(facts));
      saved.compare('file', path, ({ sections }) => filePrint(facts, sections));
    },
    expectChanges(path) {
      if (edited.has(path)) return;
      edited.add(path);
      for (const cell of files.get(path)?.sections.values() ?? []) cell.expectChanges();
      textCell(path).expectChanges();
    },
    setText(path, text) {
      version++;
      wanted.texts.delete(path);
      textCell(path).set({ text, loaded: true });
      saved.compare('text', path, () => textPrint(text));
    },
    setDirectory(path, entries) {
      version++;
      wanted.directories.delete(path);
      directoryCell(path).set({ entries, loaded: true });
      saved.compare('directory', path, () => directoryPrint(entries));
    },
    facts(path) {
      const cells = files.get(path);
      return cells && factsOf(cells);
    },
    listing(path) {
      const known = directories.has(path) || saved.directory.get(path)?.load ? directoryCell(path).peek() : undefined;
      return known?.loaded ? known : undefined;
    },
    restore(known) {
      saved.take(known);
      for (const { path, bodies, load } of known.files) {
        if (bodies.length > 0) requested.set(path, new Set(bodies));
        if (load) files.set(path, { facts: undefined, loaded: true, load, restored: true, sections: new Map() });
      }
    },
    version: () => version,
    changes: saved.changes,
    isAs: (key, before) => saved.isSame(key) || print(key) === before,
    print,
    sectionsPrint(path, sections) {
      const cells = files.get(path);
      const before = cells?.restored ? saved.file.get(path) : undefined;
      if (before?.sections.join('\n') === sections.join('\n')) return before.print;
      return filePrint(cells && factsOf(cells), sections);
    },
    isLoaded: (path) => files.get(path)?.loaded === true,
    isRestored: (path) => files.get(path)?.restored === true,
    isKnown: (path) => files.has(path),
    filesUsing(kind, name) {
      const key = useKey(kind, name);
      const restored = saved
        .users()
        .get(key)
        ?.filter((path) => files.get(path)?.restored);
      return [...new Set([...(restored ?? []), ...(users.byKey().get(key) ?? [])])];
    },
    usedNames: () => usedNames.get(),
    users() {
      const all = new Map<string, Path[]>([...users.byKey()].map(([key, paths]) => [key, [...paths]]));
      for (const [key, paths] of saved.users()) {
        const restored = paths.filter((path) => files.get(path)?.restored);
        all.set(key, [...restored, ...(all.get(key) ?? [])]);
      }
      return all;
    },
    paths: () => files.keys(),
  };
  return store;
}

const none: readonly Use[] = [];
const noBodies: ReadonlySet<string> = new Set();
const noNames: readonly string[] = [];
const nothingAssigned: AssignedNames = { onSelf: noNames, onOthers: noNames };
