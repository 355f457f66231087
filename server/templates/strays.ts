import { suggest } from '../text/suggest';
import type { TemplateError } from './errors';
import { closeFrame, continues, type Frame, innermost, mayContinue, openData, type Parse, report } from './frames';
import { tagName } from './guess';
import type { Tag } from './library';
import type { TagPart } from './nodes';
import { quoteList, startReading } from './reading';
import { isUnknown, librariesWith } from './scope';
import { openTag, readFor, readNext } from './tagNodes';
import { blockOf, widestBlock } from './tags';
import type { Block } from './tags/grammar';
import type { Token } from './tokens';

const OPEN_TAG = { tentative: false, silent: false };
const BRANCHES = new Set(['else', 'elif', 'empty', 'plural']);

/**
 * Handles a tag that is not registered and that the innermost block does not expect: the end of another block, a
 * misspelt name, a tag whose library is not loaded or not known. Answers the block that it opened.
 */
export function handleStray(parse: Parse, token: Token, index: number): Frame | undefined {
  const { source, state, frames } = parse;
  parse.bound++;
  const name = tagName(source, token);
  const top = innermost(parse);
  const guessed = top?.closesAt !== undefined && top.closesAt > index;
  if (guessed && BRANCHES.has(name)) return takeAsNext(parse, token);
  if (top !== undefined && !guessed && top.block.branches.includes(name)) {
    if (!parse.tainted) report(parse, [misplacedBranch(parse, token, top)]);
    return takeAsNext(parse, token);
  }
  const hopeless = guessed || !mayContinue(parse, name);
  const outer = hopeless ? -1 : frames.findLastIndex((frame) => continues(frame, name));
  if (outer !== -1) {
    closeDownTo(parse, token, outer);
    return takeAsNext(parse, token);
  }
  if (isExcused(parse, name)) return open(parse, token, undefined, undefined, OPEN_TAG);
  const closes = closedBy(parse, name);
  if (closes !== undefined) {
    if (top !== undefined && !parse.tainted) top.excused = true;
    if (!parse.tainted) report(parse, [noOpening(parse, token, closes)]);
    return open(parse, token, undefined, undefined, OPEN_TAG);
  }
  if (!isUnknown(state.scope, name)) return openPossible(parse, token, index);
  return openUnknown(parse, token, name, index);
}

function open(
  parse: Parse,
  token: Token,
  tag: Tag | undefined,
  block: Block | undefined,
  how: Pick<Frame, 'tentative' | 'silent' | 'closesAt'>,
): Frame | undefined {
  return openTag(parse, readFor(parse, token, tag), token, block, how);
}

/** A tag that may come from a library that is not known. */
function openPossible(parse: Parse, token: Token, index: number): Frame | undefined {
  const closesAt = parse.guess(index);
  if (closesAt !== undefined) {
    return open(parse, token, undefined, { branches: [], ends: [] }, { tentative: true, silent: true, closesAt });
  }
  parse.tainted = true;
  return open(parse, token, undefined, undefined, OPEN_TAG);
}

/** A tag that certainly does not exist: takes it for what was most likely meant, so that nothing follows from the error. */
function openUnknown(parse: Parse, token: Token, name: string, index: number): Frame | undefined {
  const { state } = parse;
  const { scope } = state;
  const definedIn = librariesWith(scope, 'tags', name);
  const message =
    definedIn.length === 0
      ? `There is no tag '${name}'.`
      : `The tag '${name}' is not loaded: it is in the library ${quoteList(definedIn)}.`;
  report(parse, [errorAt(parse, token, { code: 'unknown-tag', message, name, definedIn })]);
  if (definedIn.length > 0) {
    const tag = scope.knowledge.libraries.get(definedIn[0])?.tags.get(name);
    const block = blockOf(startReading(parse.source, token, state, tag));
    return open(parse, token, tag, block, { tentative: true, silent: block?.content === 'message' });
  }
  const top = innermost(parse);
  if (top !== undefined && name === `end${top.node.opening.name.text}`) top.excused = true;
  const meantEnd = suggest(name, top === undefined ? [] : [...top.block.ends, ...top.allowed]);
  if (meantEnd !== undefined && top?.block.ends.includes(meantEnd)) {
    closeFrame(parse, startPart(parse, token));
    return undefined;
  }
  if (meantEnd !== undefined) return open(parse, token, undefined, undefined, OPEN_TAG);
  const closesAt = parse.guess(index);
  if (closesAt !== undefined)
    return open(parse, token, undefined, { branches: [], ends: [] }, { tentative: true, silent: false, closesAt });
  const meant = suggest(name, scope.tags.keys());
  const tag = meant === undefined ? undefined : scope.tags.get(meant);
  const block = tag === undefined ? undefined : blockOf(startReading(parse.source, token, state, tag));
  if (block !== undefined && block.content === undefined)
    return open(parse, token, undefined, block, { tentative: true, silent: false });
  return open(parse, token, undefined, undefined, OPEN_TAG);
}

function startPart(parse: Parse, token: Token): TagPart {
  const reading = startReading(parse.source, token, parse.state, undefined);
  return { token, name: reading.name, arguments: reading.arguments };
}

function takeAsNext(parse: Parse, token: Token): undefined {
  readNext(parse, innermost(parse)!, startReading(parse.source, token, parse.state, undefined), token);
  return undefined;
}

/** Closes the blocks inside of the one that the tag belongs to, and reports the innermost, as Django does. */
function closeDownTo(parse: Parse, token: Token, outer: number): void {
  const inner = parse.frames.slice(outer + 1);
  const culprit = inner.findLast((frame) => !frame.tentative);
  if (culprit !== undefined && !culprit.excused) {
    const { name } = culprit.node.opening;
    const { ends } = culprit.block;
    const message = `'${tagName(parse.source, token)}' comes before '${name.text}' is closed: ${quoteList(ends)} is missing.`;
    report(parse, [errorAt(parse, token, { code: 'mismatched-tag', message, ...openData(parse, culprit) })]);
  }
  for (const frame of inner.reverse()) {
    if (!frame.tentative && frame.closesAt === undefined) parse.excused.push(frame.block);
    closeFrame(parse, token.start);
  }
}

/** Whether the tag belongs to a block that was closed before it for another error's sake. */
function isExcused(parse: Parse, name: string): boolean {
  const ended = parse.excused.findLastIndex((block) => block.ends.includes(name));
  if (ended !== -1) parse.excused.splice(ended, 1);
  return ended !== -1 || parse.excused.some((block) => block.branches.includes(name));
}

/** The registered tag whose block this tag continues or closes. */
function closedBy(parse: Parse, name: string): string | undefined {
  for (const [opener, tag] of parse.state.scope.tags) {
    const block = widestBlock(tag, opener);
    if (block?.ends.includes(name) || block?.branches.includes(name)) return opener;
  }
  return undefined;
}

function noOpening(parse: Parse, token: Token, opener: string): TemplateError {
  const name = tagName(parse.source, token);
  const top = innermost(parse);
  const hint = parse.unfinished.has(opener) ? ` A '${opener}' before it lacks its end '%}'.` : '';
  const expected = top === undefined ? '' : ` Here ${quoteList(top.block.ends)} must come first.`;
  const message = `No '${opener}' is open for this '${name}'.${hint || expected}`;
  return errorAt(parse, token, { code: 'mismatched-tag', message, name, ...(top && openData(parse, top)) });
}

function misplacedBranch(parse: Parse, token: Token, frame: Frame): TemplateError {
  const name = tagName(parse.source, token);
  const before = frame.node.branches[frame.node.branches.length - 1].opening.name.text;
  const message = `'${name}' cannot follow '${before}'.`;
  return errorAt(parse, token, { code: 'mismatched-tag', message, name, ...openData(parse, frame) });
}

function errorAt(
  parse: Parse,
  token: Token,
  error: Pick<TemplateError, 'code' | 'message'> & Partial<TemplateError>,
): TemplateError {
  const { name } = startPart(parse, token);
  return { start: name.start, end: name.end, token: { start: token.start, end: token.end }, ...error };
}
