import { settled } from './expressions';
import type { Frame } from './frame';
import { instanceChange } from './heap';
import { setAttribute } from './objects';
import { linearized, resolve } from './resolve';
import { type Call, type Dict, dottedOf, likeliest, sameValue, unknown, type Value } from './values';

/** The attribute under which an instance of a class that derives from dict has what it holds. */
const held = '[]';

/** What an instance holds whose class derives from `dict`; undefined for any other value. */
export function heldBy(value: Value, frame: Frame): Dict | undefined {
  if (value.kind !== 'call' || value.attributes === undefined || !isKeeper(value, frame)) return undefined;
  const now = instanceChange(frame.evaluation.heap, value, held) ?? value.attributes.get(held);
  if (now?.kind === 'dict') return now;
  // Who looks before Django has started does not see what other code puts in.
  const more: Value = { ...unknown('what other code adds', value.place), elsewhere: true };
  const isOpen = value.owner !== frame.evaluation.owner && !frame.evaluation.isLive;
  if (isOpen) frame.evaluation.isShared = true;
  const entries = isOpen ? [{ key: more, value: more, maybe: 'unlikely' as const }] : [];
  return { kind: 'dict', entries, place: value.place, depth: 0, owner: frame.evaluation.owner };
}

/** `self[key] = value`; false for what is no such instance. */
export function hold(self: Value, given: Value, value: Value, frame: Frame): boolean {
  const key = settled(given, frame);
  const before = heldBy(self, frame);
  if (before === undefined) return false;
  const entry = { key, value, ...(frame.likelihood && { maybe: frame.likelihood }) };
  const entries = [...before.entries.filter((one) => !sameValue(one.key, key)), entry];
  setAttribute(self, held, { ...before, entries, owner: frame.evaluation.owner }, frame);
  return true;
}

function isKeeper(self: Call, frame: Frame): boolean {
  const type = likeliest(resolve(self.callee, frame.evaluation.world));
  const line = type.kind === 'class' ? linearized(type, frame.evaluation.world) : [];
  const [own, base] = ['__contains__', '__setitem__'].map((name) =>
    line.some((one) => one.kind === 'class' && one.members.has(name)),
  );
  return !own && !base && line.some((one) => /^(?:builtins\.dict|collections\.OrderedDict)$/.test(dottedOf(one) ?? ''));
}
