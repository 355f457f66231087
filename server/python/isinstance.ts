import { settled } from './expressions';
import type { Frame } from './frame';
import { isFramework, isSameClass, linearized, resolve } from './resolve';
import { type ClassValue, dottedOf, isSequence, likeliest, literal, type Place, unknown, type Value } from './values';
import type { World } from './world';

/** `isinstance(value, types)`: known where the value's type and all of its bases are. */
export function isInstance(of: Value | undefined, types: Value | undefined, frame: Frame, place: Place): Value {
  const value = of && likeliest(settled(of, frame));
  const answers = listed(types, frame).map((type) => value && type && hasType(value, type, frame));
  return answered(answers, 'what an object is an instance of', place);
}

function hasType(value: Value, type: Value, frame: Frame): boolean | undefined {
  if (value.kind === 'class' && type.kind === 'class') return hasMetaclass(value, type, frame.evaluation.world);
  const builtin = builtinType(value);
  if (builtin !== undefined) {
    const name = dottedOf(type);
    if (name === `builtins.${builtin}` || name === 'builtins.object') return true;
    // Of other types nobody knows whom they count among their own, as abstract ones do.
    return name?.startsWith('builtins.') ? false : undefined;
  }
  if (value.kind === 'ref') return type.kind === 'class' && isApart(value, type) ? false : undefined;
  if (value.kind !== 'call') return undefined;
  const own = likeliest(settled(value.callee, frame));
  return own.kind === 'class' ? derives(own, type, frame.evaluation.world) : undefined;
}

/** `issubclass(value, types)`: known where all bases of the class are. */
export function isSubclass(of: Value | undefined, types: Value | undefined, frame: Frame, place: Place): Value {
  const value = of && likeliest(settled(of, frame));
  const answers = listed(types, frame).map((type) =>
    value?.kind === 'class' && type ? derives(value, type, frame.evaluation.world) : undefined,
  );
  return answered(answers, 'what a class derives from', place);
}

/** `callable(value)`; undefined where that is not known. */
export function isCallable(value: Value, frame: Frame): boolean | undefined {
  if (value.kind === 'lambda' || value.kind === 'function' || value.kind === 'class') return true;
  if (value.kind === 'unknown' || value.kind === 'ref' || value.kind === 'member') return undefined;
  if (value.kind !== 'call') return false;
  const type = likeliest(settled(value.callee, frame));
  const line = type.kind === 'class' ? linearized(type, frame.evaluation.world) : [];
  if (line.some((one) => one.kind === 'class' && one.members.has('__call__'))) return true;
  const isReadable = line.every((one) => one.kind === 'class' || one.dotted === 'builtins.object');
  return line.length > 0 && isReadable ? false : undefined;
}

function listed(types: Value | undefined, frame: Frame): readonly (Value | undefined)[] {
  const all = types && likeliest(settled(types, frame));
  return all?.kind === 'tuple' ? all.items.map((item) => likeliest(settled(item.value, frame))) : [all];
}

function answered(answers: readonly (boolean | undefined)[], what: string, place: Place): Value {
  if (answers.includes(true)) return literal(true, place);
  return answers.every((answer) => answer === false) ? literal(false, place) : unknown(what, place);
}

function derives(own: ClassValue, type: Value, world: World): boolean | undefined {
  const line = linearized(own, world);
  if (line.some((one) => isSameClass(one, type))) return true;
  return line.every((one) => isApart(one, type)) && isKnownType(type) ? false : undefined;
}

/** Whether a class is made by a metaclass: the one that its statement names, or that of the nearest base which names one. */
function hasMetaclass(value: ClassValue, type: ClassValue, world: World): boolean | undefined {
  const line = linearized(value, world);
  for (const one of line) {
    const given = one.kind === 'class' ? one.keywords.get('metaclass') : undefined;
    const metaclass = given && likeliest(resolve(given, world));
    if (metaclass) return metaclass.kind === 'class' ? derives(metaclass, type, world) : undefined;
  }
  return line.every((one) => isApart(one, type)) ? false : undefined;
}

/** Whether no unread base of a class can make it derive from a type: nothing of Python or a framework derives from a project's class. */
function isApart(one: Value, type: Value): boolean {
  if (one.kind !== 'ref') return one.kind === 'class';
  return plainBases.has(one.dotted) || (isFramework(one.dotted) && type.kind === 'class' && !isFramework(type.module));
}

const plainBases = new Set(['builtins.object', 'builtins.type']);

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
