/** Whether two lists have the same items in the same order. */
export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

/** Whether two maps have the same entries, in any order. */
export function sameEntries<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value) return false;
  return true;
}

/** Whether two values are the same, or lists, sets or plain objects whose parts are so; further down than `depth` only identity counts. */
export function sameWithin(a: unknown, b: unknown, depth: number): boolean {
  if (Object.is(a, b)) return true;
  if (depth === 0 || typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((one, i) => sameWithin(one, b[i], depth - 1));
  if (a instanceof Set) return b instanceof Set && a.size === b.size && [...a].every((one) => b.has(one));
  if (Object.getPrototypeOf(a) !== Object.prototype || Object.getPrototypeOf(b) !== Object.prototype) return false;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && sameWithin(one[name], other[name], depth - 1))
  );
}

/** How many UTF-16 units two texts have in common at their starts. */
export function sharedStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.slice(at, at + chunk) === b.slice(at, at + chunk)) at += chunk;
  const most = Math.min(a.length, b.length);
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return Math.min(at, most);
}

/** How many they have in common at their ends, of what is behind the first `from`. */
export function sharedEnd(a: string, b: string, from: number): number {
  const most = Math.min(a.length, b.length) - from;
  let count = 0;
  while (count + chunk <= most && part(a, count) === part(b, count)) count += chunk;
  while (count < most && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count++;
  return count;
}

/** So much at once is compared fast. */
const chunk = 4096;

function part(text: string, behind: number): string {
  return text.slice(text.length - behind - chunk, text.length - behind);
}
