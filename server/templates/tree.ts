import { parseExpression } from './expression';
import { closeFrame, continues, type Frame, innermost, keep, type Parse, report, unclosed } from './frames';
import { guessBlocks, tagName } from './guess';
import type { Tag } from './library';
import type { Node, Template } from './nodes';
import { checkExpression, fail, newState, type Reporter, startReading } from './reading';
import { type Knowledge, openScope } from './scope';
import { handleStray } from './strays';
import { addTag, openTag, placeTag, readFor, readNext, refuseContent } from './tagNodes';
import { blockOf, grammarOf } from './tags';
import { type Token, tokenize } from './tokens';
import { readUnfinished } from './unfinished';
import { firstVersion, type Known, nextVersion, type Version } from './versions';

/**
 * Parses a template as `django.template.base.Parser` does, and reads on behind every error. The errors are all that
 * Django refuses when it compiles the template, each once, and what follows from one is not reported again.
 * @param name what the template is loaded by, for the names that are relative to it: null for one that is compiled from a string,
 * undefined where that is not known
 */
export function parseTemplate(source: string, knowledge: Knowledge, name?: string | null): Template {
  return parseTokens({ source, tokens: tokenize(source, knowledge.lexing) }, knowledge, name);
}

/** Parses the versions that a text has one after the other. */
export type TemplateParser = typeof parseTemplate;

/**
 * Parses a text that is being edited: nodes in which nothing changed are the same in the next version's tree, moved to where they
 * stand there. So a tree is good only until the next version is parsed with the same knowledge.
 */
export function createTemplateParser(): TemplateParser {
  let lasts: { version: Version; knowledge: Knowledge; name: string | null | undefined; tree: Template }[] = [];
  return (source, knowledge, name) => {
    const last = lasts.find((one) => one.knowledge === knowledge && one.name === name);
    if (last?.version.source === source) return last.tree;
    const { lexing } = knowledge;
    const version = last ? nextVersion(last.version, source, lexing) : firstVersion(source, lexing);
    const tree = parseTokens(version, knowledge, name);
    const others = lasts.filter((one) => one !== last);
    lasts = [{ version, knowledge, name, tree }, ...others.slice(0, mostKnowledge - 1)];
    return tree;
  };
}

/** What is known by itself, and what some projects know. */
const mostKnowledge = 4;

function parseTokens(
  { source, tokens, known }: Pick<Version, 'source' | 'tokens'> & Partial<Version>,
  knowledge: Knowledge,
  name?: string | null,
): Template {
  let guesses: Map<number, number> | undefined;
  const roots: Node[] = [];
  const parse: Parse = {
    source,
    tokens,
    known,
    now: { index: 0, bound: 0 },
    bound: 0,
    state: newState(openScope(knowledge), name),
    errors: [],
    roots,
    children: roots,
    frames: [],
    open: new Map(),
    excused: [],
    unfinished: new Set(),
    silent: 0,
    tainted: false,
    content: 'none',
    guess(index) {
      parse.bound++;
      guesses ??= guessBlocks(source, tokens);
      return guesses.get(index);
    },
  };
  const hopeless = new Set<string>();
  /** The first token that was neither read nor passed over. */
  let next = 0;
  for (let index = 0; index < tokens.length; index++) {
    const before = knownAt(parse, index);
    // What is read again is no longer what was known, nor is what is passed over: a block is known with all that it holds.
    known?.fill(undefined, next, before === undefined ? index + 1 : index);
    next = index + (before?.tokens ?? 1);
    if (before !== undefined) {
      placeKnown(parse, before.node);
      index = next - 1;
      continue;
    }
    const token = tokens[index];
    parse.now = { index, bound: parse.bound };
    if (token.kind === 'text') readText(parse, token);
    else if (token.kind === 'comment') readComment(parse, token);
    else if (token.kind === 'variable') {
      readVariable(parse, token);
      if (token.whole !== undefined && innermost(parse)?.block.content === 'message')
        index = skipTo(tokens, index, token.whole);
    } else {
      const whole = token.unfinished ? readUnfinished(parse, token) : token;
      if (whole === undefined) continue;
      const frame = readBlockToken(parse, whole, index);
      if (whole !== token) index = skipTo(tokens, index, whole.end);
      if (frame?.block.content === 'raw') {
        parse.bound++;
        index = skipRaw(parse, frame, index, hopeless);
      }
    }
  }
  known?.fill(undefined, next);
  const open = unclosedFrames(parse);
  while (parse.frames.length > 0) closeFrame(parse, source.length);
  parse.errors.push(...open.map((frame) => unclosed(parse, frame)));
  parse.errors.sort((a, b) => a.start - b.start || a.end - b.end);
  return { source, tokens, nodes: parse.roots, errors: parse.errors };
}

/** The open blocks that are an error of their own, outermost first. */
function unclosedFrames(parse: Parse): Frame[] {
  const firstSilent = parse.frames.findIndex((frame) => frame.silent);
  const loud = firstSilent === -1 ? parse.frames : parse.frames.slice(0, firstSilent);
  return loud.filter((frame) => !frame.excused && !frame.tentative);
}

/** The index of the last token before an offset. */
function skipTo(tokens: readonly Token[], index: number, offset: number): number {
  let last = index;
  while (last + 1 < tokens.length && tokens[last + 1].start < offset) last++;
  return last;
}

/** What is known of the node that begins with a token, where it is the same again. */
function knownAt(parse: Parse, index: number): Known | undefined {
  const known = parse.known?.[index];
  if (known === undefined || known.loaded !== parse.state.scope.loaded) return undefined;
  const frame = innermost(parse);
  if (known.within !== frame?.block.content) return undefined;
  const { node } = known;
  return frame && node.kind === 'tag' && continues(frame, node.opening.name.text, index) ? undefined : known;
}

function placeKnown(parse: Parse, node: Node): void {
  if (node.kind === 'tag') placeTag(parse, node);
  else parse.children.push(node);
  if (node.kind === 'variable' && parse.frames.length === 0) parse.content = 'certain';
}

function readText(parse: Parse, { start, end }: Token): void {
  const node: Node = { kind: 'text', start, end };
  parse.children.push(node);
  keep(parse, node);
}

function readComment(parse: Parse, token: Token): void {
  const frame = innermost(parse);
  if (frame?.block.content === 'message') refuseContent(parse, frame, token);
  const node: Node = { kind: 'comment', start: token.start, end: token.end };
  parse.children.push(node);
  keep(parse, node);
}

function readVariable(parse: Parse, token: Token): void {
  const { start, end } = token;
  const isMessage = innermost(parse)?.block.content === 'message';
  const expression = parseExpression(parse.source, token.contents);
  const reporter = reporterOf(parse, { start, end: token.whole ?? end }, token);
  if (!token.unfinished && !isMessage) checkExpression(reporter, expression);
  const node: Node = { kind: 'variable', start, end, token, expression };
  parse.children.push(node);
  if (token.unfinished) parse.bound++;
  if (token.unfinished && token.whole === undefined) return;
  if (parse.frames.length === 0) parse.content = 'certain';
  if (!isMessage) {
    if (token.unfinished) fail(reporter, "The end '}}' is missing.", token, 'unfinished-tag');
    else if (token.contents.start === token.contents.end)
      fail(reporter, 'A variable is missing between the braces.', token, 'empty-tag');
    report(parse, reporter.errors);
  }
  keep(parse, node);
}

function reporterOf(parse: Parse, token: { start: number; end: number }, name: Token): Reporter {
  return { source: parse.source, state: parse.state, token, name, errors: [] };
}

/** Reads a whole `{% … %}`; answers the block that it opened. */
function readBlockToken(parse: Parse, token: Token, index: number): Frame | undefined {
  const { source, state } = parse;
  const name = tagName(source, token);
  const frame = innermost(parse);
  if (name === '') {
    if (frame?.block.content === 'message') refuseContent(parse, frame, token);
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
  if (known !== undefined) return readKnown(parse, token, known, index);
  return handleStray(parse, token, index);
}

function readKnown(parse: Parse, token: Token, tag: Tag, index: number): Frame | undefined {
  const reading = readFor(parse, token, tag);
  report(parse, reading.errors);
  const block = blockOf(reading);
  if (block !== undefined) {
    const vague = grammarOf(tag) === undefined && tag.kind === 'compiled' && !tag.certain;
    if (vague) parse.bound++;
    return openTag(parse, reading, token, block, { tentative: vague, silent: vague });
  }
  if (grammarOf(tag) !== undefined || tag.kind !== 'compiled' || tag.certain) {
    keep(parse, addTag(parse, reading, token));
    return undefined;
  }
  const closesAt = parse.guess(index);
  if (closesAt === undefined) {
    parse.tainted = true;
    addTag(parse, reading, token);
    return undefined;
  }
  return openTag(parse, reading, token, { branches: [], ends: [] }, { tentative: true, silent: true, closesAt });
}

/** Goes on behind a block of which nothing is read; answers the index of its end, or its own where there is none. */
function skipRaw(parse: Parse, frame: Frame, index: number, hopeless: Set<string>): number {
  const { source, tokens } = parse;
  const [end] = frame.block.ends;
  const exact = frame.grammar !== undefined;
  for (let i = index + 1; i < tokens.length && !hopeless.has(end); i++) {
    const token = tokens[i];
    if (token.whole !== undefined) i = skipTo(tokens, i, token.whole);
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
  parse.excused.push(frame.block);
  if (!quiet) report(parse, [unclosed(parse, frame)]);
  return index;
}
