import type { Range } from '../text/range';
import { isSpace, skipWord } from './characters';
import type { TemplateError, TemplateErrorCode } from './errors';
import { type FilterExpression, parseExpression } from './expression';
import type { Tag } from './library';
import { isUnknown, librariesWith, type Scope } from './scope';
import { split, splitContents, type Word } from './words';

/** What an argument of a tag is to the tag. */
export type ArgumentRole =
  /** A value. */
  | 'value'
  /** A word that belongs to the tag's own syntax: `in`, `as`, `with`, `on`. */
  | 'word'
  /** The name of a variable that the tag sets. */
  | 'target'
  /** What the tag looks up by name; as a literal, or as an expression that gives it. */
  | 'route'
  | 'template'
  | 'static'
  | 'library'
  /** A tag or filter imported by `{% load name from library %}`. */
  | 'import'
  | 'block'
  | 'partial'
  /** The filters of `{% filter %}`. */
  | 'filters'
  /** Any other text: a date format, the name of a cache fragment. */
  | 'text';

export interface Argument extends Range {
  readonly role: ArgumentRole;
  /** The name before the `=`. */
  readonly keyword?: Word;
  /** The value as an expression, where the tag reads it as one. */
  readonly expression?: FilterExpression;
}

/** What a template's tags share while they are read in the order of the template. */
export interface TemplateState {
  readonly scope: Scope;
  readonly cycles: Set<string>;
  anyCycle: boolean;
  readonly blocks: Map<string, Range>;
  readonly partials: Map<string, Range>;
  /** What the template is loaded by; null for one that has no name, undefined where that is not known. */
  readonly name: string | null | undefined;
}

/** The state at the start of a template. */
export function newState(scope: Scope, name: string | null | undefined): TemplateState {
  return { scope, cycles: new Set(), anyCycle: false, blocks: new Map(), partials: new Map(), name };
}

/** What an expression needs to be checked, and where its errors go. */
export interface Reporter {
  readonly source: string;
  readonly state: TemplateState;
  /** The token that Django's errors name. */
  readonly token: Range;
  /** What an error is about that names nothing narrower. */
  readonly name: Range;
  readonly errors: TemplateError[];
}

/** One tag while it is read: its words, and what becomes of them. */
export interface Reading extends Reporter {
  readonly name: Word;
  readonly contents: Range;
  /** The registered tag. */
  readonly tag?: Tag;
  /** `split_contents()` without the tag's name. */
  readonly words: readonly Word[];
  readonly arguments: Argument[];
}

/** Starts to read a tag. */
export function startReading(
  source: string,
  token: Range & { readonly contents: Range },
  state: TemplateState,
  tag: Tag | undefined,
): Reading {
  const { contents } = token;
  const { words, open } = splitContents(source, contents);
  const first = words[0] ?? { start: contents.start, end: contents.start, text: '' };
  const name = plainWord(source, first, contents.end);
  const reading: Reading = {
    source,
    state,
    token,
    name,
    contents,
    tag,
    words: words.slice(1),
    arguments: [],
    errors: [],
  };
  const unclosed = open ? words[words.length - 1] : undefined;
  if (unclosed !== undefined) fail(reading, `'${unclosed.text}' is not closed.`, unclosed, 'invalid-expression');
  return reading;
}

/** The word that `str.split` gives at the start of this one: it may end earlier, or go on behind it. */
function plainWord(source: string, word: Word, limit: number): Word {
  let end = word.start;
  while (end < limit && !isSpace(source.charCodeAt(end))) end++;
  return end === word.end ? word : { start: word.start, end, text: source.slice(word.start, end) };
}

/** The words as `contents.split()` gives them, without the tag's name. */
export function plainWords(reading: Reading): Word[] {
  return split(reading.source, reading.contents).slice(1);
}

/** Reports that Django refuses the tag; the range is the tag's name where none is given. */
export function fail(
  reading: Reporter,
  message: string,
  range: Range = reading.name,
  code: TemplateErrorCode = 'invalid-arguments',
  data: Partial<TemplateError> = {},
): void {
  const token = { start: reading.token.start, end: reading.token.end };
  reading.errors.push({ code, message, start: range.start, end: range.end, token, ...data });
}

export function addWord(reading: Reading, word: Word | undefined, role: ArgumentRole = 'word'): void {
  if (word !== undefined) reading.arguments.push({ role, start: word.start, end: word.end });
}

/** Reads a word as `parser.compile_filter` does. */
export function addValue(
  reading: Reading,
  range: Range,
  role: ArgumentRole = 'value',
  keyword?: Word,
): FilterExpression {
  const expression = checkedExpression(reading, range);
  reading.arguments.push({ role, start: keyword?.start ?? range.start, end: range.end, keyword, expression });
  return expression;
}

/** Parses an expression and reports what Django refuses in it. */
export function checkedExpression(
  reading: Reporter,
  range: Range,
  options?: { readonly value: boolean },
): FilterExpression {
  const expression = parseExpression(reading.source, range, options);
  checkExpression(reading, expression);
  return expression;
}

/** Reports what Django refuses in an expression. */
export function checkExpression(reading: Reporter, expression: FilterExpression): void {
  for (const error of expression.errors) fail(reading, error.message, error, 'invalid-expression');
  checkFilters(reading, expression);
}

/** Reports filters that do not exist or do not take what they are given (`FilterExpression.args_check`). */
function checkFilters(reading: Reporter, expression: FilterExpression): void {
  const { scope } = reading.state;
  for (const use of expression.filters) {
    const name = use.name.text;
    if (name === '') continue;
    const filter = scope.filters.get(name);
    if (filter === undefined) {
      if (!isUnknown(scope, name)) continue;
      const definedIn = librariesWith(scope, 'filters', name);
      const message =
        definedIn.length === 0
          ? `There is no filter '${name}'.`
          : `The filter '${name}' is not loaded: it is in the library ${quoteList(definedIn)}.`;
      fail(reading, message, use.name, 'unknown-filter', { name, definedIn });
      continue;
    }
    if (filter.arguments === undefined || scope.doubtful.has(filter)) continue;
    const { least, most } = filter.arguments;
    if (use.argument === undefined && least > 0) {
      const message =
        least > 1
          ? `No template can use the filter '${name}': it needs ${least} arguments.`
          : `The filter '${name}' needs an argument.`;
      fail(reading, message, use.name, 'invalid-filter-arguments', { name });
    } else if (use.argument !== undefined && (most < 1 || least > 1)) {
      const message =
        most < 1
          ? `The filter '${name}' takes no argument.`
          : `No template can use the filter '${name}': it needs ${least} arguments.`;
      fail(reading, message, use.argument, 'invalid-filter-arguments', { name });
    }
  }
}

/** The two sides of `name=value` (`django.template.base.kwarg_re`); undefined for a word that is none. */
export function keywordOf(word: Word): { keyword: Word; value: Word } | undefined {
  const length = skipWord(word.text, 0, word.text.length);
  if (length === 0 || word.text[length] !== '=' || length + 1 >= word.text.length) return undefined;
  const keyword = { start: word.start, end: word.start + length, text: word.text.slice(0, length) };
  return { keyword, value: { start: keyword.end + 1, end: word.end, text: word.text.slice(length + 1) } };
}

/**
 * Takes assignments off the front of `queue` as `django.template.base.token_kwargs` does: `a=b c=d`, and, where
 * `legacy` is set, `b as a and d as c`. Answers the names.
 */
export function takeAssignments(reading: Reading, queue: Word[], legacy: boolean): Word[] {
  const names: Word[] = [];
  const keywords = queue.length > 0 && keywordOf(queue[0]) !== undefined;
  if (!keywords && !legacy) return names;
  while (queue.length > 0) {
    if (keywords) {
      const pair = keywordOf(queue[0]);
      if (pair === undefined) break;
      queue.shift();
      addValue(reading, pair.value, 'value', pair.keyword);
      names.push(pair.keyword);
      continue;
    }
    if (queue.length < 3 || queue[1].text !== 'as') break;
    const [value, as, name] = queue.splice(0, 3);
    addValue(reading, value);
    addWord(reading, as);
    addWord(reading, name, 'target');
    names.push(name);
    if (queue[0]?.text !== 'and') break;
    addWord(reading, queue.shift());
  }
  return names;
}

/** Takes `as name` off the end of the words; answers the words before it. */
export function takeTarget(reading: Reading, words: readonly Word[]): readonly Word[] {
  if (words.length < 2 || words[words.length - 2].text !== 'as') return words;
  addWord(reading, words[words.length - 2]);
  addWord(reading, words[words.length - 1], 'target');
  return words.slice(0, -2);
}

/** `'a', 'b' or 'c'`. */
export function quoteList(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
}
