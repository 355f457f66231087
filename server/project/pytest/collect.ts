import { linearized, resolve } from '../../python/resolve';
import {
  asString,
  type ClassValue,
  dottedOf,
  type FunctionValue,
  likeliest,
  type Place,
  truth,
  type Value,
} from '../../python/values';
import type { Namespace, World } from '../../python/world';
import { isInside, join, type Path, relative } from '../../text/paths';
import { createMissingImports, type ImportContext } from '../modules/missingImports';
import type { Problem } from '../problem';
import { isTestCase, testMethods } from '../tests/testCases';
import { type PytestConfig, pytestConfig } from './config';

/** A test as pytest names it, all runs of a parametrized one together. */
export interface PytestTest {
  /** `path/to/test_file.py::Class::function`, the path relative to the folder of pytest's configuration. */
  readonly id: string;
  /** The file that pytest collects it from. */
  readonly file: Path;
  /** The function or method. */
  readonly place: Place;
}

export interface PytestTests {
  readonly config: PytestConfig;
  readonly list: readonly PytestTest[];
  readonly problems: readonly Problem[];
}

export interface PytestContext extends ImportContext {
  readonly workspace: Path;
}

/**
 * The tests that `pytest`, run in the folder of its configuration, collects (`_pytest.python.PyCollector.collect`), classes of
 * unittest included. None where pytest is neither configured nor installed.
 */
export function collectPytest(context: PytestContext): PytestTests {
  const { files, modules, root, workspace } = context;
  const config = pytestConfig(files, root, workspace);
  if (config.file === undefined && !modules.find('pytest')) return { config, list: [], problems: [] };
  const missing = createMissingImports({ ...context, root: config.root });
  const collecting: Collecting = { ...context, config, missing, problems: [], found: new Map() };
  const starts = config.testpaths
    .map((path) => join(config.root, path))
    .filter((path) => files.isFile(path) || files.isDirectory(path));
  for (const start of starts.length > 0 ? starts : [config.root]) {
    if (files.isFile(start)) collectFile(start, collecting);
    else collectFolder(start, collecting);
  }
  return { config, list: [...collecting.found.values()], problems: collecting.problems };
}

interface Collecting extends PytestContext {
  readonly config: PytestConfig;
  readonly missing: (module: string) => string | undefined;
  readonly problems: Problem[];
  readonly found: Map<string, PytestTest>;
}

function collectFolder(folder: Path, collecting: Collecting, depth = 0): void {
  const { config, files } = collecting;
  const entries = files.directory(folder);
  if (entries === undefined || depth > 30 || entries.has('pyvenv.cfg') || isIgnored(folder, config)) return;
  const names = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const ignored = ignoredByConftest(folder, entries, collecting);
  for (const [name, isFolder] of names) {
    const path = join(folder, name);
    if (ignored.has(name)) continue;
    if (!isFolder) {
      if (name.endsWith('.py') && isTestFile(path, name, config)) collectFile(path, collecting);
    } else if (name !== '__pycache__' && !config.skippedFolders.some((pattern) => matchesGlob(name, pattern)))
      collectFolder(path, collecting, depth + 1);
  }
}

function isIgnored(path: Path, { root, ignored }: PytestConfig): boolean {
  return ignored.some((one) => isInside(path, join(root, one)));
}

/** `collect_ignore` of a folder's conftest.py: names of files and folders beside it. */
function ignoredByConftest(
  folder: Path,
  entries: ReadonlyMap<string, boolean>,
  { modules, world }: Collecting,
): Set<string> {
  const module = entries.get('conftest.py') === false ? modules.nameOf(join(folder, 'conftest.py')) : undefined;
  const list = module === undefined ? undefined : world.namespace(module)?.names.get('collect_ignore');
  const items = list && likeliest(resolve(list, world));
  const names = items?.kind === 'list' ? items.items.map(({ value }) => asString(resolve(value, world))) : [];
  return new Set(names.filter((name) => name !== undefined));
}

/** `python_files`: patterns with a slash are for the path, others for the name. */
function isTestFile(path: Path, name: string, config: PytestConfig): boolean {
  if (isIgnored(path, config)) return false;
  return config.files.some((pattern) =>
    pattern.includes('/') ? matchesGlob(path, `*/${pattern}`) : matchesGlob(name, pattern),
  );
}

function collectFile(path: Path, collecting: Collecting): void {
  const { modules, world, config, missing, problems } = collecting;
  const module = modules.nameOf(path);
  const namespace = module === undefined ? undefined : world.namespace(module);
  if (module === undefined || namespace === undefined) return;
  const file = relative(path, config.root);
  const why = missing(module) ?? skippedImport(namespace, collecting);
  if (why !== undefined) {
    problems.push({ what: `the tests in ${file}`, why });
    return;
  }
  if (isOff(namespace.names.get('__test__'), world)) return;
  for (const [name, value] of namespace.names) {
    const made = likeliest(resolve(value, world));
    if (!config.imported && (made.kind === 'function' || made.kind === 'class') && made.module !== module) continue;
    collectObject(name, made, `${file}::`, path, collecting);
  }
}

/** A module that `pytest.importorskip` is told to import at its top, and that is not installed. */
function skippedImport({ effects }: Namespace, { modules, world }: Collecting): string | undefined {
  for (const call of effects) {
    const name = call.callee.kind === 'ref' && call.callee.dotted === 'pytest.importorskip' ? call.args[0] : undefined;
    const module = asString(name && resolve(name, world));
    if (module !== undefined && call.maybe === undefined && modules.has(module) === false)
      return `it skips its tests without ${module}, which is not installed`;
  }
  return undefined;
}

function collectObject(
  name: string,
  value: Value,
  prefix: string,
  file: Path,
  collecting: Collecting,
  depth = 0,
): void {
  const { config, world, found } = collecting;
  const add = (id: string, place: Place) => found.set(id, { id, file, place });
  if (value.kind === 'function' || value.kind === 'lambda') {
    if (matchesAny(name, config.functions) && !(value.kind === 'function' && isFixture(value)))
      add(prefix + name, value.place);
  } else if (value.kind === 'class' && !isOff(memberOf(value, '__test__', world), world)) {
    if (isTestCase(value, world)) {
      for (const test of testMethods(value, world)) add(`${prefix}${name}::${test.name}`, test.place);
    } else if (matchesAny(name, config.classes) && depth < 5)
      collectClass(value, `${prefix}${name}::`, file, collecting, depth);
  }
}

/** The methods and inner classes of a class and its bases; a class with a constructor of its own is none of tests. */
function collectClass(value: ClassValue, prefix: string, file: Path, collecting: Collecting, depth: number): void {
  const { world } = collecting;
  const classes = linearized(value, world).filter((one) => one.kind === 'class');
  if (classes.some(({ members }) => members.has('__init__') || members.has('__new__'))) return;
  const seen = new Set<string>();
  for (const { members } of classes) {
    for (const [name, member] of members) {
      if (seen.has(name)) continue;
      seen.add(name);
      collectObject(name, likeliest(resolve(member, world)), prefix, file, collecting, depth + 1);
    }
  }
}

function memberOf(value: ClassValue, name: string, world: World): Value | undefined {
  for (const one of linearized(value, world)) {
    const member = one.kind === 'class' ? one.members.get(name) : undefined;
    if (member) return member;
  }
  return undefined;
}

function isOff(value: Value | undefined, world: World): boolean {
  return value !== undefined && truth(resolve(value, world))?.value === false;
}

function isFixture({ decorators }: FunctionValue): boolean {
  return decorators.some((decorator) =>
    /^(?:pytest|_pytest\.fixtures|pytest_asyncio(?:\.plugin)?)\.(?:yield_)?fixture$/.test(
      dottedOf(decorator.kind === 'call' ? decorator.callee : decorator) ?? '',
    ),
  );
}

/** `python_classes` and `python_functions`: a prefix, or a glob pattern. */
function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => name.startsWith(pattern) || (/[*?[]/.test(pattern) && matchesGlob(name, pattern)));
}

/** Python's fnmatch. */
function matchesGlob(name: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^$(){}|\\]/g, '\\$&')
    .replace(/\[!/g, '[^')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}
