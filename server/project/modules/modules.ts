import { isStandardLibrary } from '../../python/stdlib';
import { join, type Path } from '../../text/paths';
import type { Files } from '../files';
import { family } from '../queries/query';
import type { Remembered, Runtime } from '../queries/runtime';

/** A module as Python's import finds it on the search path. */
export interface Module {
  readonly name: string;
  /** The file with its code; undefined for a namespace package and a compiled module. */
  readonly path: Path | undefined;
  readonly isPackage: boolean;
  /** The folders in which its submodules are looked for. */
  readonly folders: readonly Path[];
}

export interface Modules {
  /** The module of a dotted name; undefined where the search path has none. */
  find(name: string): Module | undefined;
  /** Whether it can be imported; undefined where nobody can tell, because no environment was found. */
  has(name: string): boolean | undefined;
  /** The longest first part of a dotted path that can be imported; '' where none can, as far as is known. */
  within(dotted: string): string;
  /** The dotted name under which a file is imported; undefined for a file outside the search path. */
  nameOf(path: Path): string | undefined;
  /** Names of the modules directly in a package. */
  submodules(name: string): readonly string[];
}

/**
 * Finds modules as importlib's path finder does: in each folder of the search path a package, then a module, then a part
 * of a namespace package.
 * @param complete whether the search path holds the installed packages, too
 */
export function createModules(
  runtime: Runtime,
  files: Files,
  searchPath: () => readonly Path[],
  complete: () => boolean,
  remembered?: Remembered,
): Modules {
  const findAny = family(
    runtime,
    (name: string): Module | undefined => {
      const dot = name.lastIndexOf('.');
      const folders = dot < 0 ? searchPath() : find(name.slice(0, dot))?.folders;
      return folders && findIn(files, name, name.slice(dot + 1), folders);
    },
    sameModule,
    remembered,
  );
  const find = (name: string): Module | undefined => {
    const dot = name.lastIndexOf('.');
    // Most dotted names that are no module's name something in one: nothing is to be remembered of them.
    const parent = dot < 0 ? undefined : findAny(name.slice(0, dot));
    return dot >= 0 && !parent?.folders.length ? undefined : findAny(name);
  };
  const has = (name: string): boolean | undefined => {
    if (find(name)) return true;
    const dot = name.indexOf('.');
    const top = dot < 0 ? name : name.slice(0, dot);
    if (isStandardLibrary(top)) return true;
    return complete() || find(top) ? false : undefined;
  };
  const within = family(runtime, (dotted: string): string => {
    let end = dotted.length;
    while (end > 0 && !has(dotted.slice(0, end))) end = Math.max(0, dotted.lastIndexOf('.', end - 1));
    return dotted.slice(0, end);
  });

  return {
    find,
    has,
    within,
    nameOf(path) {
      // The longest root wins, so that a project inside site-packages or below another root keeps its own names.
      const root = searchPath()
        .filter((folder) => path.startsWith(`${folder}/`))
        .sort((a, b) => b.length - a.length)[0];
      if (root === undefined || !path.endsWith('.py')) return undefined;
      return path
        .slice(root.length + 1, -3)
        .replace(/\/__init__$/, '')
        .replaceAll('/', '.');
    },
    submodules(name) {
      const names = new Set<string>();
      for (const folder of find(name)?.folders ?? []) {
        for (const [entry, isDirectory] of files.directory(folder) ?? []) {
          if (!isDirectory && entry.endsWith('.py') && entry !== '__init__.py') names.add(entry.slice(0, -3));
          else if (isDirectory && files.isFile(join(folder, entry, '__init__.py'))) names.add(entry);
        }
      }
      return [...names];
    },
  };
}

function findIn(files: Files, name: string, last: string, folders: readonly Path[]): Module | undefined {
  const portions: Path[] = [];
  for (const folder of folders) {
    const entries = files.directory(folder);
    if (entries === undefined) continue;
    const below = join(folder, last);
    if (entries.get(last) === true) {
      if (files.isFile(join(below, '__init__.py')))
        return { name, path: join(below, '__init__.py'), isPackage: true, folders: [below] };
      portions.push(below);
    }
    if (entries.get(`${last}.py`) === false) return { name, path: `${below}.py`, isPackage: false, folders: [] };
    if (extensionsIn(entries).has(last)) return { name, path: undefined, isPackage: false, folders: [] };
  }
  return portions.length > 0 ? { name, path: undefined, isPackage: true, folders: portions } : undefined;
}

/** The compiled modules of a folder (importlib.machinery.EXTENSION_SUFFIXES): `name.cpython-313-darwin.so`, `name.abi3.so`, `name.pyd`. */
function extensionsIn(entries: ReadonlyMap<string, boolean>): ReadonlySet<string> {
  let found = extensions.get(entries);
  if (found === undefined) {
    const names = [...entries].filter(([entry, isFolder]) => !isFolder && /\.(?:so|pyd)$/.test(entry));
    found = new Set(names.map(([entry]) => entry.slice(0, entry.indexOf('.'))));
    extensions.set(entries, found);
  }
  return found;
}

const extensions = new WeakMap<ReadonlyMap<string, boolean>, ReadonlySet<string>>();

function sameModule(a: Module | undefined, b: Module | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.path === b.path && a.folders.join() === b.folders.join());
}
