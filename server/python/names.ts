import { type Frame, placeIn } from './frame';
import { isGlobals } from './globalsCall';
import { globalNamed, globalsOf } from './heap';
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
  if (value.owner === frame.evaluation.owner || (frame.evaluation.isLive && !isEmpty(value))) return value;
  frame.evaluation.isShared = true;
  const more: Value = { ...unknown('what other code adds', place), elsewhere: true };
  const copy = own(value, frame);
  if (copy.kind === 'dict')
    return { ...copy, entries: [...copy.entries, { key: more, value: more, maybe: 'unlikely' }] };
  return isSequence(copy) ? { ...copy, items: [...copy.items, { value: more, maybe: 'unlikely' }] } : copy;
}

/** Whether a value is a list or dict of another evaluation that has nothing in it. */
export function isEmptyElsewhere(value: Value, frame: Frame): boolean {
  return (value.kind === 'dict' || isSequence(value)) && value.owner !== frame.evaluation.owner && isEmpty(value);
}

/** Takes out what other code may add: code that runs when Django starts comes before that. */
export function withoutElsewhere(container: Value): void {
  const isOwn = (item: { readonly value: Value }) => !(item.value.kind === 'unknown' && item.value.elsewhere);
  if (container.kind === 'dict') container.entries = container.entries.filter(isOwn);
  else if (isSequence(container)) container.items = container.items.filter(isOwn);
}

function isEmpty(value: Value): boolean {
  return value.kind === 'dict' ? value.entries.length === 0 : isSequence(value) && value.items.length === 0;
}

function find(name: string, frame: Frame): Value | undefined {
  const own = frame.kind === 'module' ? undefined : frame.names.get(name);
  if (own) return own;
  for (const names of frame.outer) {
    const value = names.get(name);
    if (value) return value;
  }
  const { heap, world } = frame.evaluation;
  const value = frame.kind === 'module' ? frame.names.get(name) : globalNamed(heap, frame.module, name, world);
  if (frame.module === frame.evaluation.module) frame.evaluation.noted?.set(name, value);
  return value;
}

/** Binds a name where the frame stands, or in the module where a function says that it is global. */
export function bind(name: string, value: Value, frame: Frame): void {
  if (frame.globalNames?.has(name)) {
    globals(frame)?.set(name, value);
    if (frame.module !== frame.evaluation.module) frame.evaluation.changes = true;
    return;
  }
  frame.names.set(name, frame.kind === 'module' ? frame.evaluation.world.assigned(name, value) : value);
}

/** The names of the module that the frame's code stands in, ready to be changed. */
function globals(frame: Frame): Map<string, Value> | undefined {
  const { heap, world } = frame.evaluation;
  return frame.kind === 'module' ? frame.names : globalsOf(heap, frame.module, world);
}

/**
 * The value of a name that is about to be changed in place. A list or dict that came from another module is copied and
 * bound anew: what an evaluation handed out never changes.
 */
export function ownedName(name: string, frame: Frame): Value | undefined {
  const bound = find(name, frame);
  if (bound === undefined) return undefined;
  if (!frame.names.has(name)) frame.evaluation.noted = undefined;
  const value = likeliest(resolve(bound, frame.evaluation.world));
  const owned = own(value, frame);
  if ((owned === value && bound === value) || !(isSequence(owned) || owned.kind === 'dict')) return owned;
  const isGlobal = !frame.names.has(name) && !frame.outer.some((names) => names.has(name));
  (isGlobal ? globals(frame) : frame.names)?.set(name, owned);
  const origin = likeliest(bound);
  if (origin.kind === 'ref') setModuleName(origin.dotted, owned, frame);
  return owned;
}

/** Binds a name of another module, where it is defined: a reference may lead there by way of others. */
export function setModuleName(dotted: string, value: Value, frame: Frame): void {
  const { heap, world } = frame.evaluation;
  let current = dotted;
  for (let i = 0; i < 20; i++) {
    const dot = current.lastIndexOf('.');
    const module = current.slice(0, Math.max(0, dot));
    const names = globalsOf(heap, module, world);
    if (names === undefined) return;
    frame.evaluation.changes = true;
    const bound = names.get(current.slice(dot + 1));
    names.set(current.slice(dot + 1), value);
    if (bound?.kind !== 'ref' || bound.dotted === current) return;
    current = bound.dotted;
  }
}

/** A list or dict ready to be changed by this evaluation: a copy of one that another made. */
export function own(value: Value, frame: Frame): Value {
  const { owner, copies } = frame.evaluation;
  if (!(isSequence(value) || value.kind === 'dict') || value.owner === owner) return value;
  // The names of a module hold, by many ways, the dict that they are in.
  if (value.kind === 'dict' && isGlobals(value)) return { ...value, owner, entries: value.entries };
  const copy: Value = isSequence(value)
    ? { ...value, owner, items: value.items.map((item) => ({ ...item, value: own(item.value, frame) })) }
    : { ...value, owner, entries: value.entries.map((entry) => ({ ...entry, value: own(entry.value, frame) })) };
  copies.add(copy);
  originals.set(copy, value);
  return copy;
}

/** What a list or dict was before it was changed in place. */
export function originalOf(value: Value): Value {
  let original = value;
  for (let next = originals.get(value); next; next = originals.get(next)) original = next;
  return original;
}

/** By the copies that were made to be changed. */
const originals = new WeakMap<Value, Value>();

/** Builtins that a star import hardly ever replaces. */
const builtins = new Set(
  'abs all any bool bytes callable dict dir enumerate filter float format frozenset getattr hasattr hash int isinstance issubclass iter len list map max min next object open print property range repr reversed round set setattr sorted staticmethod classmethod str sum super tuple type vars zip __import__ Exception ImportError KeyError ValueError'.split(
    ' ',
  ),
);
