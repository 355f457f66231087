import { allNodes, blocksAt, type Node, type TagNode, type Template } from '../../templates/nodes';
import type { Range } from '../../text/range';

/** A part of a template that is read the same when it stands elsewhere: whole nodes, side by side. */
export interface Piece extends Range {
  /** The tags around it, outermost first. */
  readonly around: readonly TagNode[];
}

/** What is selected, without the spaces around it; undefined where nothing is, or a tag or block is cut. */
export function pieceOf(template: Template, selected: Range): Piece | undefined {
  const { source } = template;
  const text = source.slice(selected.start, selected.end);
  if (text.trim() === '') return undefined;
  const start = selected.start + text.search(/\S/);
  const end = selected.start + text.trimEnd().length;
  const around = blocksAt(template, start);
  const atEnd = blocksAt(template, end);
  // An offset at the very border of a block counts as inside of it.
  const isAround = ({ node }: { node: TagNode }) => node.start < start && end < node.end;
  const [outer, outerAtEnd] = [around.filter(isAround), atEnd.filter(isAround)];
  if (outer.length !== outerAtEnd.length || outer.some(({ branch }, i) => branch !== outerAtEnd[i].branch))
    return undefined;
  const last = outer[outer.length - 1];
  if (last?.node.block?.content !== undefined) return undefined;
  const siblings: readonly Node[] = last?.branch.children ?? template.nodes;
  if (siblings.some((node) => node.kind !== 'text' && isCut(node, start, end))) return undefined;
  return { start, end, around: outer.map(({ node }) => node) };
}

/** The nodes of a template between two offsets. */
export function nodesIn(template: Template, { start, end }: Range): Node[] {
  return allNodes(template).filter((node) => node.start >= start && node.end <= end);
}

/** The piece with tags before and behind it: on lines of their own, where it stands on lines of its own. */
export function wrapped(source: string, { start, end }: Range, before: string, behind: string): string {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const indent = source.slice(lineStart, start);
  const newline = source.indexOf('\n', end);
  const isAlone = indent.trim() === '' && source.slice(end, newline < 0 ? source.length : newline).trim() === '';
  const text = source.slice(start, end);
  if (!isAlone || !text.includes('\n')) return before + text + behind;
  const line = source.includes('\r\n') ? '\r\n' : '\n';
  return `${before}${line}${indent}${text}${line}${indent}${behind}`;
}

/** The first of `name`, `name_2`, … that is not taken. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? name : `${name}_${i}`;
    if (!isTaken(candidate)) return candidate;
  }
}

function isCut(node: Node, start: number, end: number): boolean {
  return node.start < end && start < node.end && (node.start < start || end < node.end);
}
