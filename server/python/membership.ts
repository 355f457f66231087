import { unknownLike } from './undecided';
import { choice, isSequence, likeliest, literal, type Place, sameValue, type Value } from './values';

/**
 * `a in b` and `a not in b`.
 * @param follow gives what an item refers to
 */
export function membership(op: string, a: Value, b: Value, place: Place, follow: (item: Value) => Value): Value {
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
      : items?.find((item) => sameValue(needle.kind === 'literal' ? item.value : follow(item.value), needle));
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
