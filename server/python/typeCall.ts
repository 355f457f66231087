import { settled } from './expressions';
import type { Frame } from './frame';
import { asItems, asString, type ClassValue, likeliest, type Place, type Ref, type Value } from './values';

/**
 * `type(name, bases, members)`: a class made by a call; `type(instance)`: its class. Undefined where that is not known.
 * @param metaclass what is called instead of `type`
 */
export function typeCall(args: readonly Value[], frame: Frame, place: Place, metaclass?: Value): Value | undefined {
  const given = args.map((arg) => likeliest(settled(arg, frame)));
  if (given.length === 1) return given[0].kind === 'call' && given[0].attributes ? given[0].callee : undefined;
  const name = asString(given[0]);
  const bases = asItems(given[1]);
  const members = given[2];
  if (name === undefined || bases === undefined || members?.kind !== 'dict') return undefined;
  const named = members.entries.map(({ key, value }) => [asString(settled(key, frame)), value] as const);
  const own = new Map(named.filter((entry): entry is readonly [string, Value] => entry[0] !== undefined));
  const said = own.get('__module__');
  const module = said && settled(said, frame);
  if (module && asString(module) === undefined) return undefined;
  const type: ClassValue = {
    kind: 'class',
    module: asString(module) ?? frame.module,
    qualifiedName: name,
    bases: bases.map((item) => item.value),
    keywords: new Map(metaclass ? [['metaclass', metaclass]] : []),
    members: own,
    decorators: [],
    statement: { kind: 'class', n: place.n, name, bases: [], decorators: [], body: [] },
    place,
  };
  // Nobody may keep it, and yet it is there: a model is registered when its class is made.
  if (frame.kind !== 'class') {
    const maybe = frame.likelihood && { maybe: frame.likelihood };
    frame.evaluation.effects.push({
      kind: 'call',
      callee: madeClass,
      args: [type],
      keywords: new Map(),
      place,
      ...maybe,
    });
  }
  return type;
}

/** What an effect calls that stands for the making of its argument, a class. */
export const madeClass: Ref = { kind: 'ref', dotted: 'builtins.type' };
