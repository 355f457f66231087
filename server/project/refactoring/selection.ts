import { allTags, blocksAt, functionOf, type Node, type TagNode, type Template } from '../../templates/nodes';
import type { VariableUse } from '../../templates/variables';
import type { Range } from '../../text/range';
import { templatesBelow } from '../templates/templateTree';
import { isSeen, variablesOf } from '../variables/family';
import { inclusionsIn } from '../variables/inclusions';
import type { FileView } from '../view';

/** A part of a template that is read the same when it stands elsewhere: whole nodes, side by side. */
export interface Piece extends Range {
  /** The tags around it, outermost first. */
  readonly around: readonly TagNode[];
}

/** What is selected, without the spaces around it; why not, where a tag or block is cut; undefined where nothing is selected. */
export function pieceOf(template: Template, selected: Range): Piece | { readonly cut: string } | undefined {
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
  const other = outer.find(({ branch }, i) => branch !== outerAtEnd[i]?.branch) ?? outerAtEnd[outer.length];
  if (other) return { cut: cutting(source, other.node) };
  const last = outer[outer.length - 1];
  if (last?.node.block?.content !== undefined)
    return { cut: `It stands in ${shown(source, last.node)}, which takes no tags.` };
  const siblings: readonly Node[] = last?.branch.children ?? template.nodes;
  const cut = siblings.find((node) => node.kind !== 'text' && isCut(node, start, end));
  if (cut) return { cut: cutting(source, cut) };
  return { start, end, around: outer.map(({ node }) => node) };
}

function cutting(source: string, node: Node): string {
  const other = node.kind === 'tag' && node.branches.length > 0 ? ' or stay inside of one part' : '';
  return `The selection cuts ${shown(source, node)}: it has to hold all of it${other}.`;
}

/** A tag, variable or comment for people. */
function shown(source: string, node: Node): string {
  if (node.kind !== 'tag') return `'${source.slice(node.start, node.end)}'`;
  const { token, name } = node.opening;
  return node.branches.length > 0 ? `the block '{% ${name.text} %}'` : `'${source.slice(token.start, token.end)}'`;
}

/** The tags of a template between two offsets. */
export function tagsIn(template: Template, { start, end }: Range): TagNode[] {
  return allTags(template).filter((node) => node.start >= start && node.end <= end);
}

/** Why a piece with a context of its own would show something else: it sets what is used outside of it, or needs the block around it. */
export function reachesOut({ template, project, path }: FileView, piece: Range): string | undefined {
  const tree = template!.tree;
  const uses = variablesOf(project, tree);
  const isInside = ({ start }: Range) => piece.start <= start && start < piece.end;
  const isOutside = ({ binding }: VariableUse) => binding < piece.start || piece.end <= binding;
  const sets = uses.filter((one) => one.sets && isInside(one.parts[0]) && isOutside(one));
  const isRead = (name: string) =>
    uses.some(({ sets, parts: [part] }) => !sets && !isInside(part) && part.text === name) || isReadElsewhere(name);
  // What follows sees the name without naming it: included templates, and blocks of templates that extend this one.
  const isReadElsewhere = (name: string) =>
    inclusionsIn(project, path).some(
      ({ start, targets, isOnly, taken }) =>
        !isInside({ start, end: start }) &&
        !isOnly &&
        !taken.has(name) &&
        (targets.length === 0 || targets.some((target) => isSeen(project, target, name))),
    ) || templatesBelow(project, path).some((one) => isSeen(project, one, name));
  const lost = sets.find(({ parts: [{ text }] }) => isRead(text))?.parts[0].text;
  if (lost !== undefined) return `It sets '${lost}', which is used outside of it.`;
  const blocks = tagsIn(tree, piece).filter((node) => functionOf(node) === 'django.template.loader_tags.do_block');
  const isOfBlock = (one: VariableUse) =>
    one.parts[0].text === 'block' &&
    isInside(one.parts[0]) &&
    isOutside(one) &&
    !blocks.some((block) => block.start < one.parts[0].start && one.parts[0].start < block.end);
  return uses.some(isOfBlock) ? "'block' means the block around it." : undefined;
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
