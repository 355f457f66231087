import { closeFrame, continueFrame, type Frame, innermost, openFrame, type Parse, report, silence } from './frames';
import { tagName } from './guess';
import type { Tag } from './library';
import type { TagNode, TagPart } from './nodes';
import { type Reading, startReading } from './reading';
import { grammarOf, readTag } from './tags';
import type { Block } from './tags/grammar';
import type { Token } from './tokens';

/** Starts a tag and reads its arguments, as those of the given registered tag. */
export function readFor(parse: Parse, token: Token, tag: Tag | undefined): Reading {
  const reading = startReading(parse.source, token, parse.state, tag);
  readTag(reading);
  if (reading.arguments.length > 1) reading.arguments.sort((a, b) => a.start - b.start);
  if (reading.errors.length > 0 || grammarOf(tag)?.isBound) parse.bound++;
  return reading;
}

/** Adds a tag's node and opens its block. */
export function openTag(
  parse: Parse,
  reading: Reading,
  token: Token,
  block: Block | undefined,
  how: Pick<Frame, 'tentative' | 'silent' | 'closesAt'>,
): Frame | undefined {
  const node = addTag(parse, reading, token, how.closesAt === undefined ? block : undefined);
  if (block === undefined) return undefined;
  const { tentative, silent, closesAt } = how;
  return openFrame(parse, { node, reading, grammar: grammarOf(reading.tag), block, tentative, silent, closesAt });
}

/** Adds a tag's node. */
export function addTag(
  parse: Parse,
  reading: Pick<Reading, 'name' | 'tag' | 'arguments'>,
  token: Token,
  block?: Block,
): TagNode & { branches: never[] } {
  const { name, tag } = reading;
  const opening: TagPart = { token, name, arguments: reading.arguments };
  const { start, end } = token;
  const node = { kind: 'tag' as const, start, end, opening, tag, block, branches: [], closing: undefined };
  placeTag(parse, node);
  return node;
}

/** Puts a tag's node where it stands. */
export function placeTag(parse: Parse, node: TagNode): void {
  const { tag, opening } = node;
  const { token } = opening;
  parse.children.push(node);
  if (token.unfinished && token.whole === undefined) return;
  if (tag?.function === 'django.template.loader_tags.do_extends') readExtends(parse, opening);
  else if (parse.frames.length === 0 && parse.content !== 'certain') {
    parse.content =
      grammarOf(tag) !== undefined || (tag !== undefined && tag.kind !== 'compiled') ? 'certain' : 'possible';
  }
}

/** Reads a tag that continues or closes the innermost block. */
export function readNext(parse: Parse, frame: Frame, reading: Reading, token: Token, quiet = false): void {
  const { name } = reading;
  const part: TagPart = { token, name, arguments: reading.arguments };
  const guessed = frame.closesAt !== undefined && parse.tokens[frame.closesAt] === token;
  const ends = guessed || frame.block.ends.includes(name.text);
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
  if (!quiet) report(parse, reading.errors);
  if (!quiet && reading.errors.some(({ code }) => code === 'mismatched-tag'))
    closeDownToNamed(parse, frame, reading, token.start);
  if (result === 'ends') closeFrame(parse, part);
  else continueFrame(parse, part);
}

/** Reports, once for each block, that a block of text and variables holds something else. */
export function refuseContent(parse: Parse, frame: Frame, token: Token): void {
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
      open: { name: opening.name.text, start: opening.token.start, end: opening.token.end },
    },
  ]);
  silence(parse, frame);
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

/** `{% extends %}` must be the first tag, and Django parses all that follows as a part of it. */
function readExtends(parse: Parse, part: TagPart): void {
  const { token, name } = part;
  const frame = innermost(parse);
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
