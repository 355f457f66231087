import { brokenStatements, topStatements } from '../python/topStatements';
import { sharedEnd, sharedStart } from '../text/same';

/** A text that was read in parts, one for each statement of the module with what follows up to the next one. */
export interface Divided<P> {
  readonly text: string;
  readonly parts: readonly P[];
  /** Whether each string and each bracket is closed. */
  readonly isClosed: boolean;
}

interface Stretch {
  readonly start: number;
  readonly length: number;
}

/** Where a statement stands, with the one of the text before that it is, or else with one that is gone and may have become it. */
export interface PartPlace<P> extends Stretch {
  readonly before: P | undefined;
  readonly isSame: boolean;
}

/** Divides a text; what comes out does not depend on the text before, but is found fast where little differs. */
export function placesIn<P extends Stretch>(
  text: string,
  before: Divided<P>,
): { readonly places: readonly PartPlace<P>[]; readonly isClosed: boolean } {
  const { parts } = before;
  const shift = text.length - before.text.length;
  const start = sharedStart(before.text, text);
  const end = before.text.length - sharedEnd(before.text, text, start);
  const leading = parts.filter((part) => part.start + part.length <= start);
  const trailing = parts.slice(leading.length).filter((part) => part.start >= end);

  const behind = new Map(trailing.map((part) => [part.start + shift, part]));
  const { starts, isClosed } = startsIn(text, before, leading, behind);
  const ahead = new Map(leading.map((part) => [part.start, part]));
  const found = starts.map((start, i) => {
    const length = (starts[i + 1] ?? text.length) - start;
    return { start, length, same: [behind.get(start), ahead.get(start)].find((part) => part?.length === length) };
  });
  const kept = new Set(found.map(({ same }) => same));
  const gone = parts.filter((part) => !kept.has(part)).values();
  const places = found.map(({ start, length, same }) => {
    return { start, length, before: same ?? gone.next().value, isSame: same !== undefined };
  });
  return { places, isClosed };
}

/**
 * @param leading the parts that stand where they stood
 * @param behind by where they stand now, those that stand behind what has changed
 */
function startsIn<P extends Stretch>(
  text: string,
  { isClosed }: Divided<P>,
  leading: readonly P[],
  behind: ReadonlyMap<number, P>,
): { readonly starts: readonly number[]; readonly isClosed: boolean } {
  // What was not closed may have ended elsewhere than it would if it were.
  if (!isClosed) {
    const starts = topStatements(text);
    return { starts: starts ?? brokenStatements(text), isClosed: starts !== undefined };
  }
  // What follows the last of these may belong to it now.
  const [last] = leading.slice(-1);
  const changed = topStatements(text, last?.start, (start) => behind.has(start));
  if (changed === undefined) return { starts: brokenStatements(text), isClosed: false };
  const before = leading.slice(0, -1).map(({ start }) => start);
  const end = changed[changed.length - 1];
  const rest = behind.has(end) ? [...behind.keys()].filter((start) => start > end) : [];
  return { starts: [...before, ...changed, ...rest], isClosed: true };
}
