import { evaluate } from './expressions';
import { type Frame, placeIn } from './frame';
import type { Expression } from './syntax';
import { itemBy, likeliest, type Place, type Value } from './values';

/**
 * What names that are not known stand for where a condition holds, or where it does not: `isinstance(one, Order)` and `one in orders`
 * say of which type they are.
 */
export function narrowed(test: Expression, holds: boolean, frame: Frame): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  collect(test, holds, frame, found);
  return found;
}

function collect(test: Expression, holds: boolean, frame: Frame, into: Map<string, Value>): void {
  if (test.kind === 'unary' && test.op === 'not') collect(test.operand, !holds, frame, into);
  else if (test.kind === 'binary' && test.op === (holds ? 'and' : 'or')) {
    collect(test.left, holds, frame, into);
    collect(test.right, holds, frame, into);
  } else if (test.kind === 'binary' && test.op === (holds ? 'in' : 'not in'))
    narrow(test.left, frame, into, (place) => itemBy(likeliest(evaluate(test.right, frame)), place));
  else if (test.kind === 'call' && holds && test.callee.kind === 'name' && test.callee.name === 'isinstance') {
    const [of, type] = test.args;
    if (of && type) narrow(of.value, frame, into, (place) => instanceOf(evaluate(type.value, frame), place));
  }
}

function narrow(of: Expression, frame: Frame, into: Map<string, Value>, by: (place: Place) => Value | undefined): void {
  const value = of.kind === 'name' ? frame.names.get(of.name) : undefined;
  if (of.kind !== 'name' || value === undefined || !isOpen(value)) return;
  const place = placeIn(frame, of.n);
  const made = by(place);
  if (made) into.set(of.name, { kind: 'unknown', reason: 'only its type is known', place, by: made });
}

/** Whether nothing is known of a value: it was handed in from outside. */
function isOpen(value: Value): boolean {
  return value.kind === 'unknown' ? value.by === undefined : value.kind === 'call' && value.place.path === '';
}

function instanceOf(type: Value, place: Place): Value | undefined {
  const one = likeliest(type);
  if (one.kind === 'tuple') return one.items.length === 1 ? instanceOf(one.items[0].value, place) : undefined;
  return one.kind === 'class' || one.kind === 'ref'
    ? { kind: 'call', callee: one, args: [], keywords: new Map(), place }
    : undefined;
}
