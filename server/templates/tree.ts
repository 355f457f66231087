import { parseExpression } from './expression';
import {
  closeFrame,
  continueFrame,
  currentChildren,
  type Frame,
  openFrame,
  type Parse,
  report,
  silence,
  unclosed,
} from './frames';
import { guessBlocks, tagName } from './guess';
import type { Tag } from './library';
import type { TagNode, TagPart, Template } from './nodes';
import { checkedExpression, fail, type Reading, type Reporter, startReading, type TemplateState } from './reading';
import { type Knowledge, openScope, type Scope } from './scope';
import { handleStray } from './strays';
import { blockOf, grammarOf, readTag } from './tags';
import type { Block } from './tags/grammar';
import { type Token, tokenize } from './tokens';

/**
 * Parses a template as `django.template.base.Parser` does, and reads on behind every error. The errors are all that
 * Django refuses when it compiles the template, each once, and what follows from one is not reported again.
 */
export function parseTemplate(
  source: string,
  knowledge: Knowledge,
  tokens: readonly Token[] = tokenize(source),
): Template {
  const parse: Parse = {
    source,
    tokens,
    state: newState(openScope(knowledge)),
    errors: [],
    roots: [],
    frames: [],
    excused: [],
    unfinished: new Set(),
    silent: 0,
    tainted: false,
    content: 'none',
  };
  let guesses: Map<number, number> | undefined;
  const guess = (index: number) => {
    guesses ??= guessBlocks(source, tokens);
    return guesses.get(index);
  };
  const hopeless = new Set<string>();
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token.kind === 'text') currentChildren(parse).push({ kind: 'text', start: token.start, end: token.end });
    else if (token.kind === 'comment') readComment(parse, token);
    else if (token.kind === 'variable') readVariable(parse, token);
    else if (token.unfinished) readUnfinished(parse, token);
    else {
      const frame = readBlockToken(parse, token, index, guess);
      if (frame?.block.content === 'raw') index = skipRaw(parse, frame, index, hopeless);
    }
  }
  const open = parse.frames.map((frame, i) => ({
    frame,
    quiet: frame.excused || frame.tentative || isSilent(parse, i),
  }));
  while (parse.frames.length > 0) closeFrame(parse, source.length);
  for (const { frame, quiet } of open) if (!quiet) parse.errors.push(unclosed(frame));
  parse.errors.sort((a, b) => a.start - b.start || a.end - b.end);
  return { source, tokens, nodes: parse.roots, errors: parse.errors };
}

/** Whether an outer block is silent, or the block itself has its error already. */
function isSilent(parse: Parse, index: number): boolean {
  return parse.frames.slice(0, index + 1).some((frame) => frame.silent);
}

function newState(scope: Scope): TemplateState {
  return { scope, cycles: new Set(), anyCycle: false, blocks: new Map(), partials: new Map() };
}

function readComment(parse: Parse, token: Token): void {
  const frame = parse.frames[parse.frames.length - 1];
  if (frame?.block.content === 'message') refuseContent(parse, frame, token);
  currentChildren(parse).push({ kind: 'comment', start: token.start, end: token.end });
}

function readVariable(parse: Parse, token: Token): void {
  const { source } = parse;
  const frame = parse.frames[parse.frames.length - 1];
  const { start, end } = token;
  const reporter = reporterOf(parse, { start, end: token.whole ?? end }, token);
  const plain = token.unfinished || frame?.block.content === 'message';
  const expression = plain ? parseExpression(source, token.contents) : checkedExpression(reporter, token.contents);
  currentChildren(parse).push({ kind: 'variable', start, end, token, expression });
  if (token.unfinished && token.whole === undefined) return;
  if (parse.frames.length === 0) parse.content = 'certain';
  if (frame?.block.content === 'message') return;
  if (token.unfinished) fail(reporter, "The end '}}' is missing.", token, 'unfinished-tag');
  else if (token.contents.start === token.contents.end)
    fail(reporter, 'A variable is missing between the braces.', token, 'empty-tag');
  report(parse, reporter.errors);
}

function reporterOf(parse: Parse, token: { start: number; end: number }, name: Token): Reporter {
  return { source: parse.source, state: parse.state, token, name, errors: [] };
}

/** A tag without `%}` is text for Django, or else swallows the tag behind it; it opens no block. */
function readUnfinished(parse: Parse, token: Token): void {
  const { source, state } = parse;
  const scratch = newState({ ...state.scope, tags: new Map(state.scope.tags), filters: new Map(state.scope.filters) });
  const tag = state.scope.tags.get(tagName(source, token));
  const reading = startReading(source, token, scratch, tag);
  readTag(reading);
  addTag(parse, reading, token);
  parse.unfinished.add(reading.name.text);
  const checked = tag !== undefined && (grammarOf(tag) !== undefined || tag.kind !== 'compiled');
  if (token.whole === undefined || !checked) return;
  const whole = { start: token.start, end: token.whole };
  const { start, end } = token;
  report(parse, [
    { code: 'unfinished-tag', message: "The end '%}' is missing.", start, end, token: whole, name: reading.name.text },
  ]);
}

/** Reads a whole `{% … %}`; answers the block that it opened. */
function readBlockToken(
  parse: Parse,
  token: Token,
  index: number,
  guess: (index: number) => number | undefined,
): Frame | undefined {
  const { source, state } = parse;
  const name = tagName(source, token);
  const frame = parse.frames[parse.frames.length - 1];
  if (name === '') {
    const reporter = reporterOf(parse, { start: token.start, end: token.end }, token);
    fail(reporter, 'The name of a tag is missing.', token, 'empty-tag');
    report(parse, reporter.errors);
    addTag(parse, startReading(source, token, state, undefined), token);
    return undefined;
  }
  if (frame !== undefined && continues(frame, name, index)) {
    readNext(parse, frame, startReading(source, token, state, undefined), token);
    return undefined;
  }
  if (frame?.block.content === 'message') refuseContent(parse, frame, token);
  const known = state.scope.tags.get(name);
  if (known !== undefined) return readKnown(parse, token, known, index, guess);
  return handleStray(parse, token, {
    index,
    guess,
    open: (tag, block, how) => openTag(parse, readFor(parse, token, tag), token, block, how),
    next: (reading) => readNext(parse, parse.frames[parse.frames.length - 1], reading, token),
  });
}

function continues(frame: Frame, name: string, index: number): boolean {
  if (frame.closesAt !== undefined) return frame.closesAt === index;
  return frame.block.ends.includes(name) || frame.allowed.includes(name);
}

/** Reads a tag that continues or closes the innermost block. */
function readNext(parse: Parse, frame: Frame, reading: Reading, token: Token): void {
  const { name } = reading;
  const part: TagPart = { token, name, arguments: reading.arguments };
  const ends = frame.block.ends.includes(name.text) || frame.closesAt !== undefined;
  if (frame.block.content === 'message' && parse.source.slice(token.contents.start, token.contents.end) !== name.text) {
    refuseContent(parse, frame, token);
  }
  if (
    frame.block.content === 'message' &&
    ends &&
    frame.allowed.length > 0 &&
    frame.node.branches.length === 1 &&
    frame.reading.errors.length === 0
  ) {
    refuse(
      parse,
      frame,
      token,
      `'${frame.node.opening.name.text}' with 'count' needs a '${frame.allowed[0]}' before its end.`,
    );
  }
  const result = frame.grammar?.next?.(reading, frame.reading) ?? (ends ? 'ends' : 'goes on');
  report(parse, reading.errors);
  if (reading.errors.some(({ code }) => code === 'mismatched-tag'))
    closeDownToNamed(parse, frame, reading, token.start);
  if (result === 'ends') closeFrame(parse, part);
  else continueFrame(parse, part);
}

/** When the closing tag names an outer block, that is the one to close: the blocks inside of it lack their ends. */
function closeDownToNamed(parse: Parse, inner: Frame, reading: Reading, offset: number): void {
  const name = reading.words[0]?.text;
  const named = parse.frames.findLastIndex(
    ({ grammar, reading: { words } }) => grammar === inner.grammar && words[0]?.text === name,
  );
  if (named === -1) return;
  while (parse.frames.length > named + 1) parse.excused.push(closeFrame(parse, offset).block);
}

function readKnown(
  parse: Parse,
  token: Token,
  tag: Tag,
  index: number,
  guess: (index: number) => number | undefined,
): Frame | undefined {
  const reading = readFor(parse, token, tag);
  report(parse, reading.errors);
  const block = blockOf(reading);
  if (block !== undefined) {
    const vague = grammarOf(tag) === undefined && tag.kind === 'compiled' && !tag.certain;
    return openTag(parse, reading, token, block, { tentative: vague, silent: vague });
  }
  if (grammarOf(tag) !== undefined || tag.kind !== 'compiled' || tag.certain) {
    addTag(parse, reading, token);
    return undefined;
  }
  const closesAt = guess(index);
  if (closesAt === undefined) {
    parse.tainted = true;
    addTag(parse, reading, token);
    return undefined;
  }
  return openTag(parse, reading, token, { branches: [], ends: [] }, { tentative: true, silent: true, closesAt });
}

function readFor(parse: Parse, token: Token, tag: Tag | undefined): Reading {
  const reading = startReading(parse.source, token, parse.state, tag);
  readTag(reading);
  return reading;
}

/** Adds a tag's node and opens its block. */
function openTag(
  parse: Parse,
  reading: Reading,
  token: Token,
  block: Block | undefined,
  how: Pick<Frame, 'tentative' | 'silent' | 'closesAt'>,
): Frame | undefined {
  const node = addTag(parse, reading, token, how.closesAt === undefined ? block : undefined);
  if (block === undefined) return undefined;
  openFrame(parse, { node, reading, grammar: grammarOf(reading.tag), block, ...how });
  return parse.frames[parse.frames.length - 1];
}

function addTag(parse: Parse, reading: Reading, token: Token, block?: Block): TagNode & { branches: never[] } {
  const { name, tag } = reading;
  const opening: TagPart = { token, name, arguments: reading.arguments };
  const node = { kind: 'tag' as const, start: token.start, end: token.end, opening, tag, block, branches: [] };
  currentChildren(parse).push(node);
  if (token.unfinished && token.whole === undefined) return node;
  if (tag?.function === 'django.template.loader_tags.do_extends') readExtends(parse, opening);
  else if (parse.frames.length === 0 && parse.content !== 'certain') {
    parse.content =
      grammarOf(tag) !== undefined || (tag !== undefined && tag.kind !== 'compiled') ? 'certain' : 'possible';
  }
  return node;
}

/** `{% extends %}` must be the first tag, and Django parses all that follows as a part of it. */
function readExtends(parse: Parse, part: TagPart): void {
  const { token, name } = part;
  const frame = parse.frames[parse.frames.length - 1];
  if (frame !== undefined) {
    frame.misplaced ??= part;
    return;
  }
  const { start, end } = name;
  const first = parse.extending;
  if (first !== undefined && parse.content === 'none') {
    const message = 'A template can extend only one template.';
    const blamed = { start: first.token.start, end: first.token.end };
    report(parse, [{ code: 'duplicate-extends', message, start, end, token: blamed }]);
  } else if (parse.content === 'certain' || first !== undefined) {
    const message =
      first === undefined
        ? `'${name.text}' must be the first tag of the template.`
        : 'A template can extend only one template, with its first tag.';
    report(parse, [{ code: 'extends-not-first', message, start, end, token: { start: token.start, end: token.end } }]);
  }
  parse.extending ??= part;
  parse.content = 'none';
}

/** Reports, once for each block, that a block of text and variables holds something else. */
function refuseContent(parse: Parse, frame: Frame, token: Token): void {
  const what = token.kind === 'comment' ? 'a comment' : `'${tagName(parse.source, token)}'`;
  refuse(parse, frame, token, `'${frame.node.opening.name.text}' can hold text and variables, but not ${what}.`);
}

function refuse(parse: Parse, frame: Frame, token: Token, message: string): void {
  const { opening } = frame.node;
  const { start, end } = token;
  report(parse, [
    {
      code: 'invalid-content',
      message,
      start,
      end,
      token: { start: opening.token.start, end: opening.token.end },
      name: opening.name.text,
    },
  ]);
  silence(parse, frame);
}

/** Goes on behind a block of which nothing is read; answers the index of its end, or its own where there is none. */
function skipRaw(parse: Parse, frame: Frame, index: number, hopeless: Set<string>): number {
  const { source, tokens } = parse;
  const [end] = frame.block.ends;
  const exact = frame.grammar !== undefined;
  for (let i = index + 1; i < tokens.length && !hopeless.has(end); i++) {
    const token = tokens[i];
    if (token.kind !== 'block' || token.unfinished) continue;
    const text = exact ? source.slice(token.contents.start, token.contents.end) : tagName(source, token);
    if (!frame.block.ends.includes(text)) continue;
    const reading = startReading(source, token, parse.state, undefined);
    closeFrame(parse, { token, name: reading.name, arguments: reading.arguments });
    return i;
  }
  hopeless.add(end);
  const quiet = frame.tentative || frame.silent;
  closeFrame(parse, tokens[index].end);
  if (!quiet) report(parse, [unclosed(frame)]);
  return index;
}
