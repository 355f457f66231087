import type { FilterExpression, FilterUse, Operand } from './expression';
import type { TagNode, VariableNode } from './nodes';
import type { Argument } from './reading';
import { type Lexing, type Token, tokenize } from './tokens';
import type { Word } from './words';

/** A text with its tokens, and what is known of each from the token alone. */
export interface Lexed {
  readonly source: string;
  readonly tokens: readonly Token[];
  /** For each token; filled while the text is parsed. */
  readonly pieces: Piece[];
}

/** What is known of a token from its text alone, whatever tags and filters there are. */
export interface Piece {
  split?: SplitTag;
  /** The arguments of the tag, where Django accepts them, as each way of reading them takes them. */
  readings?: readonly { readonly by: object; readonly args: Argument[] }[];
  /** The expression of a variable. */
  expression?: FilterExpression;
  /** The nodes of a variable, or of tags without blocks, that the token became where it stands. */
  nodes?: readonly (VariableNode | TagNode)[];
}

/** The words of a tag. */
export interface SplitTag {
  /** The first one as `contents.split()` gives it. */
  readonly name: Word;
  /** `split_contents()` without the tag's name. */
  readonly words: readonly Word[];
  /** The word that Django fails over. */
  readonly unclosed: Word | undefined;
}

export function lex(source: string, lexing?: Lexing): Lexed {
  const tokens = tokenize(source, lexing);
  return { source, tokens, pieces: tokens.map(newPiece) };
}

/** Of text there is nothing to know. */
function newPiece({ kind }: Token): Piece {
  return kind === 'text' || kind === 'comment' ? nothing : {};
}

const nothing: Piece = Object.freeze({});

/** The next version of a text: what is known of the tokens before and behind the change stays known. */
export function lexAgain(before: Lexed, source: string, lexing?: Lexing): Lexed {
  const tokens = tokenize(source, lexing);
  const { start, end } = changedPart(before.source, source);
  const by = source.length - before.source.length;
  let old = 0;
  const pieces = tokens.map((token, i) => {
    const shift = token.end <= start ? 0 : token.start >= end ? by : undefined;
    if (shift === undefined) return newPiece(token);
    while (old < before.tokens.length && before.tokens[old].start + shift < token.start) old++;
    if (old === before.tokens.length || !isSame(before.tokens[old], token, shift)) return newPiece(token);
    if (shift === 0) tokens[i] = before.tokens[old];
    return moved(before.pieces[old], shift);
  });
  return { source, tokens, pieces };
}

function isSame(old: Token, token: Token, shift: number): boolean {
  return (
    old.start + shift === token.start &&
    old.end + shift === token.end &&
    old.kind === token.kind &&
    old.unfinished === token.unfinished &&
    (old.whole === undefined ? undefined : old.whole + shift) === token.whole
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

function moved(piece: Piece, by: number): Piece {
  if (by === 0 || piece === nothing) return piece;
  const { split, readings, expression } = piece;
  return {
    split: split && movedSplit(split, by),
    readings: readings?.map(({ by: how, args }) => ({ by: how, args: args.map((one) => movedArgument(one, by)) })),
    expression: expression && movedExpression(expression, by),
  };
}

function movedSplit({ name, words, unclosed }: SplitTag, by: number): SplitTag {
  return {
    name: movedWord(name, by),
    words: words.map((word) => movedWord(word, by)),
    unclosed: unclosed && movedWord(unclosed, by),
  };
}

function movedWord({ start, end, text }: Word, by: number): Word {
  return { start: start + by, end: end + by, text };
}

function movedArgument({ role, start, end, keyword, expression }: Argument, by: number): Argument {
  return {
    role,
    start: start + by,
    end: end + by,
    keyword: keyword && movedWord(keyword, by),
    expression: expression && movedExpression(expression, by),
  };
}

function movedExpression({ start, end, value, filters, errors }: FilterExpression, by: number): FilterExpression {
  return {
    start: start + by,
    end: end + by,
    value: value && movedOperand(value, by),
    filters: filters.length === 0 ? filters : filters.map((filter) => movedFilter(filter, by)),
    errors: errors.length === 0 ? errors : errors.map((one) => ({ ...one, start: one.start + by, end: one.end + by })),
  };
}

function movedFilter({ start, end, name, argument }: FilterUse, by: number): FilterUse {
  return {
    start: start + by,
    end: end + by,
    name: movedWord(name, by),
    argument: argument && movedOperand(argument, by),
  };
}

function movedOperand(operand: Operand, by: number): Operand {
  const [start, end] = [operand.start + by, operand.end + by];
  if (operand.kind === 'variable')
    return { kind: 'variable', start, end, parts: operand.parts.map((part) => movedWord(part, by)) };
  if (operand.kind === 'number') return { kind: 'number', start, end };
  const { text, inside, translated } = operand;
  return {
    kind: 'string',
    start,
    end,
    text,
    inside: { start: inside.start + by, end: inside.end + by },
    translated,
  };
}
