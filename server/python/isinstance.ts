import { settled } from './expressions';
import type { Frame } from './frame';
import { isSameClass, linearized } from './resolve';
import { dottedOf, isSequence, likeliest, literal, type Place, unknown, type Value } from './values';

/** `isinstance(value, types)`: known where the value's type and all of its bases are. */
export function isInstance(of: Value | undefined, types: Value | undefined, frame: Frame, place: Place): Value {
  const value = of && likeliest(settled(of, frame));
  const listed = types && likeliest(settled(types, frame));
  const wanted =
    listed?.kind === 'tuple' ? listed.items.map((item) => likeliest(settled(item.value, frame))) : [listed];
  const answers = wanted.map((type) => value && type && hasType(value, type, frame));
  if (answers.includes(true)) return literal(true, place);
  return answers.every((answer) => answer === false)
    ? literal(false, place)
    : unknown('what an object is an instance of', place);
}

function hasType(value: Value, type: Value, frame: Frame): boolean | undefined {
  const builtin = builtinType(value);
  if (builtin !== undefined) {
    const name = dottedOf(type);
    if (name === `builtins.${builtin}` || name === 'builtins.object') return true;
    // Of other types nobody knows whom they count among their own, as abstract ones do.
    return name?.startsWith('builtins.') ? false : undefined;
  }
  if (value.kind !== 'call') return undefined;
  const { world } = frame.evaluation;
  const own = likeliest(settled(value.callee, frame));
  if (own.kind !== 'class') return undefined;
  const line = linearized(own, world);
  if (line.some((one) => isSameClass(one, type))) return true;
  return line.every((one) => one.kind === 'class' || one.dotted === 'builtins.object') && isKnownType(type)
    ? false
    : undefined;
}

function isKnownType(type: Value): boolean {
  return type.kind === 'class' || (type.kind === 'ref' && type.dotted.startsWith('builtins.'));
}

function builtinType(value: Value): string | undefined {
  if (isSequence(value) || value.kind === 'dict') return value.kind;
  if (value.kind === 'class') return 'type';
  if (value.kind !== 'literal') return value.kind === 'function' || value.kind === 'lambda' ? 'function' : undefined;
  if (value.value === null) return 'NoneType';
  return typeof value.value === 'string' ? 'str' : undefined;
}
