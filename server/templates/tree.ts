import { parseExpression } from './expression';
import { closeFrame, continues, type Frame, type Parse, report, unclosed } from './frames';
import { guessBlocks, tagName } from './guess';
import type { Tag } from './library';
import type { Node, Template } from './nodes';
import { type Lexed, lex, lexAgain, type Piece } from './pieces';
import { checkExpression, fail, newState, type Reporter, startReading } from './reading';
import { type Knowledge, openScope } from './scope';
import { handleStray } from './strays';
import { addSingle, addTag, isFine, knownArguments, openTag, readFor, readNext, refuseContent } from './tagNodes';
import { blockOf, grammarOf, isSingle } from './tags';
import type { Token } from './tokens';
import { readUnfinished } from './unfinished';

/**
 * Parses a template as `django.template.base.Parser` does, and reads on behind every error. The errors are all that
 * Django refuses when it compiles the template, each once, and what follows from one is not reported again.
 * @param name what the template is loaded by, for the names that are relative to it: null for one that is compiled from a string,
 * undefined where that is not known
 */
export function parseTemplate(source: string, knowledge: Knowledge, name?: string | null): Template {
  return parseLexed(lex(source, knowledge.lexing), knowledge, name);
}

/** Parses the versions that a text has one after the other. */
export type TemplateParser = typeof parseTemplate;

/** Parses a text that is being edited: what the parses of one version or of the next one have in common is read once. */
export function createTemplateParser(): TemplateParser {
  // A project whose packages change what a tag is reads the text otherwise than one who knows no project.
  const lasts = new Map<string, Lexed>();
  return (source, knowledge, name) => {
    const { lexing } = knowledge;
    const key = lexing ? JSON.stringify(lexing) : '';
    let last = lasts.get(key);
    if (source !== last?.source) last = last ? lexAgain(last, source, lexing) : lex(source, lexing);
    lasts.set(key, last!);
    return parseLexed(last!, knowledge, name);
  };
}

function parseLexed({ source, tokens, pieces }: Lexed, knowledge: Knowledge, name?: string | null): Template {
  let guesses: Map<number, number> | undefined;
  const roots: Node[] = [];
  const state = newState(openScope(knowledge), name);
  const start = { start: 0, end: 0 };
  const parse: Parse = {
    source,
    tokens,
    pieces,
    state,
    errors: [],
    aside: { source, state, token: start, name: start, errors: [] },
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
      guesses ??= guessBlocks(source, tokens);
      return guesses.get(index);
    },
  };
  const hopeless = new Set<string>();
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token.kind === 'text') parse.children.push({ kind: 'text', start: token.start, end: token.end });
    else if (token.kind === 'comment') readComment(parse, token);
    else if (token.kind === 'variable') {
      readVariable(parse, token, pieces[index]);
      if (token.whole !== undefined && innermost(parse)?.block.content === 'message')
        index = skipTo(tokens, index, token.whole);
    } else {
      const whole = token.unfinished ? readUnfinished(parse, token) : token;
      if (whole === undefined) continue;
      const frame = readBlockToken(parse, whole, index);
      if (whole !== token) index = skipTo(tokens, index, whole.end);
      if (frame?.block.content === 'raw') index = skipRaw(parse, frame, index, hopeless);
    }
  }
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

function innermost(parse: Parse): Frame | undefined {
  return parse.frames[parse.frames.length - 1];
}

/** The index of the last token before an offset. */
function skipTo(tokens: readonly Token[], index: number, offset: number): number {
  let last = index;
  while (last + 1 < tokens.length && tokens[last + 1].start < offset) last++;
  return last;
}

function readComment(parse: Parse, token: Token): void {
  const frame = parse.frames[parse.frames.length - 1];
  if (frame?.block.content === 'message') refuseContent(parse, frame, token);
  parse.children.push({ kind: 'comment', start: token.start, end: token.end });
}

function readVariable(parse: Parse, token: Token, piece: Piece): void {
  const { source } = parse;
  const frame = parse.frames[parse.frames.length - 1];
  const { start, end } = token;
  piece.expression ??= parseExpression(source, token.contents);
  const { expression } = piece;
  const isWhole = !token.unfinished && token.contents.start < token.contents.end;
  if (isWhole && (frame?.block.content === 'message' || isFine(parse, expression))) {
    piece.nodes ??= [{ kind: 'variable', start, end, token, expression }];
    parse.children.push(piece.nodes[0]);
    if (frame === undefined) parse.content = 'certain';
    return;
  }
  const reporter = reporterOf(parse, { start, end: token.whole ?? end }, token);
  if (!token.unfinished && frame?.block.content !== 'message') checkExpression(reporter, expression);
  parse.children.push({ kind: 'variable', start, end, token, expression });
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

/** Reads a whole `{% … %}`; answers the block that it opened. */
function readBlockToken(parse: Parse, token: Token, index: number): Frame | undefined {
  const { source, state } = parse;
  const piece = pieceOf(parse, token, index);
  const name = piece?.split?.name.text ?? tagName(source, token);
  const frame = parse.frames[parse.frames.length - 1];
  if (name === '') {
    if (frame?.block.content === 'message') refuseContent(parse, frame, token);
    const reporter = reporterOf(parse, { start: token.start, end: token.end }, token);
    fail(reporter, 'The name of a tag is missing.', token, 'empty-tag');
    report(parse, reporter.errors);
    addTag(parse, startReading(source, token, state, undefined), token);
    return undefined;
  }
  if (frame !== undefined && continues(frame, name, index)) {
    readNext(parse, frame, startReading(source, token, state, undefined, piece), token);
    return undefined;
  }
  if (frame?.block.content === 'message') refuseContent(parse, frame, token);
  const known = state.scope.tags.get(name);
  if (known !== undefined) return readKnown(parse, token, known, index);
  return handleStray(parse, token, index);
}

/** What is known of a token; undefined where two tokens are taken for one. */
function pieceOf({ tokens, pieces }: Parse, token: Token, index: number): Piece | undefined {
  return tokens[index] === token ? pieces[index] : undefined;
}

function readKnown(parse: Parse, token: Token, tag: Tag, index: number): Frame | undefined {
  const piece = pieceOf(parse, token, index);
  const known = piece?.split && isSingle(tag) ? knownArguments(parse, tag, piece) : undefined;
  if (known !== undefined) {
    addSingle(parse, token, tag, piece!, known);
    return undefined;
  }
  const reading = readFor(parse, token, tag, piece);
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
