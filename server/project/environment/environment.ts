import { basename, dirname, isAbsolute, isInside, join, type Path } from '../../text/paths';
import type { Files } from '../files';

/** The Python environment whose packages a project imports. */
export interface Environment {
  /** `sys.prefix`. */
  readonly prefix: Path;
  readonly python?: Path;
  /** Folders with installed packages, in the order of the search path; those of `.pth` files come last. */
  readonly sitePackages: readonly Path[];
  /** For people: how it was found. */
  readonly source: string;
}

/** Environment variables of a process, by name. */
export type Variables = Pick<ReadonlyMap<string, string>, 'get' | 'has'>;

/** What is known from outside about where environments are. */
export interface EnvironmentHints {
  /** Interpreter that the user's settings name. */
  readonly configured?: Path;
  /** Interpreter that the editor reports for the folder. */
  readonly reported?: Path;
  /** Environment variables of the running process. */
  readonly variables: Variables;
}

/**
 * The environment of a project: the one named in the settings, the editor's, the active one, one beside the project
 * (`.venv`, `venv`, `env`, or any folder with pyvenv.cfg), one that Poetry or Pipenv keeps for it, else the first Python on
 * PATH that has Django. Undefined where there is none.
 */
export function findEnvironment(
  files: Files,
  root: Path,
  workspace: Path,
  hints: EnvironmentHints,
): Environment | undefined {
  for (const [prefix, source] of candidates(files, root, workspace, hints)) {
    const sitePackages = sitePackagesOf(files, prefix);
    if (sitePackages.length > 0) return { prefix, python: pythonOf(files, prefix), sitePackages, source };
  }
  return undefined;
}

function* candidates(
  files: Files,
  root: Path,
  workspace: Path,
  { configured, reported, variables }: EnvironmentHints,
): Iterable<[Path, string]> {
  if (configured) yield [prefixOf(configured), 'the settings'];
  if (reported) yield [prefixOf(reported), 'the editor'];
  for (const name of ['VIRTUAL_ENV', 'CONDA_PREFIX']) {
    const prefix = variables.get(name);
    if (prefix) yield [prefix.replaceAll('\\', '/'), name];
  }
  for (let folder = root; isInside(folder, workspace); folder = dirname(folder)) {
    const entries = files.directory(folder) ?? new Map<string, boolean>();
    const beside = [
      '.venv',
      'venv',
      'env',
      '.env',
      ...[...entries.keys()].filter((name) => /venv|virtualenv/.test(name)),
    ];
    for (const name of beside) if (entries.get(name) === true) yield [join(folder, name), join(folder, name)];
    if (dirname(folder) === folder) break;
  }
  yield* kept(files, root, variables);
  for (const folder of (variables.get('PATH') ?? '').split(variables.has('SYSTEMROOT') ? ';' : ':')) {
    const prefix = dirname(folder.replaceAll('\\', '/'));
    if (
      isAbsolute(prefix) &&
      basename(folder) === 'bin' &&
      sitePackagesOf(files, prefix).some((path) => files.isDirectory(join(path, 'django')))
    )
      yield [prefix, 'PATH'];
  }
}

/** Environments that Poetry and Pipenv keep in the user's home, named after the project's folder. */
function* kept(files: Files, root: Path, variables: Variables): Iterable<[Path, string]> {
  const home = (variables.get('HOME') ?? variables.get('USERPROFILE'))?.replaceAll('\\', '/');
  if (home === undefined) return;
  const stores: [Path, string][] = [
    [variables.get('WORKON_HOME') ?? join(home, '.local/share/virtualenvs'), 'Pipenv'],
    [join(home, '.virtualenvs'), 'virtualenvwrapper'],
    [join(home, '.cache/pypoetry/virtualenvs'), 'Poetry'],
    [join(home, 'Library/Caches/pypoetry/virtualenvs'), 'Poetry'],
    [join(home, 'AppData/Local/pypoetry/Cache/virtualenvs'), 'Poetry'],
  ];
  const name = basename(root).toLowerCase();
  for (const [store, tool] of stores) {
    for (const [entry, isFolder] of files.directory(store) ?? []) {
      const stem = entry.toLowerCase();
      if (
        isFolder &&
        (stem === name ||
          (stem.startsWith(`${name}-`) && /^[\w-]{8}(?:-py3(?:\.\d+)?)?$/.test(entry.slice(name.length + 1))))
      )
        yield [join(store, entry), tool];
    }
  }
}

/** `sys.prefix` of an interpreter: the folder above `bin` or `Scripts`, or the folder of python.exe. A prefix is taken as it is. */
function prefixOf(python: Path): Path {
  const path = python.replaceAll('\\', '/');
  if (!/^python[\w.]*$/i.test(basename(path))) return path;
  const folder = dirname(path);
  return /^(?:bin|scripts)$/i.test(basename(folder)) ? dirname(folder) : folder;
}

function pythonOf(files: Files, prefix: Path): Path | undefined {
  return ['bin/python', 'bin/python3', 'Scripts/python.exe', 'python.exe']
    .map((name) => join(prefix, name))
    .find((path) => files.isFile(path));
}

/** The folders of installed packages below a prefix, on Linux, macOS and Windows, with what `.pth` files add. */
function sitePackagesOf(files: Files, prefix: Path): Path[] {
  const found: Path[] = [];
  for (const lib of ['lib', 'lib64']) {
    for (const [name, isFolder] of files.directory(join(prefix, lib)) ?? []) {
      if (isFolder && /^(?:python3|pypy3)/.test(name)) {
        for (const packages of ['site-packages', 'dist-packages'])
          if (files.isDirectory(join(prefix, lib, name, packages))) found.push(join(prefix, lib, name, packages));
      }
    }
    if (found.length > 0) break;
  }
  if (files.isDirectory(join(prefix, 'Lib/site-packages'))) found.push(join(prefix, 'Lib/site-packages'));
  return [...found, ...found.flatMap((folder) => addedByPth(files, folder))];
}

/** What site.addsitedir reads: lines that are folders. An editable install may name its folders in a finder module instead. */
function addedByPth(files: Files, folder: Path): Path[] {
  const added: Path[] = [];
  for (const [name, isFolder] of files.directory(folder) ?? []) {
    if (isFolder) continue;
    if (name.endsWith('.pth')) {
      for (const line of (files.text(join(folder, name)) ?? '').split(/\r?\n/)) {
        const text = line.trim().replaceAll('\\', '/');
        if (text !== '' && !text.startsWith('#') && !/^import[ \t]/.test(text)) added.push(join(folder, text));
      }
    } else if (/^__editable__.*_finder\.py$/.test(name)) {
      const mapping = /^MAPPING[^=]*=\s*\{([^}]*)\}/m.exec(files.text(join(folder, name)) ?? '')?.[1] ?? '';
      for (const [, module, path] of mapping.matchAll(/['"]([\w.]+)['"]\s*:\s*['"]([^'"]+)['"]/g)) {
        const target = path.replaceAll('\\\\', '/').replaceAll('\\', '/');
        if (basename(target) === module) added.push(dirname(target));
      }
    }
  }
  return added;
}

/** Whether two have the same interpreter and folders of packages. */
export function sameEnvironment(a: Environment | undefined, b: Environment | undefined): boolean {
  return (
    a === b ||
    (a?.prefix === b?.prefix && a?.python === b?.python && a?.sitePackages.join('\n') === b?.sitePackages.join('\n'))
  );
}
