import { settled } from './expressions';
import type { Frame } from './frame';
import { keptAttribute } from './objects';
import { linearized } from './resolve';
import { type Item, likeliest, literal, type Place, unknown, type Value } from './values';

/** `dir(value)` of a class: the names that it and those that it derives from have, other than what Python gives to all. */
export function directoryOf(of: Value | undefined, frame: Frame, place: Place): Value | undefined {
  const value = of && likeliest(settled(of, frame));
  if (value?.kind !== 'class') return undefined;
  const names = new Set<string>();
  let isWhole = true;
  for (const one of linearized(value, frame.evaluation.world)) {
    const dict = one.kind === 'class' ? keptAttribute(one, '__dict__', frame, place) : undefined;
    if (dict?.kind !== 'dict') isWhole &&= one.kind === 'ref' && one.dotted === 'builtins.object';
    else for (const { key } of dict.entries) if (key.kind === 'literal') names.add(String(key.value));
  }
  const items: Item[] = [...names].map((name) => ({ value: literal(name, place) }));
  if (!isWhole) items.push({ value: unknown('names of a class that is not read', place) });
  return { kind: 'list', items, place, depth: frame.depth, owner: frame.evaluation.owner };
}
