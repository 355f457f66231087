import { linearized, resolve } from '../python/resolve';
import { type ClassValue, dottedOf, likeliest, type Place, type Value } from '../python/values';
import type { World } from '../python/world';
import { join, type Path } from '../text/paths';
import { isSkippedFolder } from './discovery';
import type { Files } from './files';
import { createMissingImports } from './missingImports';
import type { Modules } from './modules';
import type { Problem } from './problem';

/** A test as a runner names it. */
export interface Test {
  /** `module.Class.method`, as unittest has it; of pytest's functions `module.function`. */
  readonly id: string;
  /** The method or function. */
  readonly place: Place;
  /** The class; undefined for a function of a module. */
  readonly class?: ClassValue;
}

export interface TestContext {
  readonly files: Files;
  readonly modules: Modules;
  readonly world: World;
  readonly root: Path;
}

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
    const lacks = missing(module);
    if (lacks !== undefined) {
      problems.push({ what: `the tests in ${module}`, why: `it imports ${lacks}, which is not installed` });
      continue;
    }
    const namespace = context.world.namespace(module);
    if (namespace === undefined || namespace.names.has('load_tests')) continue;
    for (const value of namespace.names.values()) {
      const type = likeliest(resolve(value, context.world));
      if (type.kind !== 'class') continue;
      for (const test of testsOf(type, context.world)) found.set(test.id, test);
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

function isModuleName(name: string): boolean {
  return /^[a-z_]\w*$/i.test(name);
}

/** TestLoader.getTestCaseNames: the methods of a test case and its bases whose names begin with `test`. */
function testsOf(type: ClassValue, world: World): Test[] {
  const line = linearized(type, world);
  if (!line.some((one) => testCase.test(dottedOf(one) ?? '')) || isWrapped(type, world)) return [];
  const methods = new Map<string, Value>();
  for (const one of line.toReversed()) {
    if (one.kind !== 'class') continue;
    for (const [name, member] of one.members) if (name.startsWith('test')) methods.set(name, member);
  }
  const tests: Test[] = [];
  for (const [name, member] of methods) {
    const method = likeliest(resolve(member, world));
    if (method.kind === 'function' || method.kind === 'lambda')
      tests.push({ id: `${type.module}.${type.qualifiedName}.${name}`, place: method.place, class: type });
  }
  return tests;
}

/** Whether a decorator such as `translation.override` makes a function of the class: contextlib.ContextDecorator does. */
function isWrapped({ decorators }: ClassValue, world: World): boolean {
  return decorators.some((decorator) => {
    const type = decorator.kind === 'call' ? likeliest(resolve(decorator.callee, world)) : undefined;
    if (type?.kind !== 'class') return false;
    return linearized(type, world).some((one) => dottedOf(one) === 'contextlib.ContextDecorator');
  });
}

/** The class of unittest, and Django's own where their source is not at hand. */
const testCase =
  /^(?:unittest\.(?:case\.)?(?:TestCase|IsolatedAsyncioTestCase)|django\.test\.(?:testcases\.)?(?:Simple|Transaction|LiveServer)?TestCase|django\.contrib\.staticfiles\.testing\.StaticLiveServerTestCase|rest_framework\.test\.API\w*TestCase)$/;
