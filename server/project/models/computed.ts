import { isFramework, resolve } from '../../python/resolve';
import { callResult } from '../../python/run';
import { likeliest, type Value } from '../../python/values';
import type { World } from '../../python/world';

/** A value, computed where it is the result of a function: class bodies leave calls as they are. */
export function computed(value: Value, world: World): Value {
  const found = likeliest(resolve(value, world));
  const callee = found.kind === 'call' ? likeliest(resolve(found.callee, world)) : undefined;
  if (found.kind !== 'call' || callee?.kind !== 'function' || isFramework(callee.module)) return found;
  const result = callResult(callee, found, world);
  return result ? likeliest(resolve(result, world)) : found;
}
