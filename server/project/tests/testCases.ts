import { linearized, resolve } from '../../python/resolve';
import { type ClassValue, dottedOf, likeliest, type Place, type Value } from '../../python/values';
import type { World } from '../../python/world';

/** A test method of a test case. */
export interface TestMethod {
  readonly name: string;
  readonly place: Place;
}

/** Whether a class derives from unittest.TestCase (unittest.loader.TestLoader.loadTestsFromModule). */
export function isTestCase(type: ClassValue, world: World): boolean {
  return linearized(type, world).some((one) => testCase.test(dottedOf(one) ?? '')) && !isWrapped(type, world);
}

/** unittest.TestLoader.getTestCaseNames: the methods of a test case and its bases whose names begin with `test`. */
export function testMethods(type: ClassValue, world: World): TestMethod[] {
  const methods = new Map<string, Value>();
  for (const one of linearized(type, world).toReversed()) {
    if (one.kind !== 'class') continue;
    for (const [name, member] of one.members) if (name.startsWith('test')) methods.set(name, member);
  }
  return [...methods].flatMap(([name, member]) => {
    const method = likeliest(resolve(member, world));
    return method.kind === 'function' || method.kind === 'lambda' ? [{ name, place: method.place }] : [];
  });
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
