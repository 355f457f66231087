import { type Literal, literal, type Place, type Unknown, unknown, type Value } from './values';

/** A value that is not known, but is of the same type as one that is. */
export function unknownLike(like: Literal['value'], reason: string, place?: Place): Unknown {
  return { ...unknown(reason, place), by: literal(like, place) };
}

/** The result of an operator on a value that is not known; a comparison is true or false all the same. */
export function notComputed(op: string, operands: readonly Value[], place: Place): Value {
  const cause = operands.find((operand) => operand.kind === 'unknown');
  const reason = cause?.kind === 'unknown' ? cause.reason : 'an operation on values that are not known';
  const where = cause?.kind === 'unknown' ? cause.place : place;
  if (/^[<>]=?$/.test(op)) return unknownLike(true, reason, where);
  const by: Value = {
    kind: 'call',
    callee: { kind: 'ref', dotted: `operator.${op}` },
    args: operands,
    keywords: new Map(),
    place,
  };
  return { ...unknown(reason, where), by };
}
