import type { Range } from '../text/range';
import type { TemplateError } from './errors';
import { likelyOpen } from './layout';
import type { Branch, Node, TagNode, TagPart } from './nodes';
import { quoteList, type Reading, type TemplateState } from './reading';
import type { Block, Grammar } from './tags/grammar';
import type { Token } from './tokens';
import type { Known } from './versions';

/** A template while it is parsed. */
export interface Parse {
  readonly source: string;
  readonly tokens: readonly Token[];
  /** What is kept for the next version of the text; absent where there is none. */
  readonly known: (Known | undefined)[] | undefined;
  /** The token that is read now, and how many there were before it of what `bound` counts. */
  now: { index: number; bound: number };
  /** How often a tag was read that has an error, looks at more than itself, or changes what others mean. */
  bound: number;
  readonly state: TemplateState;
  readonly errors: TemplateError[];
  readonly roots: Node[];
  /** The open blocks, outermost first. */
  readonly frames: Frame[];
  /** Where nodes go now: the roots, or what the innermost block holds. */
  children: Node[];
  /** The kinds of open blocks, each with how many there are of it. */
  readonly open: Map<Block, number>;
  /** Blocks that were closed for another error's sake: their own tags, when they come, are no further error. */
  readonly excused: Pick<Block, 'branches' | 'ends'>[];
  /** The index of the token that most likely closes the tag at an index, where no more is known of the tag. */
  guess(index: number): number | undefined;
  /** Names of block tags that lack their `%}`. */
  readonly unfinished: Set<string>;
  /** How many open blocks are not understood, so that nothing inside of them is reported. */
  silent: number;
  /** Whether there was a tag of which nobody knows whether it opens a block, or until where. */
  tainted: boolean;
  /** What stands at the top level since the start or the last `{% extends %}`. */
  content: 'none' | 'possible' | 'certain';
  extending?: TagPart;
}

/** An open block. */
export interface Frame {
  readonly node: MutableTag;
  /** What was read when it was opened. */
  readonly opened: Parse['now'];
  readonly reading: Reading;
  readonly grammar?: Grammar;
  readonly block: Block;
  /** The branches that may follow now. */
  allowed: readonly string[];
  /** Whether it was opened on a guess: when it stays open, that is no error. */
  readonly tentative: boolean;
  /** Whether nothing is reported inside of it. */
  silent: boolean;
  /** For a block whose end is guessed: the index of the token that closes it. */
  readonly closesAt?: number;
  /** Whether an error was reported that explains why the block stays open. */
  excused: boolean;
  /** An `{% extends %}` in it. */
  misplaced?: TagPart;
}

interface MutableTag extends TagNode {
  end: number;
  readonly branches: (Branch & { end: number; readonly children: Node[] })[];
  closing?: TagPart;
}

export function report(parse: Parse, errors: readonly TemplateError[]): void {
  if (errors.length === 0) return;
  parse.bound++;
  if (parse.silent === 0) parse.errors.push(...errors);
}

/** Keeps a node for the next version of the text, where it is what it is by its own tags alone. */
export function keep(parse: Parse, node: Node, { index, bound } = parse.now): void {
  if (parse.known === undefined || parse.bound > bound) return;
  const { loaded } = parse.state.scope;
  const within = innermost(parse)?.block.content;
  parse.known[index] = { node, tokens: parse.now.index - index + 1, loaded, within };
}

/** Whether a tag of this name, in the token at `index`, continues or closes the block. */
export function continues(frame: Frame, name: string, index?: number): boolean {
  if (frame.closesAt !== undefined) return frame.closesAt === index;
  return frame.block.ends.includes(name) || frame.allowed.includes(name);
}

/** Whether a tag of this name can continue or close any open block. */
export function mayContinue(parse: Parse, name: string): boolean {
  for (const { ends, branches } of parse.open.keys()) if (ends.includes(name) || branches.includes(name)) return true;
  return false;
}

/** Opens a block with its first branch; the node has been added to its parent already. */
export function openFrame(
  parse: Parse,
  {
    node,
    reading,
    grammar,
    block,
    tentative,
    silent,
    closesAt,
  }: Omit<Frame, 'opened' | 'allowed' | 'excused' | 'misplaced'>,
): Frame {
  const allowed = block.branches;
  // Written out, all have one shape: templates have many blocks.
  const frame: Frame = {
    node,
    opened: parse.now,
    reading,
    grammar,
    block,
    allowed,
    tentative,
    silent,
    closesAt,
    excused: false,
    misplaced: undefined,
  };
  parse.frames.push(frame);
  parse.open.set(block, (parse.open.get(block) ?? 0) + 1);
  if (silent) parse.silent++;
  addBranch(parse, node, node.opening);
  return frame;
}

/** Nothing more is reported inside of a block whose error is reported already. */
export function silence(parse: Parse, frame: Frame): void {
  if (!frame.silent) parse.silent++;
  frame.silent = true;
}

/** Starts the next branch of the innermost block. */
export function continueFrame(parse: Parse, part: TagPart): void {
  const frame = innermost(parse)!;
  reportMisplaced(parse, frame, part.token);
  endBranch(frame.node, part.token.start);
  addBranch(parse, frame.node, part);
  const name = part.name.text;
  frame.allowed = frame.block.after?.[name] ?? frame.allowed;
}

/** Closes the innermost block, by a tag or, without one, at an offset. */
export function closeFrame(parse: Parse, closing: TagPart | number): Frame {
  const frame = parse.frames.pop()!;
  const others = parse.open.get(frame.block)! - 1;
  if (others === 0) parse.open.delete(frame.block);
  else parse.open.set(frame.block, others);
  parse.children = innerChildren(parse);
  const start = typeof closing === 'number' ? closing : closing.token.start;
  endBranch(frame.node, start);
  frame.node.end = typeof closing === 'number' ? closing : closing.token.end;
  if (frame.silent) parse.silent--;
  if (typeof closing === 'number') {
    if (frame.misplaced !== undefined) reportMisplaced(parse, frame, frame.misplaced.token);
    return frame;
  }
  frame.node.closing = closing;
  reportMisplaced(parse, frame, closing.token);
  const { grammar, reading } = frame;
  const errors = reading.errors.length;
  grammar?.closed?.(reading);
  report(parse, reading.errors.slice(errors));
  keep(parse, frame.node, frame.opened);
  return frame;
}

/** What an error about a block's missing end names: the opening tag that most likely stays open, and the ends. */
export function openData({ source }: Pick<Parse, 'source'>, frame: Frame): Pick<TemplateError, 'open' | 'ends'> {
  const { ends } = frame.block;
  const { name, token } = likelyOpen(frame.node, ends, source).opening;
  return { open: { name: name.text, start: token.start, end: token.end }, ends };
}

/** The error of a block that is never closed. */
export function unclosed(parse: Pick<Parse, 'source'>, frame: Frame): TemplateError {
  const { name, token } = frame.node.opening;
  return {
    code: 'unclosed-tag',
    message: `'${name.text}' is never closed: ${quoteList(frame.block.ends)} is missing.`,
    start: name.start,
    end: name.end,
    token: { start: token.start, end: token.end },
    name: name.text,
    ...openData(parse, frame),
  };
}

/** In a block, Django reads an `{% extends %}` to the end of the template, and stumbles over the end of the block. */
function reportMisplaced(parse: Parse, frame: Frame, at: Range): void {
  if (frame.misplaced === undefined || frame.tentative) return;
  const { start, end } = frame.misplaced.name;
  const message = "'extends' cannot stand inside a block: it must be the first tag of the template.";
  report(parse, [{ code: 'extends-not-first', message, start, end, token: { start: at.start, end: at.end } }]);
  frame.misplaced = undefined;
}

/** What the innermost block holds, else the roots. */
function innerChildren(parse: Parse): Node[] {
  const frame = innermost(parse);
  return frame === undefined ? parse.roots : frame.node.branches[frame.node.branches.length - 1].children;
}

/** The innermost open block. */
export function innermost({ frames }: Pick<Parse, 'frames'>): Frame | undefined {
  // There is most often none: a look before the start of a list takes long.
  return frames.length === 0 ? undefined : frames[frames.length - 1];
}

function addBranch(parse: Parse, node: MutableTag, opening: TagPart): void {
  const { end } = opening.token;
  parse.children = [];
  node.branches.push({ opening, start: end, end, children: parse.children });
}

function endBranch(node: MutableTag, end: number): void {
  const branch = node.branches[node.branches.length - 1];
  branch.end = Math.max(branch.start, end);
}
