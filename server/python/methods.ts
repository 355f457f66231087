import { extend, removeKey, setEntry } from './assign';
import { typed } from './builtins';
import type { Arguments } from './calls';
import { mergedDict, sequence, settled, spread, textOf } from './expressions';
import type { Frame } from './frame';
import { isGlobals, tellGlobals } from './globalsCall';
import { pathMethod } from './paths';
import {
  choice,
  type Dict,
  type Item,
  isSequence,
  itemBy,
  type Literal,
  likeliest,
  literal,
  type PathValue,
  type Place,
  type Sequence,
  sameValue,
  truth,
  unknown,
  type Value,
} from './values';

/** The result of a method of a list, tuple, set, dict, string or path; lists and dicts change as in Python. */
export function method(
  receiver: Sequence | Dict | Literal | PathValue,
  name: string,
  given: Arguments,
  frame: Frame,
  place: Place,
): Value {
  if (receiver.kind === 'path') return pathMethod(receiver, name, given, frame, place);
  return typed(resultOf(receiver, name, given, frame, place), { kind: 'member', of: receiver, name }, given, place);
}

function resultOf(
  receiver: Sequence | Dict | Literal,
  name: string,
  given: Arguments,
  frame: Frame,
  place: Place,
): Value {
  if (receiver.kind === 'dict') return dictMethod(receiver, name, given, frame, place);
  if (receiver.kind === 'literal') return stringMethod(receiver, name, given, frame, place);
  return listMethod(receiver, name, given, frame, place);
}

function listMethod(list: Sequence, name: string, { args }: Arguments, frame: Frame, place: Place): Value {
  const [first, second] = args;
  const none = literal(null, place);
  const maybe = frame.depth > list.depth ? frame.likelihood : undefined;
  switch (name) {
    case 'append':
    case 'add':
      if (first) list.items.push({ value: first, ...(maybe && { maybe }) });
      return none;
    case 'extend':
    case 'update':
      if (first) extend(list, settled(first, frame), frame, place);
      return none;
    case 'insert': {
      const at = first && likeliest(settled(first, frame));
      const index = at?.kind === 'literal' && typeof at.value === 'number' ? at.value : list.items.length;
      if (second)
        list.items.splice(index < 0 ? Math.max(0, list.items.length + index) : index, 0, {
          value: second,
          ...(maybe && { maybe }),
        });
      return none;
    }
    case 'remove':
    case 'discard': {
      const at = first ? list.items.findIndex((item) => sameValue(item.value, likeliest(settled(first, frame)))) : -1;
      if (at < 0) return none;
      if (maybe === undefined) list.items.splice(at, 1);
      else list.items[at] = { ...list.items[at], maybe: maybe === 'likely' ? 'unlikely' : 'likely' };
      return none;
    }
    case 'pop': {
      const at = first && likeliest(settled(first, frame));
      const index = at?.kind === 'literal' && typeof at.value === 'number' ? at.value : -1;
      const [popped] = maybe === undefined ? list.items.splice(index, 1) : [];
      if (popped?.value.kind === 'unknown' && popped.value.itemsOf)
        return { ...unknown('an item that is not known', place), by: itemBy(popped.value.itemsOf, place) };
      return popped?.value ?? unknown('an item that is not known', place);
    }
    case 'clear':
      if (maybe === undefined) list.items = [];
      return none;
    case 'reverse':
      list.items.reverse();
      return none;
    case 'sort':
      return none;
    case 'copy':
      return sequence(list.kind, [...list.items], frame, place);
    case 'union':
      return sequence(list.kind, [...list.items, ...args.flatMap((arg) => spread(arg, frame, place))], frame, place);
    case 'index': {
      const at = first ? list.items.findIndex((item) => sameValue(item.value, likeliest(settled(first, frame)))) : -1;
      const sure = at >= 0 && list.items.slice(0, at + 1).every((item) => !item.maybe && item.value.kind !== 'unknown');
      return sure ? literal(at, place) : unknown('the index of an item', place);
    }
    default:
      return unknown(`what the method ${name}() of a list gives`, place);
  }
}

function dictMethod(dict: Dict, name: string, { args, keywords }: Arguments, frame: Frame, place: Place): Value {
  const key = args[0] && likeliest(settled(args[0], frame));
  const entry = key && dict.entries.findLast((one) => sameValue(one.key, key));
  const open = dict.entries.some((one) => one.key.kind === 'unknown');
  const row = (items: Value[]): Item => ({
    value: sequence(
      'tuple',
      items.map((value) => ({ value })),
      frame,
      place,
    ),
  });
  switch (name) {
    case 'get': {
      const fallback = args[1] ?? literal(null, place);
      if (entry) return entry.maybe ? choice([entry.value, fallback]) : entry.value;
      if (!open) return fallback;
      const by: Value = { kind: 'member', of: dict, name: '[?]', place };
      const more: Value = { ...unknown('a key that is not known', place), by };
      if (isSequence(fallback)) {
        const items: Value = { ...unknown('a key that is not known', place), itemsOf: by };
        return { ...fallback, items: [...fallback.items, { value: items, maybe: 'unlikely' }] };
      }
      return choice([fallback, more]);
    }
    case 'setdefault':
      if (entry) return entry.value;
      if (key) setEntry(dict, key, args[1] ?? literal(null, place), frame);
      return args[1] ?? literal(null, place);
    case 'pop':
      if (key && (entry || args[1] === undefined)) removeKey(dict, key, frame);
      return entry?.value ?? args[1] ?? unknown('a key that is not known', place);
    case 'update': {
      const added = args[0] && likeliest(settled(args[0], frame));
      if (added?.kind === 'dict') for (const one of added.entries) setEntry(dict, one.key, one.value, frame);
      else if (added && isGlobals(dict)) tellGlobals(frame, place);
      else if (added) dict.entries.push({ key: unknown('more keys that are not known', place), value: added });
      for (const [name, value] of keywords) setEntry(dict, literal(name, place), value, frame);
      return literal(null, place);
    }
    case 'copy':
      return mergedDict(dict.entries, frame, place);
    case 'keys':
      return sequence(
        'list',
        dict.entries.map((one) => ({ value: one.key, maybe: one.maybe })),
        frame,
        place,
      );
    case 'values':
      return sequence(
        'list',
        dict.entries.map((one) => ({ value: one.value, maybe: one.maybe })),
        frame,
        place,
      );
    case 'items':
      return sequence(
        'list',
        dict.entries.map((one) => ({ ...row([one.key, one.value]), maybe: one.maybe })),
        frame,
        place,
      );
    default:
      return unknown(`what the method ${name}() of a dict gives`, place);
  }
}

function stringMethod(
  receiver: Literal,
  name: string,
  { args, keywords }: Arguments,
  frame: Frame,
  place: Place,
): Value {
  if (typeof receiver.value !== 'string') return unknown(`what the method ${name}() gives`, place);
  const text = receiver.value;
  if (name === 'join') return joined(text, args[0], frame, place);
  if (name === 'format') return formattedBy(text, args, keywords, frame, place);
  if (name === 'startswith' || name === 'endswith') {
    const of = args[0] && likeliest(settled(args[0], frame));
    if (of?.kind === 'tuple')
      return atOneOf(of, (part) => stringMethod(receiver, name, { args: [part], keywords }, frame, place), place);
  }
  const given = args.map((arg) => textOf(settled(arg, frame)));
  if (given.includes(undefined)) return unknown('an operation on a text that is not known', place);
  const result = stringMethods[name]?.(text, given as string[]);
  if (result === undefined) return unknown(`what the method ${name}() of a text gives`, place);
  if (!Array.isArray(result)) return literal(result, place);
  return sequence(
    'list',
    result.map((value) => ({ value: literal(value, place) })),
    frame,
    place,
  );
}

/** `text.startswith((…))`: whether one of the parts is there. */
function atOneOf(parts: Sequence, isAt: (part: Value) => Value, place: Place): Value {
  const found = parts.items.map(({ value, maybe }) => (maybe ? undefined : truth(isAt(value))));
  if (found.some((one) => one?.certain && one.value)) return literal(true, place);
  return found.every((one) => one?.certain) ? literal(false, place) : unknown('what a text begins or ends with', place);
}

const stringMethods: Record<
  string,
  (text: string, args: string[]) => string | boolean | number | string[] | undefined
> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  title: (text) => text.replace(/[A-Za-z]+/g, (word) => word[0].toUpperCase() + word.slice(1).toLowerCase()),
  capitalize: (text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase(),
  strip: (text, [chars]) => strip(text, chars, true, true),
  lstrip: (text, [chars]) => strip(text, chars, true, false),
  rstrip: (text, [chars]) => strip(text, chars, false, true),
  startswith: (text, [prefix]) => text.startsWith(prefix),
  endswith: (text, [suffix]) => text.endsWith(suffix),
  replace: (text, [from, to]) => text.replaceAll(from, to),
  split: (text, [separator]) =>
    separator === undefined ? text.split(/\s+/).filter((part) => part !== '') : text.split(separator),
  rsplit: (text, [separator, most]) => (most === '1' ? splitAtLast(text, separator) : undefined),
  removeprefix: (text, [prefix]) => (text.startsWith(prefix) ? text.slice(prefix.length) : text),
  removesuffix: (text, [suffix]) => (suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text),
  partition: (text, [separator]) =>
    text.includes(separator)
      ? [text.slice(0, text.indexOf(separator)), separator, text.slice(text.indexOf(separator) + separator.length)]
      : [text, '', ''],
  rpartition: (text, [separator]) =>
    text.includes(separator)
      ? [
          text.slice(0, text.lastIndexOf(separator)),
          separator,
          text.slice(text.lastIndexOf(separator) + separator.length),
        ]
      : ['', '', text],
};

function splitAtLast(text: string, separator: string): string[] {
  const at = text.lastIndexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function strip(text: string, chars: string | undefined, left: boolean, right: boolean): string {
  const strips = (c: string) => (chars === undefined ? /\s/.test(c) : chars.includes(c));
  let [start, end] = [0, text.length];
  while (left && start < end && strips(text[start])) start++;
  while (right && end > start && strips(text[end - 1])) end--;
  return text.slice(start, end);
}

function joined(separator: string, list: Value | undefined, frame: Frame, place: Place): Value {
  const value = list && likeliest(settled(list, frame));
  const texts =
    value && isSequence(value) ? value.items.map((item) => textOf(settled(item.value, frame))) : [undefined];
  return texts.includes(undefined)
    ? unknown('a text with a part that is not known', place)
    : literal(texts.join(separator), place);
}

function formattedBy(
  template: string,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  frame: Frame,
  place: Place,
): Value {
  let next = 0;
  let failed = false;
  const text = template.replace(/\{(\w*)\}/g, (_, field: string) => {
    const value = field === '' ? args[next++] : /^\d+$/.test(field) ? args[Number(field)] : keywords.get(field);
    const piece = value && textOf(settled(value, frame));
    failed ||= piece === undefined;
    return piece ?? '';
  });
  return failed ? unknown('a formatted text with a part that is not known', place) : literal(text, place);
}
