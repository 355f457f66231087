import type { Range } from '../text/range';
import { isSpace } from './characters';

export type TokenKind = 'text' | 'variable' | 'block' | 'comment';

/** A piece of a template; the tokens of a template cover it without a gap. */
export interface Token extends Range {
  readonly kind: TokenKind;
  /** What stands between the delimiters without the white space around it; for text the whole token. */
  readonly contents: Range;
  /** For a tag that is still being written: its end is missing. The token ends where the tag most likely does. */
  readonly unfinished?: true;
  /**
   * For an unfinished tag that Django takes for finished, because a later tag of its line gives it an end: where
   * Django's token ends. Without it Django takes the unfinished tag for text.
   */
  readonly whole?: number;
}

const BRACE = 123;
const PERCENT = 37;
const HASH = 35;

/** The tags whose arguments are notes. What follows them is never a forgotten end. */
const CARELESS = new Set(['comment', 'verbatim']);

/** How an installed package changes what Django takes for a tag. */
export interface Lexing {
  /** Whether a tag may go over several lines. */
  readonly multiline: boolean;
  /** The first words of the tags that may hold other tags in their strings. */
  readonly holding: readonly string[] | 'all';
}

/** A part of a text. */
export interface Part {
  /** Where a token starts that is not within `{% verbatim %}`. */
  readonly from: number;
  /** Whether the part ends before the tag that starts at an offset. */
  isKnown(at: number): boolean;
}

/**
 * Splits a template as `django.template.base.DebugLexer` does, and finds the unfinished tags besides: those that
 * Django takes for text, and those that swallow the tags behind them (`{{ a. {% if b %}…{{ c }}`).
 * Any text is a template. Takes time linear in the text.
 */
export function tokenize(source: string, lexing?: Lexing): Token[] {
  return tokenizePart(source, lexing, { from: 0, isKnown: () => false }).tokens;
}

/** The tokens of a part of a text; `isWhole` where it goes on to the text's end. */
export function tokenizePart(
  source: string,
  lexing: Lexing | undefined,
  { from, isKnown }: Part,
): { tokens: Token[]; isWhole: boolean } {
  const tokens: Token[] = [];
  const closers = { block: finder(source, '%}'), variable: finder(source, '}}'), comment: finder(source, '#}') };
  const lineEnd = lexing?.multiline ? { orEnd: () => source.length } : finder(source, '\n');
  /** Where plain text starts that no token covers yet. */
  let covered = from;
  /** The end of a token of Django's that was split: no token may reach over it. */
  let limit = 0;
  let verbatim: string | undefined;

  const text = (end: number) => {
    if (covered < end) tokens.push({ kind: 'text', start: covered, end, contents: { start: covered, end } });
    covered = end;
  };

  let at = source.indexOf('{', from);
  while (at !== -1) {
    if (limit !== 0 && at >= limit) {
      text(limit);
      limit = 0;
    }
    if (isKnown(at)) {
      text(at);
      return { tokens, isWhole: false };
    }
    const kind = openerAt(source, at);
    if (kind === undefined) {
      at = source.indexOf('{', at + 1);
      continue;
    }
    const own = kind === 'block' && verbatim === undefined ? ownCloser(source, at, lexing) : -1;
    if (own !== -1) {
      text(at);
      tokens.push({ kind, start: at, end: own + 2, contents: strip(source, at + 2, own) });
      covered = own + 2;
      limit = 0;
      at = source.indexOf('{', covered);
      continue;
    }
    const closer = closers[kind](at + 2);
    if (closer === -1 || closer > lineEnd.orEnd(at) || (limit !== 0 && closer + 2 > limit)) {
      const overlapped = openerAt(source, at + 1) !== undefined;
      if (verbatim !== undefined || limit !== 0 || kind === 'comment' || overlapped) {
        at = source.indexOf('{', at + 1);
        continue;
      }
      const end = unfinishedEnd(source, at + 2, lineEnd.orEnd(at));
      text(at);
      tokens.push({ kind, start: at, end, contents: unfinishedContents(source, at + 2, end), unfinished: true });
      covered = end;
      at = source.indexOf('{', end);
      continue;
    }
    const end = closer + 2;
    const contents = strip(source, at + 2, closer);
    if (verbatim !== undefined) {
      text(at);
      const closes = kind === 'block' && source.slice(contents.start, contents.end) === verbatim;
      tokens.push({
        kind: closes ? 'block' : 'text',
        start: at,
        end,
        contents: closes ? contents : { start: at, end },
      });
      if (closes) verbatim = undefined;
      covered = end;
      at = source.indexOf('{', end);
      continue;
    }
    text(at);
    const inner = limit === 0 && kind !== 'comment' ? swallowed(source, kind, contents, closers.block) : -1;
    if (inner !== -1) {
      const stop = Math.min(inner, unfinishedEnd(source, at + 2, inner));
      const piece = unfinishedContents(source, at + 2, stop);
      tokens.push({ kind, start: at, end: stop, contents: piece, unfinished: true, whole: end });
      covered = stop;
      limit = end;
      at = inner;
      continue;
    }
    tokens.push({ kind, start: at, end, contents });
    covered = end;
    if (kind === 'block' && limit === 0) verbatim = verbatimEnd(source, contents);
    at = source.indexOf('{', end);
  }
  if (limit !== 0) text(limit);
  text(source.length);
  return { tokens, isWhole: true };
}

/** Where a tag ends that may hold tags in its strings; -1 for any other, and for one whose strings are not all closed. */
function ownCloser(source: string, at: number, lexing: Lexing | undefined): number {
  const name = lexing && /^\s*(\S+)(?=\s)/.exec(source.slice(at + 2, at + 80))?.[1];
  if (name === undefined || (lexing!.holding !== 'all' && !lexing!.holding.includes(name))) return -1;
  // Who reads any tag so has found a whole one of Django's before.
  if (lexing!.holding === 'all' && !lexing!.multiline && !/^[^\n]*?%\}/.test(source.slice(at + 2, at + 2000)))
    return -1;
  for (let i = at + 2; i < source.length; i++) {
    const character = source[i];
    if (character === '%' && source[i + 1] === '}') return i;
    // A tag in a string may hold the string's own quotes.
    if (character !== '"' && character !== "'") continue;
    const end = quotedEnd(source, i);
    if (end === -1) return -1;
    i = end;
  }
  return -1;
}

/** The quote that closes the one at an offset: not one within a tag or variable in the string. */
function quotedEnd(source: string, start: number): number {
  for (let i = start + 1; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === source[start]) return i;
    else if (source[i] === '{' && (source[i + 1] === '{' || source[i + 1] === '%')) {
      const end = source.indexOf(source[i + 1] === '{' ? '}}' : '%}', i + 2);
      if (end === -1) return -1;
      i = end + 1;
    }
  }
  return -1;
}

function openerAt(source: string, at: number): Exclude<TokenKind, 'text'> | undefined {
  const next = source.charCodeAt(at + 1);
  return next === PERCENT ? 'block' : next === BRACE ? 'variable' : next === HASH ? 'comment' : undefined;
}

/** Finds the next place of a text at or behind ever growing offsets; all calls together read the source once. */
function finder(source: string, wanted: string) {
  let from = 0;
  let found = -2;
  const find = (offset: number): number => {
    if (found === -1 && offset >= from) return -1;
    if (found < offset || offset < from) {
      from = offset;
      found = source.indexOf(wanted, offset);
    }
    return found;
  };
  find.orEnd = (offset: number): number => {
    const place = find(offset);
    return place === -1 ? source.length : place;
  };
  return find;
}

/** The contents that end a `{% verbatim %}` with these contents, as in `Lexer.create_token`; undefined for other tags. */
function verbatimEnd(source: string, contents: Range): string | undefined {
  if (!source.startsWith('verbatim', contents.start)) return undefined;
  const text = source.slice(contents.start, contents.end);
  return text === 'verbatim' || text.startsWith('verbatim ') ? `end${text}` : undefined;
}

/**
 * Where, in a tag that has an end, the next tag starts because the tag's own end is missing; -1 where it is whole.
 * Braces in strings do not count. No variable may hold a brace elsewhere, and no tag of Django's may hold `{%`.
 */
function swallowed(
  source: string,
  kind: 'variable' | 'block' | 'comment',
  contents: Range,
  blockCloser: (from: number) => number,
): number {
  let at = source.indexOf('{', contents.start);
  if (at === -1 || at >= contents.end) return -1;
  if (kind === 'block' && CARELESS.has(firstWord(source, contents))) return -1;
  at = contents.start;
  let openQuotes = '';
  while (at < contents.end) {
    const character = source[at];
    if ((character === '"' || character === "'") && !openQuotes.includes(character)) {
      const close = stringEnd(source, at, contents.end);
      if (close === -1) openQuotes += character;
      at = close === -1 ? at + 1 : close;
      continue;
    }
    if (character === '{') {
      const next = source.charCodeAt(at + 1);
      if (kind === 'variable' && next === BRACE && at > contents.start) return at;
      if (next === PERCENT && (kind === 'block' || blockCloserBefore(blockCloser, at + 2, contents.end))) return at;
    }
    at++;
  }
  return -1;
}

function blockCloserBefore(blockCloser: (from: number) => number, from: number, end: number): boolean {
  const closer = blockCloser(from);
  return closer !== -1 && closer < end;
}

/** The offset behind the string literal that starts at `start`, or -1 where it has no end before `end`. */
export function stringEnd(source: string, start: number, end: number): number {
  const quote = source.charCodeAt(start);
  for (let at = start + 1; at < end; at++) {
    const code = source.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === 92) at++;
  }
  return -1;
}

function firstWord(source: string, contents: Range): string {
  let end = contents.start;
  while (end < contents.end && !isSpace(source.charCodeAt(end))) end++;
  return source.slice(contents.start, end);
}

/** Where a tag without an end most likely stops: at the next tag, at HTML, at a lone `}`, at the end of the line. */
function unfinishedEnd(source: string, from: number, lineEnd: number): number {
  for (let at = from; at < lineEnd; at++) {
    const code = source.charCodeAt(at);
    if (code === BRACE && openerAt(source, at) !== undefined) return at;
    if (code === 125) return at;
    if (code === 60 && /[a-zA-Z/!]/.test(source[at + 1] ?? '')) return at;
  }
  return lineEnd > from && source.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd;
}

function unfinishedContents(source: string, start: number, end: number): Range {
  const last = end > start && source.charCodeAt(end - 1) === PERCENT ? end - 1 : end;
  return strip(source, start, last);
}

/** The range without the white space at its ends; an empty range lies at the start. */
export function strip(source: string, start: number, end: number): Range {
  let first = start;
  let last = end;
  while (last > first && isSpace(source.charCodeAt(last - 1))) last--;
  while (first < last && isSpace(source.charCodeAt(first))) first++;
  return first === last ? { start, end: start } : { start: first, end: last };
}
