import type { FileView } from '../project/view';
import { type Node, partsOf, type TagNode } from '../templates/nodes';

/** A part of a file that can be folded: what lies between the lines of its start and its end. */
export interface Fold {
  /** An offset in the line that stays. */
  readonly start: number;
  /** An offset in the first line that is shown again. */
  readonly end: number;
  readonly kind?: 'comment' | 'imports';
}

/** Each branch of each block, comments, and lines of `{% load %}` that follow each other. */
export function folding(view: FileView): Fold[] | undefined {
  return view.template && foldsOf(view.template.tree.nodes, view.text);
}

function foldsOf(nodes: readonly Node[], text: string): Fold[] {
  const folds = runs(nodes, text);
  for (const node of nodes) {
    if (node.kind !== 'tag') continue;
    folds.push(...foldsOfTag(node));
    for (const branch of node.branches) folds.push(...foldsOf(branch.children, text));
  }
  return folds;
}

function foldsOfTag(node: TagNode): Fold[] {
  if (node.closing === undefined) return [];
  const parts = partsOf(node);
  const kind = node.opening.name.text === 'comment' ? ('comment' as const) : undefined;
  return parts.slice(1).map((part, i) => ({ start: parts[i].token.end, end: part.token.start, ...(kind && { kind }) }));
}

/** Neighbours that say something together: comments of one line each, and what is loaded. */
function runs(nodes: readonly Node[], text: string): Fold[] {
  const folds: Fold[] = [];
  let first: Node | undefined;
  let last: Node | undefined;
  let kind: Fold['kind'];
  const close = () => {
    if (first !== undefined && last !== undefined && first !== last) {
      const behind = text.indexOf('\n', last.end);
      folds.push({ start: first.start, end: behind < 0 ? text.length + 1 : behind + 1, kind });
    }
    first = last = undefined;
  };
  for (const node of nodes) {
    if (node.kind === 'text' && text.slice(node.start, node.end).trim() === '') continue;
    const own = runOf(node);
    if (own === undefined || own !== kind) close();
    if (own === undefined) continue;
    kind = own;
    first ??= node;
    last = node;
  }
  close();
  return folds;
}

function runOf(node: Node): Fold['kind'] {
  if (node.kind === 'comment') return 'comment';
  return node.kind === 'tag' && node.opening.name.text === 'load' ? 'imports' : undefined;
}
