import type { FileFacts, PythonFacts, TemplateFacts } from '../facts/facts';
import type { Use } from '../facts/uses';
import type { Unit } from '../python/syntax';
import { basename, dirname, type Path } from '../text/paths';
import { type Input, input, type Runtime } from './query';

/** The entries of a folder: names, and whether each is a folder itself. */
export type Directory = ReadonlyMap<string, boolean>;

/** What the queries read of the world's files. Whatever has not been read yet is noted as wanted, and undefined until it is. */
export interface Files {
  /** The entries of a folder; undefined where there is none, or it is not read yet. */
  directory(path: Path): Directory | undefined;
  /** Whether there is a file. */
  isFile(path: Path): boolean;
  isDirectory(path: Path): boolean;
  /** The module unit of a Python file, without any function's body. */
  module(path: Path): Unit | undefined;
  /** The body of a function of a Python file. */
  body(path: Path, id: string): Unit | undefined;
  /** The names in a file that something elsewhere defines. */
  uses(path: Path): readonly Use[];
  /** The names that a Python file gives to routes. */
  routeNames(path: Path): readonly string[];
  /** What a template declares. */
  template(path: Path): TemplateFacts['declared'] | undefined;
  /** The text of a file, for those few that are read whole: open documents, templates, configuration files. */
  text(path: Path): string | undefined;
}

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
  /** The functions of a file whose bodies were ever asked for: its facts are to be made with these. */
  bodiesOf(path: Path): ReadonlySet<string>;
  /** Sets what a file holds; `undefined` for a file that is not there. */
  setFacts(path: Path, facts: FileFacts | undefined): void;
  setText(path: Path, text: string | undefined): void;
  setDirectory(path: Path, entries: Directory | undefined): void;
  /** The facts as last set, without any record: for answers about one file at one moment. */
  facts(path: Path): FileFacts | undefined;
  /** Whether the file was asked for or read, found or not. */
  isKnown(path: Path): boolean;
  /** The files that use a name: a superset, to be confirmed by the reader. */
  filesUsing(kind: Use['kind'], name: string): readonly Path[];
  /** Every file with facts. */
  paths(): IterableIterator<Path>;
}

/** Sections of a file's facts, each with a change of its own. */
interface FileCells {
  facts: FileFacts | undefined;
  loaded: boolean;
  readonly sections: Map<string, Input<unknown>>;
}

export function createFileStore(runtime: Runtime): FileStore {
  const files = new Map<Path, FileCells>();
  const texts = new Map<Path, Input<{ text: string | undefined; loaded: boolean }>>();
  const directories = new Map<Path, Input<{ entries: Directory | undefined; loaded: boolean }>>();
  const users = new Map<string, Set<Path>>();
  const wanted = {
    files: new Set<Path>(),
    texts: new Set<Path>(),
    directories: new Set<Path>(),
    bodies: new Set<Path>(),
  };
  const requested = new Map<Path, Set<string>>();

  const cellsOf = (path: Path): FileCells => {
    let cells = files.get(path);
    if (cells === undefined) {
      cells = { facts: undefined, loaded: false, sections: new Map() };
      files.set(path, cells);
    }
    return cells;
  };

  const section = <T>(
    path: Path,
    name: string,
    read: (facts: FileFacts | undefined) => T,
    same: (a: T, b: T) => boolean,
  ): T => {
    const cells = cellsOf(path);
    if (!cells.loaded && !wanted.files.has(path)) wanted.files.add(path);
    let cell = cells.sections.get(name) as Input<T> | undefined;
    if (cell === undefined) {
      cell = input(runtime, read(cells.facts), same);
      cells.sections.set(name, cell as Input<unknown>);
      readers.set(cell as Input<unknown>, read as (facts: FileFacts | undefined) => unknown);
    }
    return cell.get();
  };
  const readers = new WeakMap<Input<unknown>, (facts: FileFacts | undefined) => unknown>();

  const directoryCell = (path: Path) => {
    let cell = directories.get(path);
    if (cell === undefined) {
      cell = input(runtime, { entries: undefined as Directory | undefined, loaded: false }, sameDirectory);
      directories.set(path, cell);
    }
    return cell;
  };

  const textCell = (path: Path) => {
    let cell = texts.get(path);
    if (cell === undefined) {
      cell = input(
        runtime,
        { text: undefined as string | undefined, loaded: false },
        (a, b) => a.text === b.text && a.loaded === b.loaded,
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
    const above = parent === path ? undefined : directories.get(parent)?.get();
    if (above?.loaded && above.entries?.get(basename(path)) !== true) return undefined;
    wanted.directories.add(path);
    return undefined;
  };

  const isFile = (path: Path) => directory(dirname(path))?.get(basename(path)) === false;

  const countUses = (path: Path, facts: FileFacts | undefined, add: boolean) => {
    for (const use of facts?.uses ?? []) {
      const key = useKey(use.kind, use.name);
      const paths = users.get(key);
      if (add && paths) paths.add(path);
      else if (add) users.set(key, new Set([path]));
      else paths?.delete(path);
    }
  };

  return {
    wanted,
    bodiesOf: (path) => requested.get(path) ?? noBodies,
    directory,
    isFile,
    isDirectory: (path) => directory(path) !== undefined,
    module: (path) => section(path, 'module', (facts) => pythonOf(facts)?.outline.module, sameUnit),
    body(path, id) {
      const unit = section(path, `body:${id}`, (facts) => pythonOf(facts)?.outline.bodies[id], sameUnit);
      const cells = files.get(path);
      if (unit === undefined && cells?.facts !== undefined && !requested.get(path)?.has(id)) {
        requested.set(path, new Set([...(requested.get(path) ?? []), id]));
        wanted.bodies.add(path);
      }
      return unit;
    },
    uses: (path) => section(path, 'uses', (facts) => facts?.uses ?? none, sameUses),
    routeNames: (path) => section(path, 'routeNames', (facts) => pythonOf(facts)?.routeNames ?? noNames, sameNames),
    template: (path) => section(path, 'declared', (facts) => templateOf(facts)?.declared, sameDeclared),
    text(path) {
      const { text, loaded } = textCell(path).get();
      if (!loaded) wanted.texts.add(path);
      return text;
    },
    setFacts(path, facts) {
      wanted.files.delete(path);
      wanted.bodies.delete(path);
      const cells = cellsOf(path);
      countUses(path, cells.facts, false);
      countUses(path, facts, true);
      cells.facts = facts;
      cells.loaded = true;
      for (const cell of cells.sections.values()) cell.set(readers.get(cell)!(facts));
    },
    setText(path, text) {
      wanted.texts.delete(path);
      textCell(path).set({ text, loaded: true });
    },
    setDirectory(path, entries) {
      wanted.directories.delete(path);
      directoryCell(path).set({ entries, loaded: true });
    },
    facts: (path) => files.get(path)?.facts,
    isKnown: (path) => files.has(path),
    filesUsing: (kind, name) => [...(users.get(useKey(kind, name)) ?? [])],
    paths: () => files.keys(),
  };
}

const none: readonly Use[] = [];
const noBodies: ReadonlySet<string> = new Set();
const noNames: readonly string[] = [];

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

/** A template may be named relative to the one that names it, so only the last part of its name is the same everywhere. */
function useKey(kind: Use['kind'], name: string): string {
  return `${kind} ${kind === 'template' ? name.slice(name.lastIndexOf('/') + 1).replace(/(?<=.)#.*$/, '') : name}`;
}

function pythonOf(facts: FileFacts | undefined): PythonFacts | undefined {
  return facts?.kind === 'python' ? facts : undefined;
}

function templateOf(facts: FileFacts | undefined): TemplateFacts | undefined {
  return facts?.kind === 'template' ? facts : undefined;
}

/** Units are equal by what they say; where they stand is looked up in the facts at the moment of the answer. */
function sameUnit(a: Unit | undefined, b: Unit | undefined): boolean {
  return a?.fingerprint === b?.fingerprint;
}

function sameUses(a: readonly Use[], b: readonly Use[]): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function sameDeclared(a: TemplateFacts['declared'] | undefined, b: TemplateFacts['declared'] | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function sameDirectory(
  a: { entries: Directory | undefined; loaded: boolean },
  b: { entries: Directory | undefined; loaded: boolean },
): boolean {
  if (a.loaded !== b.loaded || a.entries?.size !== b.entries?.size) return false;
  for (const [name, isDirectory] of a.entries ?? []) if (b.entries?.get(name) !== isDirectory) return false;
  return true;
}
