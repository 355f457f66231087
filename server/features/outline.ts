import type { FileView } from '../project/view';
import type { Node, TagNode } from '../templates/nodes';
import type { Range } from '../text/range';

/** One entry of a template's outline. */
export interface OutlineEntry {
  readonly name: string;
  /** The tag's name, beside the entry's. */
  readonly detail: string;
  readonly kind: 'parent' | 'block' | 'partial' | 'include';
  /** All of it, from its opening to its closing tag. */
  readonly range: Range;
  /** Its name. */
  readonly selection: Range;
  readonly children: readonly OutlineEntry[];
}

/** What a template is made of: the template it extends, its blocks and partials, and what it includes in each of them. */
export function outline(view: FileView): OutlineEntry[] | undefined {
  return view.template && entriesOf(view.template.tree.nodes, view.text);
}

function entriesOf(nodes: readonly Node[], text: string): OutlineEntry[] {
  return nodes.flatMap((node) => {
    if (node.kind !== 'tag') return [];
    const children = node.branches.flatMap((branch) => entriesOf(branch.children, text));
    const entry = entryOf(node, text);
    return entry ? [{ ...entry, children }] : children;
  });
}

function entryOf(node: TagNode, text: string): Omit<OutlineEntry, 'children'> | undefined {
  const { name, token, arguments: given } = node.opening;
  const named = given.find(({ role }) => role === 'block' || role === 'template' || role === 'partial');
  const first = named ?? (name.text === 'partialdef' ? given[0] : undefined);
  if (first === undefined || token.unfinished) return undefined;
  const value = first.expression?.value;
  const selection = value?.kind === 'string' ? value.inside : { start: first.start, end: first.end };
  return {
    name: text.slice(selection.start, selection.end) || name.text,
    detail: name.text,
    kind: kindOf(name.text, first.role),
    range: { start: node.start, end: node.end },
    selection,
  };
}

function kindOf(tag: string, role: string): OutlineEntry['kind'] {
  if (tag === 'extends') return 'parent';
  if (role === 'block') return 'block';
  return role === 'template' ? 'include' : 'partial';
}
