import { djangoObjects } from '../../django/objects';
import { isProperty } from '../../python/resolve';
import { type FoundMember, likeliest, type Place } from '../../python/values';
import { annotatedAttribute } from './annotation';
import { isPlainClass } from './closed';
import { refusal } from './refusal';
import { type Method, type Type, unknownType } from './type';
import type { Types } from './types';
import { writtenType } from './writtenType';

/** An attribute or key of a value. */
export interface Attribute {
  readonly name: string;
  readonly kind: 'field' | 'relation' | 'property' | 'method' | 'key';
  readonly type: () => Type;
  readonly place?: Place;
}

/** Attributes by their names, as they are collected: of several of one name the first. */
export type Attributes = Map<string, Attribute>;

/** Adds an attribute, unless there is one of its name. */
export function addTo(into: Attributes, attribute: Attribute): void {
  if (!into.has(attribute.name)) into.set(attribute.name, attribute);
}

/** A method without its call; `refused` says why a template cannot call it. */
export function methodType(name: string, result: () => Type, place?: Place, refused?: Method['refused']): Type {
  return { kind: 'method', name, result, place, ...(refused && { refused }) };
}

/** What a class body defines under a name, as an instance has it. */
export function memberAttribute(
  name: string,
  found: FoundMember,
  place: Place | undefined,
  self: () => ReturnType<Types['instanceOf']>,
  types: Types,
): Attribute {
  const value = likeliest(found.value);
  if (value.kind !== 'function') {
    if (value.kind === 'class' && !isPlainClass(value, types))
      return { name, place, kind: 'property', type: () => unknownType };
    const annotated = () => annotatedAttribute(found.owner, name, types);
    return { name, place, kind: 'property', type: () => annotated() ?? types.typeOf(found.value) };
  }
  const bound = { ...found, value };
  if (isProperty(value)) return { name, place, kind: 'property', type: () => types.methodResult(self(), bound) };
  return {
    name,
    place,
    kind: 'method',
    type: () => methodType(name, () => types.methodResult(self(), bound), place, refusal(name, bound, types)),
  };
}

/** Adds what the tables of Django's objects write of a class (`django/objects.ts`). */
export function addOfTable(path: string, owner: Type, types: Types, into: Attributes): void {
  for (const [name, written] of Object.entries(djangoObjects[path] ?? {})) {
    const refused = written === '!' ? 'alters data' : written === '(…)' ? 'needs arguments' : undefined;
    if (refused)
      addTo(into, { name, kind: 'method', type: () => methodType(name, () => unknownType, undefined, refused) });
    else if (written.endsWith('()'))
      addTo(into, {
        name,
        kind: 'method',
        type: () => methodType(name, () => writtenType(written.slice(0, -2), owner, types)),
      });
    else addTo(into, { name, kind: 'property', type: () => writtenType(written, owner, types) });
  }
}
