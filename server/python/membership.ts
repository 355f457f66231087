import { isSameClass } from './resolve';
import { unknownLike } from './undecided';
import { choice, isSequence, likeliest, literal, type Place, sameValue, type Value } from './values';

/** `a in b` and `a not in b`. */
export function membership(op: string, a: Value, b: Value, place: Place): Value {
  const not = op === 'not in';
  const needle = likeliest(a);
  if (b.kind === 'literal' && typeof b.value === 'string' && needle.kind === 'literal') {
    return literal(b.value.includes(String(needle.value)) !== not, place);
  }
  const items = isSequence(b)
    ? b.items
    : b.kind === 'dict'
      ? b.entries.map((entry) => ({ value: entry.key, maybe: entry.maybe }))
      : undefined;
  const hit =
    needle.kind === 'unknown'
      ? undefined
      : items?.find((item) => sameValue(item.value, needle) || isSameClass(item.value, needle));
  if (hit && !hit.maybe) return literal(!not, place);
  if (items === undefined || (hit === undefined && isResult(needle)))
    return unknownLike(true, 'whether something is in a value that is not known', place);
  const open = hit !== undefined || items.some((item) => isResult(item.value));
  const likely = hit !== undefined && hit.maybe === 'likely';
  return open ? choice([literal(likely !== not, place), literal(likely === not, place)]) : literal(not, place);
}

/** Whether a value stands for one that only running the code would tell. */
function isResult({ kind }: Value): boolean {
  return kind === 'unknown' || kind === 'call' || kind === 'member';
}
