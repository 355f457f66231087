import type { Range } from '../text/range';
import type { TemplateError } from './errors';
import type { FilterExpression } from './expression';
import type { Tag } from './library';
import type { Argument } from './reading';
import type { Block } from './tags/grammar';
import type { Token } from './tokens';
import type { Word } from './words';

/** A parsed template. Every text has one, however broken. */
export interface Template {
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly nodes: readonly Node[];
  /** All that Django's compiler would refuse, in the order of the text. */
  readonly errors: readonly TemplateError[];
}

export type Node = TextNode | CommentNode | VariableNode | TagNode;

export interface TextNode extends Range {
  readonly kind: 'text';
}

/** `{# … #}` */
export interface CommentNode extends Range {
  readonly kind: 'comment';
}

export interface VariableNode extends Range {
  readonly kind: 'variable';
  readonly token: Token;
  readonly expression: FilterExpression;
}

/** A tag with its block, where it opens one; the range is that of all of it. */
export interface TagNode extends Range {
  readonly kind: 'tag';
  readonly opening: TagPart;
  /** The registered tag; undefined where none is known. */
  readonly tag?: Tag;
  /** The block that it opens; undefined for a tag without a block, and for one whose block is only guessed. */
  readonly block?: Block;
  /** What the block holds; empty for a tag without a block. */
  readonly branches: readonly Branch[];
  /** Missing where the block is not closed. */
  readonly closing?: TagPart;
}

/** One `{% … %}`. */
export interface TagPart {
  readonly token: Token;
  /** Empty in `{% %}`. */
  readonly name: Word;
  readonly arguments: readonly Argument[];
}

/** The part of a block behind its opening tag or behind a tag such as `{% else %}`, up to the next of them. */
export interface Branch extends Range {
  readonly opening: TagPart;
  readonly children: readonly Node[];
}

/** The dotted path of a tag's function; undefined for a tag that is not known, and for other nodes. */
export function functionOf(node: Node): string | undefined {
  return node.kind === 'tag' ? node.tag?.function : undefined;
}

/** All nodes in the order of the text, a tag before what its block holds; listed once for each template. */
export function allNodes(template: Template): readonly Node[] {
  let nodes = listed.get(template);
  if (nodes === undefined) {
    nodes = list(template.nodes);
    listed.set(template, nodes);
  }
  return nodes;
}

const listed = new WeakMap<Template, readonly Node[]>();

function list(roots: readonly Node[]): readonly Node[] {
  const found: Node[] = [];
  const stack: Node[] = [...roots].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    found.push(node);
    if (node.kind !== 'tag') continue;
    for (let i = node.branches.length - 1; i >= 0; i--) {
      const { children } = node.branches[i];
      for (let j = children.length - 1; j >= 0; j--) stack.push(children[j]);
    }
  }
  return found;
}

/** The tags of a function, in the order of the text. */
export function tagsOf(template: Template, dotted: string): readonly TagNode[] {
  return allTags(template).filter(({ tag }) => tag?.function === dotted);
}

/** All tags in the order of the text, a tag before what its block holds; listed once for each template. */
export function allTags(template: Template): readonly TagNode[] {
  let tags = listedTags.get(template);
  if (tags === undefined) {
    tags = tagsAmong(template.nodes);
    listedTags.set(template, tags);
  }
  return tags;
}

const listedTags = new WeakMap<Template, readonly TagNode[]>();

function tagsAmong(nodes: readonly Node[]): readonly TagNode[] {
  const found: TagNode[] = [];
  for (const node of nodes) {
    if (node.kind !== 'tag') continue;
    if (node.branches.length === 0) found.push(node);
    else for (const tag of tagsWithin(node)) found.push(tag);
  }
  return found;
}

/** A tag with all tags in its block, which most often stays as it is from one version of a text to the next. */
function tagsWithin(node: TagNode): readonly TagNode[] {
  let tags = within.get(node);
  if (tags === undefined) {
    tags = [node, ...node.branches.flatMap(({ children }) => tagsAmong(children))];
    within.set(node, tags);
  }
  return tags;
}

const within = new WeakMap<TagNode, readonly TagNode[]>();

/** The opening, continuing and closing tags of a node, in the order of the text. */
export function partsOf(node: TagNode): TagPart[] {
  const parts = [node.opening, ...node.branches.slice(1).map((branch) => branch.opening)];
  return node.closing === undefined ? parts : [...parts, node.closing];
}

/** The tags whose blocks hold the offset, outermost first, each with the branch that holds it. */
export function blocksAt(template: Template, offset: number): { node: TagNode; branch: Branch }[] {
  const path: { node: TagNode; branch: Branch }[] = [];
  let nodes = template.nodes;
  for (;;) {
    const node = nodeAt(nodes, offset);
    const branch = node?.branches.find(({ start, end }) => start <= offset && offset <= end);
    if (node === undefined || branch === undefined) return path;
    path.push({ node, branch });
    nodes = branch.children;
  }
}

function nodeAt(nodes: readonly Node[], offset: number): TagNode | undefined {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (nodes[middle].end < offset) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < nodes.length && nodes[i].start <= offset; i++) {
    const node = nodes[i];
    if (node.kind === 'tag' && node.branches.length > 0 && node.branches[0].start <= offset) {
      if (offset < node.end || node.closing === undefined) return node;
    }
  }
  return undefined;
}
