import { resolve } from '../../python/resolve';
import { callOutside } from '../../python/run';
import { type ClassValue, likeliest, type Place, placeOf, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { join, type Path } from '../../text/paths';
import { isSkippedFolder } from '../discovery';
import { createMissingImports, type ImportContext } from '../modules/missingImports';
import type { Problem } from '../problem';
import { isTestCase, testMethods } from './testCases';

/** A test as a runner names it. */
export interface Test {
  /** `module.Class.method`, as unittest has it. */
  readonly id: string;
  /** The method. */
  readonly place: Place;
  readonly class: ClassValue;
}

export type TestContext = ImportContext;

export interface Tests {
  readonly list: readonly Test[];
  /** Modules that cannot be imported, whose tests nobody can run. */
  readonly problems: readonly Problem[];
}

/** The tests below the project's root that `manage.py test` finds (django.test.runner.DiscoverRunner, by unittest.TestLoader.discover). */
export function readTests(context: TestContext): Tests {
  const found = new Map<string, Test>();
  const problems: Problem[] = [];
  const missing = createMissingImports(context);
  for (const module of discovered(context, missing, context.root, '')) {
    const why = missing(module);
    if (why !== undefined) {
      problems.push({ what: `the tests in ${module}`, why });
      continue;
    }
    const namespace = context.world.namespace(module);
    if (namespace === undefined) continue;
    const loader = namespace.names.get('load_tests');
    if (loader && !keepsTests(loader, context.world)) {
      problems.push({ what: `the tests in ${module}`, why: 'its load_tests() chooses them', place: placeOf(loader) });
      continue;
    }
    for (const value of namespace.names.values()) {
      const type = likeliest(resolve(value, context.world));
      if (type.kind !== 'class' || !isTestCase(type, context.world)) continue;
      for (const { name, place } of testMethods(type, context.world)) {
        const id = `${type.module}.${type.qualifiedName}.${name}`;
        found.set(id, { id, place, class: type });
      }
    }
  }
  return { list: [...found.values()], problems };
}

/** TestLoader._find_tests: packages themselves, and the modules in them that match the pattern of DiscoverRunner. */
function* discovered(
  context: TestContext,
  missing: (module: string) => string | undefined,
  folder: Path,
  prefix: string,
  depth = 0,
): Iterable<string> {
  if (depth > 30) return;
  for (const [name, isFolder] of context.files.directory(folder) ?? []) {
    if (!isFolder) {
      if (/^test[^.]*\.py$/.test(name) && isModuleName(name.slice(0, -3))) yield prefix + name.slice(0, -3);
      continue;
    }
    const below = join(folder, name);
    if (!isModuleName(name) || isSkippedFolder(name) || !context.files.isFile(join(below, '__init__.py'))) continue;
    const module = prefix + name;
    yield module;
    if (missing(module) !== undefined || context.world.namespace(module)?.names.has('load_tests')) continue;
    yield* discovered(context, missing, below, `${module}.`, depth + 1);
  }
}

/** Whether `load_tests(loader, tests, pattern)` of a module returns the tests that it is given, to which it may have added. */
function keepsTests(loader: Value, world: World): boolean {
  const given: Value = { kind: 'ref', dotted: 'unittest.suite.given' };
  const value = likeliest(resolve(loader, world));
  const result =
    value.kind === 'function'
      ? callOutside(value, [{ kind: 'ref', dotted: 'unittest.loader' }, given, given], world)
      : undefined;
  return result?.kind === 'ref' && result.dotted === given.dotted;
}

function isModuleName(name: string): boolean {
  return /^[a-z_]\w*$/i.test(name);
}
