import type { Node } from './nodes';
import { moveNode, moveToken } from './shift';
import { type Lexing, type Token, tokenize, tokenizePart } from './tokens';

/** One version of a text that is being edited, and what is known of its tokens from the versions before. */
export interface Version {
  readonly source: string;
  readonly tokens: Token[];
  /** For each token the node that begins with it, where a parser would make the same one again; filled while the text is parsed. */
  readonly known: (Known | undefined)[];
  /** How long all texts are together that words of this version may be parts of. */
  readonly held: number;
}

/** A node that is what it is by its own tags alone, with what tags and filters there are where it stands. */
export interface Known {
  readonly node: Node;
  /** How many tokens it covers. */
  readonly tokens: number;
  /** The `{% load %}` tags before it, as written. */
  readonly loaded: string;
  /** What the block around it may hold, where that is not anything. */
  readonly within: 'raw' | 'message' | undefined;
}

/** A word is a part of its text and keeps it in memory: from time to time all is read anew. In UTF-16 units. */
const mostHeld = 16_000_000;

/** Where so many tokens are new, all are read anew. */
const mostChanged = 10_000;

export function firstVersion(source: string, lexing?: Lexing): Version {
  const tokens = tokenize(source, lexing);
  return { source, tokens, known: tokens.map(() => undefined), held: source.length };
}

/**
 * The next version of a text. Tokens and nodes in which nothing changed are the same objects, and those behind the change are moved
 * to where they stand now: the version before, and the tree that was made of it, are not to be used any more.
 */
export function nextVersion(before: Version, source: string, lexing?: Lexing): Version {
  const held = before.held + source.length;
  if (held > mostHeld) return firstVersion(source, lexing);
  const by = source.length - before.source.length;
  const { from, to, between } = changedTokens(before, source, lexing);
  if (between.length > mostChanged) return firstVersion(source, lexing);
  const { tokens, known } = before;
  for (let i = 0; i < from; i++) if (i + (known[i]?.tokens ?? 0) > from) known[i] = undefined;
  for (let i = by === 0 ? tokens.length : to; i < tokens.length; i++) {
    moveToken(tokens[i], by);
    const node = known[i]?.node;
    if (node !== undefined) moveNode(node, by);
  }
  tokens.splice(from, to - from, ...between);
  known.splice(from, to - from, ...between.map(() => undefined));
  return { source, tokens, known, held };
}

/** The tokens of the version before that are no longer there, and those that are there instead. */
function changedTokens(
  { source: then, tokens: old }: Version,
  source: string,
  lexing: Lexing | undefined,
): { from: number; to: number; between: readonly Token[] } {
  const { start, end } = changedPart(then, source);
  const by = source.length - then.length;
  // What is a tag is told by its own line, unless a package says otherwise.
  const isByLine = lexing === undefined && !then.includes('verbatim') && !source.includes('verbatim');
  const lineStart = isByLine && start > 0 ? source.lastIndexOf('\n', start - 1) + 1 : 0;
  const lineEnd = isByLine ? source.indexOf('\n', end) : -1;
  let from = old.findIndex((token) => token.end >= lineStart);
  if (from === -1) from = 0;
  let to = from;
  const isKnown = (at: number): boolean => {
    if (lineEnd === -1 || at < lineEnd) return false;
    while (to < old.length && old[to].start + by < at) to++;
    return to < old.length && old[to].start + by === at && old[to].kind !== 'text';
  };
  const fresh = tokenizePart(source, lexing, { from: old[from]?.start ?? 0, isKnown });
  if (fresh.isWhole) to = old.length;
  const between = fresh.tokens;
  let [first, last] = [0, between.length];
  while (first < last && from < to && between[first].end <= start && isSame(old[from], between[first], 0)) {
    first++;
    from++;
  }
  while (last > first && to > from && between[last - 1].start >= end && isSame(old[to - 1], between[last - 1], by)) {
    last--;
    to--;
  }
  return { from, to, between: between.slice(first, last) };
}

function isSame(old: Token, token: Token, by: number): boolean {
  return (
    old.start + by === token.start &&
    old.end + by === token.end &&
    old.kind === token.kind &&
    old.unfinished === token.unfinished &&
    (old.whole === undefined ? undefined : old.whole + by) === token.whole
  );
}

/** What of a text is not as it was: all before and all behind it is. */
function changedPart(before: string, now: string): { start: number; end: number } {
  const least = Math.min(before.length, now.length);
  const start = longest(least, (from, to) => before.slice(from, to) === now.slice(from, to));
  const same = longest(
    least - start,
    (from, to) =>
      before.slice(before.length - to, before.length - from) === now.slice(now.length - to, now.length - from),
  );
  return { start, end: now.length - same };
}

/** How far two texts are the same, at most `most`; whole pieces are compared faster than single characters. */
function longest(most: number, isSame: (from: number, to: number) => boolean): number {
  let at = 0;
  for (let step = 4096; step > 0; step = Math.floor(step / 8))
    while (at + step <= most && isSame(at, at + step)) at += step;
  return at;
}
