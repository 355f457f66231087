import { type Frame, placeIn } from './frame';
import { resolve } from './resolve';
import { isSequence, likeliest, type Place, unknown, type Value } from './values';

/** What a name means where the frame stands: its own names, those around it, then Python's builtins. */
export function lookUp(name: string, frame: Frame, n: number): Value {
  const found = find(name, frame);
  if (found) return isEmpty(found) ? filledElsewhere(found, frame, placeIn(frame, n)) : found;
  const star = frame.evaluation.unreadStars.at(-1);
  if (star && !builtins.has(name))
    return unknown(`'${name}' may come from 'from ${star.module} import *', which cannot be read`, placeIn(frame, n));
  return { kind: 'ref', dotted: `builtins.${name}`, place: placeIn(frame, n) };
}

/**
 * A list or dict that another evaluation made, as code sees it that runs later: other code may have added to it. That is
 * what registries are for.
 */
export function filledElsewhere(value: Value, frame: Frame, place: Place): Value {
  if (value.kind !== 'list' && value.kind !== 'dict' && value.kind !== 'set') return value;
  if (value.owner === frame.evaluation) return value;
  const more = unknown('what other code adds', place);
  const copy = own(value, frame);
  if (copy.kind === 'dict')
    return { ...copy, entries: [...copy.entries, { key: more, value: more, maybe: 'unlikely' }] };
  return isSequence(copy) ? { ...copy, items: [...copy.items, { value: more, maybe: 'unlikely' }] } : copy;
}

function isEmpty(value: Value): boolean {
  return value.kind === 'dict' ? value.entries.length === 0 : isSequence(value) && value.items.length === 0;
}

function find(name: string, frame: Frame): Value | undefined {
  const own = frame.names.get(name);
  if (own) return own;
  for (const names of frame.outer) {
    const value = names.get(name);
    if (value) return value;
  }
  return undefined;
}

/**
 * The value of a name that is about to be changed in place. A list or dict that came from another module is copied and
 * bound anew: what an evaluation handed out never changes.
 */
export function ownedName(name: string, frame: Frame): Value | undefined {
  const bound = find(name, frame);
  if (bound === undefined) return undefined;
  const value = likeliest(resolve(bound, frame.evaluation.world));
  const owned = own(value, frame);
  if (owned !== value || bound !== value) if (isSequence(owned) || owned.kind === 'dict') frame.names.set(name, owned);
  return owned;
}

/** A list or dict ready to be changed by this evaluation: a copy of one that another made. */
export function own(value: Value, frame: Frame): Value {
  const owner = frame.evaluation;
  if (isSequence(value) && value.owner !== owner) {
    return { ...value, owner, items: value.items.map((item) => ({ ...item, value: own(item.value, frame) })) };
  }
  if (value.kind === 'dict' && value.owner !== owner) {
    return { ...value, owner, entries: value.entries.map((entry) => ({ ...entry, value: own(entry.value, frame) })) };
  }
  return value;
}

/** Builtins that a star import hardly ever replaces. */
const builtins = new Set(
  'abs all any bool bytes callable dict dir enumerate filter float format frozenset getattr hasattr hash int isinstance issubclass iter len list map max min next object open print property range repr reversed round set setattr sorted staticmethod classmethod str sum super tuple type vars zip __import__ Exception ImportError KeyError ValueError'.split(
    ' ',
  ),
);
