import { callFunction } from './calls';
import type { Frame } from './frame';
import { findMember, resolve } from './resolve';
import { type ClassValue, type Dict, likeliest, literal, type Value } from './values';

/**
 * The class that a statement makes of which a base was made by `type.__new__()` only to be replaced, as
 * `with_metaclass(Meta, Base)` of the package six does: the metaclass of that base is called with the new class, and calls
 * another one with other bases. Every other class is itself.
 */
export function withoutTemporaryBase(value: ClassValue, frame: Frame): ClassValue {
  const temporary = value.bases.map(likeliest).find(isMade);
  const metaclass = temporary && likeliest(resolve(temporary.keywords.get('metaclass')!, frame.evaluation.world));
  if (metaclass?.kind !== 'class') return value;
  const found = findMember(metaclass, '__new__', frame.evaluation.world);
  if (found?.value.kind !== 'function') return value;
  const { owner, effects } = frame.evaluation;
  const before = effects.length;
  const parents: Value = { kind: 'tuple', items: value.bases.map((base) => ({ value: base })), depth: 0, owner };
  const entries = [...value.members].map(([name, member]) => ({ key: literal(name), value: member }));
  const body: Dict = { kind: 'dict', entries, depth: 0, owner };
  const given = { args: [metaclass, literal(value.statement.name), parents, body], keywords: new Map() };
  const answer = callFunction(found.value, given, frame, { owner: found.owner, self: metaclass });
  // The class that the call makes is the one of the statement, not another one.
  effects.length = before;
  const made = answer && likeliest(answer);
  if (made?.kind !== 'class' || made.keywords.get('metaclass') === metaclass) return value;
  return { ...value, bases: made.bases, keywords: new Map([...value.keywords, ...made.keywords]) };
}

/** Whether a class was made by a call, of a metaclass and without bases. */
function isMade(value: Value): value is ClassValue {
  return (
    value.kind === 'class' &&
    value.bases.length === 0 &&
    value.statement.bases.length === 0 &&
    value.keywords.has('metaclass')
  );
}
