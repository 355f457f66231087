import { resolve } from '../../python/resolve';
import { callResult } from '../../python/run';
import { asItems, type Call, type ClassValue, dottedOf, likeliest, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Ancestry } from '../models/ancestry';

/** The classes that modules define, those within other classes included; of several of one name the last. */
export function classesIn(modules: Iterable<string>, world: World): readonly ClassValue[] {
  const found: ClassValue[] = [];
  for (const module of modules) {
    for (const value of world.namespace(module)?.names.values() ?? []) collectClasses(likeliest(value), module, found);
  }
  return found;
}

function collectClasses(value: Value, module: string, found: ClassValue[]): void {
  if (value.kind !== 'class' || value.module !== module) return;
  found.push(value);
  for (const member of value.members.values()) {
    const inner = likeliest(member);
    if (inner.kind === 'class' && inner.qualifiedName === `${value.qualifiedName}.${inner.statement.name}`)
      collectClasses(inner, module, found);
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
    if (ancestors) yield { name, call, ancestors };
  }
}

/** The call behind a class attribute, through functions and static methods that only make it, or several such values at once. */
function madeBy(member: Value, world: World): Call | undefined {
  const value = likeliest(resolve(member, world));
  if (value.kind === 'unknown' && value.partOf) {
    const { value: whole, index } = value.partOf;
    const items = whole.kind === 'call' ? asItems(returned(whole, world)) : undefined;
    return items?.[index] && madeBy(items[index].value, world);
  }
  if (value.kind !== 'call') return undefined;
  const made = returned(value, world);
  if (made === undefined) return value;
  return made.kind === 'call' ? made : undefined;
}

/** What a function or a static method gives; undefined for the call of anything else. */
function returned(call: Call, world: World): Value | undefined {
  const callee = likeliest(resolve(call.callee, world));
  const function_ = callee.kind === 'member' ? callee.found?.value : callee;
  if (function_?.kind !== 'function') return undefined;
  if (callee.kind === 'member' && !function_.decorators.some((one) => dottedOf(one) === 'builtins.staticmethod'))
    return undefined;
  return likeliest(callResult(function_, call, world) ?? call);
}
