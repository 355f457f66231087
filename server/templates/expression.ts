import type { Range } from '../text/range';
import { isDigit, isSpace, skipWord } from './characters';
import { stringEnd } from './tokens';
import type { Word } from './words';

/** A value with its filters, as in `user.name|default:"nobody"|title`. */
export interface FilterExpression extends Range {
  /** Undefined where none is written. */
  readonly value?: Operand;
  readonly filters: readonly FilterUse[];
  /** Why Django refuses the expression, without a look at which filters exist. */
  readonly errors: readonly ExpressionError[];
}

export type Operand = StringLiteral | NumberLiteral | Variable;

export interface StringLiteral extends Range {
  readonly kind: 'string';
  /** The text between the quotes as it is written, escapes included. */
  readonly text: string;
  /** Where that text stands. */
  readonly inside: Range;
  /** Whether it is written as `_("…")`. */
  readonly translated: boolean;
}

export interface NumberLiteral extends Range {
  readonly kind: 'number';
}

export interface Variable extends Range {
  readonly kind: 'variable';
  /** The parts between the dots, at least one; a part is empty in `a.` and `a..b`, which Django lets pass. */
  readonly parts: readonly Word[];
}

export interface FilterUse extends Range {
  /** Empty where the name is still to be written. The whole use, with its `|`, is the range of the filter itself. */
  readonly name: Word;
  readonly argument?: Operand;
}

export interface ExpressionError extends Range {
  readonly message: string;
}

/**
 * Reads a filter expression as `django.template.base.FilterExpression` does, and reads on behind an error.
 * With `value: false` it is what `{% filter … %}` takes: filters whose value and first `|` are left out.
 * What Django 6.1 reads and earlier versions do not (`1e-5`) is read.
 */
export function parseExpression(source: string, range: Range, options?: { readonly value: boolean }): FilterExpression {
  const errors: ExpressionError[] = [];
  const filters: FilterUse[] = [];
  const end = range.end;
  let at = range.start;
  let value: Operand | undefined;

  if (options?.value === false) {
    const filter = readFilter(source, at, at, end);
    filters.push(filter);
    if (filter.name.text === '') errors.push(missingName(filter));
    at = filter.end;
  } else if (at < end) {
    value = readString(source, at, end) ?? readPlain(source, at, end);
    if (value !== undefined) at = value.end;
    else if (pipeAt(source, at, end) === -1) errors.push(unreadable(source, at, end));
    else errors.push({ start: at, end, message: 'There is no value before the first filter.' });
    if (value?.kind === 'variable') errors.push(...nameErrors(value));
  }

  while (at < end) {
    const pipe = pipeAt(source, at, end);
    if (pipe === -1) {
      if (errors.length === 0) errors.push(unreadable(source, at, end));
      at = nextPipe(source, at, end);
      continue;
    }
    const filter = readFilter(source, pipe, pipe + 1, end);
    filters.push(filter);
    if (filter.name.text === '' && errors.length === 0) errors.push(missingName(filter));
    if (filter.argument?.kind === 'variable') errors.push(...nameErrors(filter.argument));
    at = filter.end;
  }
  return { start: range.start, end, value, filters, errors };
}

/** The text of a string literal with the escapes resolved (`django.utils.text.unescape_string_literal`). */
export function literalValue(literal: StringLiteral): string {
  return literal.text.replace(/\\(["'\\])/g, '$1');
}

function unreadable(source: string, start: number, end: number): ExpressionError {
  let from = start;
  while (from < end && isSpace(source.charCodeAt(from))) from++;
  const rest = source.slice(from, end);
  if (rest.startsWith(':')) return { start: from, end, message: "The filter's argument is missing or cannot be read." };
  const hint = /^["']/.test(rest) ? ' A quote is not closed.' : '';
  return { start: from, end, message: `'${rest}' cannot be read here.${hint}` };
}

function missingName(filter: FilterUse): ExpressionError {
  return { start: filter.start, end: filter.end, message: "After '|' comes the name of a filter." };
}

/** The place of the `|` that starts a filter at `from`, or -1. */
function pipeAt(source: string, from: number, end: number): number {
  let at = from;
  while (at < end && isSpace(source.charCodeAt(at))) at++;
  return at < end && source[at] === '|' ? at : -1;
}

/** Where reading can go on behind what cannot be read: the next `|` that is not in a string, else the end. */
function nextPipe(source: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const character = source[at];
    if (character === '|') return at;
    if (character !== '"' && character !== "'") continue;
    const close = stringEnd(source, at, end);
    if (close === -1) return end;
    at = close - 1;
  }
  return end;
}

function readFilter(source: string, start: number, from: number, end: number): FilterUse {
  let at = from;
  while (at < end && isSpace(source.charCodeAt(at))) at++;
  const nameEnd = skipWord(source, at, end);
  const name = { start: at, end: nameEnd, text: source.slice(at, nameEnd) };
  if (nameEnd === at || source[nameEnd] !== ':' || nameEnd >= end)
    return { start, end: nameEnd, name, argument: undefined };
  const argument = readString(source, nameEnd + 1, end) ?? readPlain(source, nameEnd + 1, end);
  return { start, end: argument?.end ?? nameEnd, name, argument };
}

function readString(source: string, start: number, end: number): StringLiteral | undefined {
  const translated = source.startsWith('_(', start);
  const open = translated ? start + 2 : start;
  if (open >= end || (source[open] !== '"' && source[open] !== "'")) return undefined;
  const close = stringEnd(source, open, end);
  if (close === -1 || (translated && (close >= end || source[close] !== ')'))) return undefined;
  const inside = { start: open + 1, end: close - 1 };
  const text = source.slice(inside.start, inside.end);
  return { kind: 'string', start, end: translated ? close + 1 : close, text, inside, translated };
}

function readPlain(source: string, start: number, end: number): NumberLiteral | Variable | undefined {
  let at = start;
  while (at < end) {
    const word = skipWord(source, at, end);
    at = word < end && source[word] === '.' ? word + 1 : word;
    if (at === word) break;
  }
  const isNumeric = start < end && beginsNumber(source.charCodeAt(start));
  const signed = isNumeric ? signedNumber(source, start, end) : start;
  if (signed > at) return { kind: 'number', start, end: signed };
  if (at === start) return undefined;
  const text = source.slice(start, at);
  if (isNumeric && /^(\d[\d_]*(\.\d[\d_]*)?|\.\d[\d_]*)(e\d+)?$/i.test(text)) return { kind: 'number', start, end: at };
  return { kind: 'variable', start, end: at, parts: splitParts(text, start) };
}

function beginsNumber(code: number): boolean {
  return isDigit(code) || code === PLUS || code === MINUS || code === DOT;
}

const PLUS = 43;
const MINUS = 45;
const DOT = 46;

/** The end of a number that has a sign before it or in its exponent; `start` where there is none. */
function signedNumber(source: string, start: number, end: number): number {
  let at = start;
  if (source[at] === '+' || source[at] === '-') at++;
  if (!isDigit(source.charCodeAt(at)) && !(source[at] === '.' && isDigit(source.charCodeAt(at + 1)))) return start;
  while (at < end && /[\d.eE]/.test(source[at])) {
    if (/[eE]/.test(source[at]) && /[+-]/.test(source[at + 1] ?? '') && isDigit(source.charCodeAt(at + 2))) at++;
    at++;
  }
  return Math.min(at, end);
}

function splitParts(text: string, start: number): Word[] {
  const parts: Word[] = [];
  let from = 0;
  for (let dot = text.indexOf('.'); dot !== -1; dot = text.indexOf('.', from)) {
    parts.push({ start: start + from, end: start + dot, text: text.slice(from, dot) });
    from = dot + 1;
  }
  parts.push({ start: start + from, end: start + text.length, text: from === 0 ? text : text.slice(from) });
  return parts;
}

const none: readonly ExpressionError[] = [];

function nameErrors(variable: Variable): readonly ExpressionError[] {
  const private_ = variable.parts.find(({ text }) => text.startsWith('_'));
  if (private_ === undefined) return none;
  const message = `Templates cannot see names that begin with an underscore: '${private_.text}'.`;
  return [{ start: private_.start, end: private_.end, message }];
}
