import { resolve } from '../python/resolve';
import { callResult } from '../python/run';
import { type Call, type ClassValue, likeliest, type Value } from '../python/values';
import type { World } from '../python/world';
import type { Ancestry } from './models/ancestry';

/** The classes that modules define, those within other classes included; of several of one name the last. */
export function* classesIn(modules: Iterable<string>, world: World): Iterable<ClassValue> {
  for (const module of modules) {
    for (const value of world.namespace(module)?.names.values() ?? []) yield* classesOf(likeliest(value), module);
  }
}

function* classesOf(value: Value, module: string): Iterable<ClassValue> {
  if (value.kind !== 'class' || value.module !== module) return;
  yield value;
  for (const member of value.members.values()) {
    const inner = likeliest(member);
    if (inner.kind === 'class' && inner.qualifiedName === `${value.qualifiedName}.${inner.statement.name}`)
      yield* classesOf(inner, module);
  }
}

/** An attribute of a class body that is an instance of a class. */
export interface Instance {
  readonly name: string;
  readonly call: Call;
  /** The instance's classes, its own first. */
  readonly ancestors: readonly string[];
}

/** The attributes of a class body that are made by calling a class, directly or by a function that only does this. */
export function* instancesIn(value: ClassValue, world: World, ancestry: Ancestry): Iterable<Instance> {
  for (const [name, member] of value.members) {
    const call = madeBy(member, world);
    const ancestors = call && ancestry.of(call.callee);
    if (ancestors && ancestors.length > 0) yield { name, call, ancestors };
  }
}

function madeBy(member: Value, world: World): Call | undefined {
  const value = likeliest(resolve(member, world));
  if (value.kind !== 'call') return undefined;
  const callee = likeliest(resolve(value.callee, world));
  if (callee.kind !== 'function') return value;
  const made = likeliest(callResult(callee, value, world) ?? value);
  return made.kind === 'call' ? made : undefined;
}

/** Whether a member of a class body is `None`, which takes away what its bases declare under the name. */
export function isNone(member: Value, world: World): boolean {
  const value = likeliest(resolve(member, world));
  return value.kind === 'literal' && value.value === null;
}
