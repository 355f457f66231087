import type { Range } from '../text/range';
import { isSpace, skipWord } from './characters';
import { type FilterExpression, parseExpression } from './expression';
import type { Tag } from './library';
import { allNodes, blocksAt, partsOf, type TagNode, type Template } from './nodes';
import { type ArgumentRole, keywordOf } from './reading';
import { expectationOf } from './tags';
import { stringEnd, type Token } from './tokens';
import { splitContents, type Word } from './words';

/**
 * What is being written at a place of a template. The range is what a completion replaces; it may end behind the cursor.
 */
export interface Slot extends Range {
  /**
   * The name of a tag or filter; a variable or a part of one; the inside of a string that names nothing; or what the
   * argument of a tag is.
   */
  readonly kind: 'tag' | 'filter' | 'variable' | 'string' | Exclude<ArgumentRole, 'value' | 'filters'>;
  /** What is written between the start of the range and the cursor. */
  readonly prefix: string;
  /** The quote that stands before the range; empty where there is none. */
  readonly quote: '"' | "'" | '';
  /** Whether that quote is closed behind the range. */
  readonly closed: boolean;
  /** For a variable: the parts before the one that is written. */
  readonly path: readonly Word[];
  /** For a filter: the expression that it is applied to. */
  readonly expression?: FilterExpression;
  /** For an argument of a filter: the filter's name. */
  readonly filter?: string;
  /** For what stands in a tag: the tag. */
  readonly tag?: SlotTag;
  /** The blocks that are open here, innermost first, with the tags that can continue and close them. */
  readonly open: readonly OpenBlock[];
}

export interface SlotTag {
  readonly name: string;
  /** Undefined where no such tag is known. For a tag such as `elif` the one that opened the block. */
  readonly tag?: Tag;
  /** The words between the tag's name and the one that is written. */
  readonly before: readonly string[];
  /** Words of the tag's syntax that can be written here as well. */
  readonly words: readonly string[];
  /** The name before the `=`, for a named argument. */
  readonly keyword?: string;
  /** For `{% load a from library %}`: the library. */
  readonly library?: string;
}

export interface OpenBlock {
  readonly node: TagNode;
  readonly branches: readonly string[];
  readonly ends: readonly string[];
}

/** What is written at the offset; undefined in text, comments, and what is not read. Works in tags without an end. */
export function slotAt(template: Template, offset: number): Slot | undefined {
  const token = tokenAt(template, offset);
  if (token === undefined || isSkipped(template, token)) return undefined;
  const open = openBlocks(template, token);
  if (token.kind === 'variable') {
    return { ...expressionSlot(template.source, reach(token, offset), offset), open };
  }
  return blockSlot(template, token, offset, open);
}

/** The blocks that are open at a token, innermost first. */
function openBlocks(template: Template, token: Token): OpenBlock[] {
  return blocksAt(template, token.start)
    .reverse()
    .map(({ node, branch }) => {
      const { block } = node;
      const before = branch.opening.name.text;
      const allowed = branch === node.branches[0] ? block?.branches : (block?.after?.[before] ?? block?.branches);
      return { node, branches: allowed ?? [], ends: block?.ends ?? [`end${node.opening.name.text}`] };
    });
}

function tokenAt({ tokens }: Template, offset: number): Token | undefined {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle].end < offset) low = middle + 1;
    else high = middle;
  }
  return tokens.slice(low, low + 2).find((token) => {
    if (token.kind !== 'variable' && token.kind !== 'block') return false;
    return token.start + 2 <= offset && offset <= (token.unfinished ? token.end : token.end - 2);
  });
}

/** Whether the token lies in a block that Django does not read. */
function isSkipped(template: Template, token: Token): boolean {
  return blocksAt(template, token.start).some(({ node }) => node.block?.content === 'raw');
}

/** The token's contents, with the space up to the cursor. */
function reach(token: Token, offset: number): Range {
  const { start, end } = token.contents;
  return { start: Math.min(start, offset), end: Math.max(end, offset) };
}

function blockSlot(template: Template, token: Token, offset: number, open: readonly OpenBlock[]): Slot {
  const { source } = template;
  const { words } = splitContents(source, token.contents);
  const [name] = words;
  if (name === undefined || offset <= name.end) {
    const range = name === undefined || offset < name.start ? { start: offset, end: offset } : name;
    return plainSlot(source, 'tag', range, offset, open);
  }
  const word = words.slice(1).find(({ start, end }) => start <= offset && offset <= end);
  const before = words.slice(1).filter((each) => each.end < offset && each !== word);
  const tag = tagOf(template, token, name.text, open);
  const texts = before.map(({ text }) => text);
  const expectation = expectationOf(tag, texts);
  const from =
    tag?.function === 'django.template.defaulttags.load' ? words.findIndex(({ text }) => text === 'from') : -1;
  const pair = word === undefined ? undefined : keywordBefore(word, offset);
  const slotTag: SlotTag = {
    name: name.text,
    tag,
    before: texts,
    words: expectation.words ?? [],
    keyword: pair?.keyword,
    library: from > 0 ? words[from + 1]?.text : undefined,
  };
  let role = expectation.role;
  if (name.text.startsWith('end')) role = texts.length === 0 ? 'block' : 'word';
  else if (from > 0 && offset <= words[from].start) role = 'import';
  else if (expectation.isNamed && pair === undefined) role = 'word';
  const range = pair?.value ?? word ?? { start: offset, end: offset };
  return { ...argumentSlot(source, role, range, offset, open), tag: slotTag };
}

/** A `name=` before the cursor, with what stands behind it. */
function keywordBefore(word: Word, offset: number): { keyword: string; value: Range } | undefined {
  const pair = keywordOf(word.text.endsWith('=') ? { ...word, text: `${word.text}?` } : word);
  if (pair === undefined || pair.value.start > offset) return undefined;
  return { keyword: pair.keyword.text, value: { start: pair.value.start, end: word.end } };
}

/** The registered tag of a token; for a tag that continues a block the one that opened it. */
function tagOf(template: Template, token: Token, name: string, open: readonly OpenBlock[]): Tag | undefined {
  for (const node of allNodes(template)) {
    if (node.kind !== 'tag' || node.start > token.start || node.end < token.end) continue;
    const part = partsOf(node).find((each) => each.token.start === token.start);
    if (part !== undefined) return node.tag;
  }
  return open.find(({ branches }) => branches.includes(name))?.node.tag;
}

function argumentSlot(
  source: string,
  role: ArgumentRole,
  range: Range,
  offset: number,
  open: readonly OpenBlock[],
): Slot {
  if (role === 'filters') return { ...expressionSlot(source, range, offset, true), open };
  const named = role === 'route' || role === 'template' || role === 'static';
  if (role === 'value') return { ...expressionSlot(source, range, offset), open };
  if (!named && role !== 'text') return plainSlot(source, role, range, offset, open);
  const quote = source[range.start];
  if (range.start < offset && (quote === '"' || quote === "'")) {
    const inside = stringAt(source, range.start, range.end, offset);
    if (inside !== undefined) return { ...plainSlot(source, role, inside, offset, open), quote, closed: inside.closed };
    return { ...expressionSlot(source, range, offset), open };
  }
  const pipe = source.slice(range.start, offset).includes('|');
  return pipe ? { ...expressionSlot(source, range, offset), open } : plainSlot(source, role, range, offset, open);
}

/**
 * The inside of the string that starts at a quote, when the cursor is in it. A string without an end stops at the first
 * space or at the end of the word, and so does one whose end is the start of the next string.
 */
function stringAt(
  source: string,
  start: number,
  end: number,
  offset: number,
): (Range & { closed: boolean }) | undefined {
  const close = stringEnd(source, start, end);
  if (close !== -1 && close <= offset) return undefined;
  let plain = offset;
  while (plain < end && !isSpace(source.charCodeAt(plain)) && source[plain] !== source[start]) plain++;
  const closed = close !== -1 && (source[plain] === source[start] || plain === end || close === end);
  const stop = closed && close !== -1 ? close - 1 : plain;
  return { start: start + 1, end: stop, closed };
}

/** What is written in an expression: a part of a variable, a filter, its argument, a string. */
function expressionSlot(source: string, range: Range, offset: number, onlyFilters = false): Slot {
  let pipe = onlyFilters ? range.start - 1 : -1;
  let colon = -1;
  for (let at = range.start; at < offset; at++) {
    const character = source[at];
    if (character === '"' || character === "'") {
      const inside = stringAt(source, at, range.end, offset);
      if (inside !== undefined) {
        const filter = colon === -1 ? undefined : filterName(source, pipe, colon);
        return { ...plainSlot(source, 'string', inside, offset, []), quote: character, closed: inside.closed, filter };
      }
      at = stringEnd(source, at, range.end) - 1;
    } else if (character === '|') {
      pipe = at;
      colon = -1;
    } else if (character === ':' && (pipe !== -1 || onlyFilters) && colon === -1) {
      colon = at;
    }
  }
  if ((pipe !== -1 || onlyFilters) && colon === -1) {
    let start = pipe + 1;
    while (start < offset && isSpace(source.charCodeAt(start))) start++;
    const name = { start, end: Math.max(offset, skipWord(source, start, range.end)) };
    const expression =
      onlyFilters && pipe < range.start ? undefined : parseExpression(source, { start: range.start, end: pipe });
    return { ...plainSlot(source, 'filter', name, offset, []), expression };
  }
  const filter = colon === -1 ? undefined : filterName(source, pipe, colon);
  return { ...variableSlot(source, colon === -1 ? range.start : colon + 1, range.end, offset), filter };
}

function filterName(source: string, pipe: number, colon: number): string {
  return source.slice(pipe + 1, colon).trim();
}

function variableSlot(source: string, from: number, end: number, offset: number): Slot {
  let start = offset;
  while (start > from && (source[start - 1] === '.' || skipWord(source, start - 1, start) === start)) start--;
  const path: Word[] = [];
  for (let dot = source.indexOf('.', start); dot !== -1 && dot < offset; dot = source.indexOf('.', start)) {
    path.push({ start, end: dot, text: source.slice(start, dot) });
    start = dot + 1;
  }
  const range = { start, end: Math.max(offset, skipWord(source, start, end)) };
  return { ...plainSlot(source, 'variable', range, offset, []), path };
}

function plainSlot(source: string, kind: Slot['kind'], range: Range, offset: number, open: readonly OpenBlock[]): Slot {
  const { start, end } = range;
  return { kind, start, end, prefix: source.slice(start, offset), quote: '', closed: false, path: [], open };
}
