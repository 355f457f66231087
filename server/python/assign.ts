import { binary, evaluate, settled } from './expressions';
import { type Frame, placeIn } from './frame';
import { bindGlobal } from './globalsCall';
import { settingsObject } from './heap';
import { hold } from './keeper';
import { bind, lookUp, own, ownedName, setModuleName, withoutElsewhere } from './names';
import { setAttribute } from './objects';
import { resolve } from './resolve';
import { lacksKey, raises } from './strict';
import type { Expression, Statement } from './syntax';
import {
  asString,
  type Dict,
  type DictItem,
  isSequence,
  likeliest,
  literal,
  type Sequence,
  sameValue,
  unknown,
  unknownItems,
  type Value,
} from './values';

/** Binds a target (a name, a tuple of targets, a dict's key) to a value. */
export function assign(target: Expression, value: Value, frame: Frame): void {
  switch (target.kind) {
    case 'name':
      bind(target.name, value, frame);
      return;
    case 'list':
    case 'tuple': {
      const likely = likeliest(settled(value, frame));
      const items = isSequence(likely) ? likely.items : undefined;
      target.items.forEach((item, i) => {
        const part = items?.length === target.items.length && item.kind !== 'star' ? items[i].value : undefined;
        assign(
          item.kind === 'star' ? item.value : item,
          part ?? {
            ...unknown('a part of a value that is not known', placeIn(frame, item.n)),
            partOf: { value: likely, index: i },
          },
          frame,
        );
      });
      return;
    }
    case 'subscript': {
      if (target.of.kind === 'attribute' && target.of.name === '__dict__') {
        const self = likeliest(settled(evaluate(target.of.of, frame), frame));
        const name = asString(settled(evaluate(target.index, frame), frame));
        if (name !== undefined) setAttribute(self, name, value, frame);
        return;
      }
      const container = ownedTarget(target.of, frame);
      const key = evaluate(target.index, frame);
      if (container?.kind === 'dict') setEntry(container, key, value, frame);
      else if (container && target.index.kind === 'slice') replaceSlice(container, target.index, value, frame);
      else if (container) {
        const at = indexOf(container, key);
        if (at !== undefined) container.items[at] = { value, maybe: container.items[at].maybe };
      } else if (
        frame.kind !== 'class' &&
        !hold(likeliest(settled(evaluate(target.of, frame), frame)), key, value, frame)
      ) {
        // `register.filters['name'] = function`: for those who know the object to understand.
        const callee: Value = { kind: 'member', of: evaluate(target.of, frame), name: '__setitem__' };
        const place = placeIn(frame, target.n);
        frame.evaluation.effects.push({
          kind: 'call',
          callee,
          args: [key, value],
          keywords: new Map(),
          place,
          maybe: frame.likelihood,
        });
      }
      return;
    }
    case 'attribute': {
      const self = likeliest(settled(evaluate(target.of, frame), frame));
      if (self.kind === 'ref' && self.dotted !== settingsObject)
        setModuleName(`${self.dotted}.${target.name}`, value, frame);
      else setAttribute(self, target.name, value, frame);
      return;
    }
    default:
      return;
  }
}

/** `target op= value`: lists grow in place, as in Python. */
export function augment(statement: Extract<Statement, { kind: 'augment' }>, frame: Frame): void {
  const value = evaluate(statement.value, frame);
  const current = ownedTarget(statement.target, frame);
  if (statement.op === '+' && current?.kind === 'list') {
    extend(current, value, frame, placeIn(frame, statement.n));
    return;
  }
  if (statement.op === '|' && current?.kind === 'dict') {
    const added = likeliest(value);
    if (added.kind === 'dict') for (const entry of added.entries) setEntry(current, entry.key, entry.value, frame);
    return;
  }
  const before =
    statement.target.kind === 'name'
      ? lookUp(statement.target.name, frame, statement.target.n)
      : evaluate(statement.target, frame);
  assign(statement.target, binary(statement.op, before, value, frame, placeIn(frame, statement.n)), frame);
}

/** `del target`. */
export function remove(target: Expression, frame: Frame): void {
  if (target.kind === 'name') frame.names.delete(target.name);
  if (target.kind !== 'subscript') return;
  const container = ownedTarget(target.of, frame);
  const key = likeliest(settled(evaluate(target.index, frame), frame));
  if (container?.kind === 'dict') removeKey(container, key, frame);
  else if (container) {
    const at = indexOf(container, key);
    if (at !== undefined && frame.depth <= container.depth) container.items.splice(at, 1);
  }
}

/** Takes a key out of a dict; in an uncertain branch it stays possible. */
export function removeKey(dict: Dict, key: Value, frame: Frame): void {
  raises('KeyError', lacksKey(dict, key, frame), frame);
  const maybe = frame.depth > dict.depth ? frame.likelihood : undefined;
  const isOther = (entry: DictItem) => !sameValue(entry.key, key);
  dict.entries =
    maybe === undefined
      ? dict.entries.filter(isOther)
      : dict.entries.map((entry) =>
          isOther(entry) || entry.maybe === 'unlikely'
            ? entry
            : { ...entry, maybe: maybe === 'likely' ? 'unlikely' : 'likely' },
        );
}

/** The list or dict an expression means, ready to be changed: one that another module made is copied first. */
export function ownedTarget(expression: Expression, frame: Frame): Sequence | Dict | undefined {
  const value = expression.kind === 'name' ? ownedName(expression.name, frame) : ownedPart(expression, frame);
  return value && changeable(value, frame);
}

/** The same of what a call gave. */
export function ownedValue(value: Value, frame: Frame): Sequence | Dict | undefined {
  return changeable(own(likeliest(resolve(value, frame.evaluation.world)), frame), frame);
}

function changeable(value: Value, frame: Frame): Sequence | Dict | undefined {
  const likely = likeliest(value);
  if (frame.evaluation.copies.has(likely)) frame.evaluation.changes = true;
  if (frame.evaluation.isLive) withoutElsewhere(likely);
  return isSequence(likely) || likely.kind === 'dict' ? likely : undefined;
}

/** What an expression other than a name gives. A copy is put in the place of the original, so that it is found there again. */
function ownedPart(expression: Expression, frame: Frame): Value {
  const container = expression.kind === 'subscript' ? ownedTarget(expression.of, frame) : undefined;
  const found = likeliest(resolve(evaluate(expression, frame), frame.evaluation.world));
  const owned = own(found, frame);
  // An attribute may already be a copy that nobody has kept: what other code adds to a registry is noted in one.
  if (expression.kind === 'attribute' && expression.name !== '__dict__') assign(expression, owned, frame);
  if (owned === found) return found;
  if (expression.kind !== 'subscript') return owned;
  const key = settled(evaluate(expression.index, frame), frame);
  if (container?.kind === 'dict' && !bindGlobal(container, key, owned, frame)) {
    const at = container.entries.findLastIndex((entry) => sameValue(entry.key, key));
    if (at >= 0) container.entries[at] = { ...container.entries[at], value: owned };
  } else if (container && container.kind !== 'dict') {
    const at = indexOf(container, key);
    if (at !== undefined) container.items[at] = { ...container.items[at], value: owned };
  }
  return owned;
}

/** The place in a list that an index means; undefined where it has none. */
function indexOf(list: Sequence, key: Value): number | undefined {
  if (key.kind !== 'literal' || typeof key.value !== 'number') return undefined;
  const index = key.value < 0 ? list.items.length + key.value : key.value;
  return index >= 0 && index < list.items.length ? index : undefined;
}

/** Adds the items of a value to a list's end, or where `at` says. */
export function extend(list: Sequence, value: Value, frame: Frame, place = list.place, at = list.items.length): void {
  const likely = likeliest(value);
  const maybe = frame.depth > list.depth ? frame.likelihood : undefined;
  const items = isSequence(likely)
    ? likely.items
    : likely.kind === 'dict'
      ? likely.entries.map((entry) => ({ value: entry.key, maybe: entry.maybe }))
      : [{ value: unknownItems(likely, place), maybe: undefined }];
  list.items.splice(
    at,
    0,
    ...items.map((item) => ({ value: item.value, ...((maybe ?? item.maybe) && { maybe: maybe ?? item.maybe }) })),
  );
}

/** Sets a key of a dict; in an uncertain branch the value before remains possible. */
export function setEntry(dict: Dict, given: Value, value: Value, frame: Frame): void {
  const key = settled(given, frame);
  if (bindGlobal(dict, likeliest(key), value, frame)) return;
  const maybe = frame.depth > dict.depth ? frame.likelihood : undefined;
  const at = dict.entries.findIndex((entry) => sameValue(entry.key, key));
  if (at >= 0 && maybe === 'unlikely') return;
  const entry = { key, value, ...(maybe && at < 0 && { maybe }) };
  if (at >= 0) dict.entries[at] = entry;
  else dict.entries.push(entry);
}

function replaceSlice(list: Sequence, slice: Extract<Expression, { kind: 'slice' }>, value: Value, frame: Frame): void {
  const bound = (expression: Expression | undefined, otherwise: number): number | undefined => {
    const given = expression ? likeliest(evaluate(expression, frame)) : literal(otherwise);
    return given.kind === 'literal' && typeof given.value === 'number' ? given.value : undefined;
  };
  const lower = bound(slice.lower, 0);
  const upper = bound(slice.upper, list.items.length);
  if (lower === undefined || upper === undefined) return;
  list.items.splice(lower, upper - lower);
  extend(list, value, frame, list.place, lower);
}
