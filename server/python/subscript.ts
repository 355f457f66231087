import { setEntry } from './assign';
import { callValue } from './calls';
import { evaluate, sequence, settled } from './expressions';
import type { Frame } from './frame';
import { lacksKey, raises } from './strict';
import type { Expression } from './syntax';
import {
  type Dict,
  type Item,
  isSequence,
  likeliest,
  literal,
  type Member,
  type Place,
  sameValue,
  unknown,
  type Value,
} from './values';

/** What `of[index]` gives. */
export function subscript(of: Value, index: Expression, frame: Frame, place: Place): Value {
  const owner = likeliest(settled(of, frame));
  if (index.kind === 'slice') return sliced(owner, index, frame, place);
  const key = settled(evaluate(index, frame), frame);
  if (owner.kind === 'ref' && owner.dotted === 'os.environ')
    return callValue({ kind: 'ref', dotted: 'os.environ.__getitem__' }, [key], frame, place);
  if (owner.kind === 'dict') {
    const entry = owner.entries.findLast((one) => sameValue(one.key, key));
    if (entry === undefined && owner.factory && owner.owner === frame.evaluation.owner)
      return madeByFactory(owner, owner.factory, key, frame, place);
    if (entry === undefined) raises('KeyError', lacksKey(owner, key, frame), frame);
    return entry?.value ?? { ...unknown('a key that is not known', place), by: keyBy(owner, key, place) };
  }
  if (isSequence(owner) && key.kind === 'literal' && typeof key.value === 'number') {
    const at = key.value < 0 ? owner.items.length + key.value : key.value;
    // What counts is every item between the end from which the index is counted and the one that it names.
    if ((key.value < 0 ? owner.items.slice(Math.max(at, 0)) : owner.items.slice(0, at + 1)).every(isSure))
      return owner.items[at]?.value ?? unknown('an index beyond the end', place);
  }
  if (
    owner.kind === 'literal' &&
    typeof owner.value === 'string' &&
    key.kind === 'literal' &&
    typeof key.value === 'number'
  ) {
    return literal(owner.value.at(key.value) ?? '', place);
  }
  // A generic class such as Manager[Order] is the class itself at run time, for all that Django looks at.
  if (owner.kind === 'class' || owner.kind === 'ref') return owner;
  return keyBy(owner, key, place);
}

/** What a `defaultdict` makes for a key that is missing; all keys that are not known share one value. */
function madeByFactory(of: Dict, factory: Value, key: Value, frame: Frame, place: Place): Value {
  const other = key.kind === 'literal' ? undefined : of.entries.find((one) => one.key.kind !== 'literal');
  if (other) return other.value;
  const value = callValue(factory, [], frame, place);
  setEntry(of, key, value, frame);
  return value;
}

/** `of[key]`: what is in the brackets where it is written out, else `?`. */
function keyBy(of: Value, key: Value, place: Place): Member {
  const isWritten = key.kind === 'literal' && (typeof key.value === 'string' || typeof key.value === 'number');
  return { kind: 'member', of, name: `[${isWritten ? key.value : '?'}]`, place };
}

function sliced(owner: Value, slice: Extract<Expression, { kind: 'slice' }>, frame: Frame, place: Place): Value {
  const bound = (expression: Expression | undefined): number | undefined | null => {
    if (expression === undefined) return undefined;
    const value = likeliest(settled(evaluate(expression, frame), frame));
    return value.kind === 'literal' && typeof value.value === 'number' ? value.value : null;
  };
  const [lower, upper] = [bound(slice.lower), bound(slice.upper)];
  const by: Member = { kind: 'member', of: owner, name: '[:]', place };
  if (lower === null || upper === null || slice.step) return { ...unknown('a slice that is not computed', place), by };
  if (isSequence(owner)) {
    const { items } = owner;
    const counted = (bound: number) => (bound < 0 ? items.slice(bound) : items.slice(0, bound));
    if (!counted(lower ?? 0).every(isSure) || (upper !== undefined && !counted(upper).every(isSure)))
      return unknown('a slice of a list that is not known whole', place);
    return sequence(owner.kind, items.slice(lower, upper), frame, place);
  }
  if (owner.kind === 'literal' && typeof owner.value === 'string')
    return literal(owner.value.slice(lower, upper), place);
  return { ...unknown('a slice of a value that is not known', place), by };
}

/** Whether an item is certainly there, and is one item. */
function isSure(item: Item): boolean {
  return item.value.kind !== 'unknown' && !item.maybe;
}
