import { settled } from './expressions';
import type { Frame } from './frame';
import { asItems, asString, type ClassValue, likeliest, type Place, type Value } from './values';

/** `type(name, bases, members)`: a class made by a call; `type(instance)`: its class. Undefined where that is not known. */
export function typeCall(args: readonly Value[], frame: Frame, place: Place): Value | undefined {
  const given = args.map((arg) => likeliest(settled(arg, frame)));
  if (given.length === 1) return given[0].kind === 'call' && given[0].attributes ? given[0].callee : undefined;
  const name = asString(given[0]);
  const bases = asItems(given[1]);
  const members = given[2];
  if (name === undefined || bases === undefined || members?.kind !== 'dict') return undefined;
  const named = members.entries.map(({ key, value }) => [asString(settled(key, frame)), value] as const);
  const own = new Map(named.filter((entry): entry is readonly [string, Value] => entry[0] !== undefined));
  const type: ClassValue = {
    kind: 'class',
    module: asString(own.get('__module__')) ?? frame.module,
    qualifiedName: name,
    bases: bases.map((item) => item.value),
    keywords: new Map(),
    members: own,
    decorators: [],
    statement: { kind: 'class', n: place.n, name, bases: [], decorators: [], body: [] },
    place,
  };
  return type;
}
