import type { Check, Finding } from '../project/finding';
import { functionOf, type Node, type TagNode } from '../templates/nodes';
import { grammarOf } from '../templates/tags';
import type { Range } from '../text/range';

/** What a template that extends another one has outside of its blocks: Django reads it and never shows it. */
export const lostContent: Check = {
  rule: 'lost-content',
  severity: 'warning',
  run({ template, text }) {
    if (template?.name === undefined || template.tree.errors.length > 0) return [];
    const { nodes } = template.tree;
    const at = nodes.findIndex((node) => functionOf(node) === 'django.template.loader_tags.do_extends');
    if (at < 0) return [];
    const found: Finding[] = [];
    for (const node of nodes.slice(at + 1)) {
      const lost = lostIn(node, text);
      if (lost === undefined) continue;
      const last = found[found.length - 1];
      const message = messageFor(node, text);
      // What stands side by side is one piece of content.
      if (last?.message === outside && message === outside && text.slice(last.range.end, lost.start).trim() === '')
        found[found.length - 1] = { ...last, range: { start: last.range.start, end: lost.end } };
      else found.push({ range: lost, message });
    }
    return found;
  },
};

const outside = 'This stands outside of the blocks of a template that extends another one, so it is never shown.';

function messageFor(node: Node, text: string): string {
  if (node.kind !== 'tag') return outside;
  const target = node.opening.arguments.find(({ role }) => role === 'target');
  if (holdsBlock(node))
    return `'${node.opening.name.text}' has no effect here: in a template that extends another one only the blocks count, not what stands around them.`;
  if (node.branches.length > 0 || target === undefined) return outside;
  return `This has no effect outside of the blocks of a template that extends another one: '${text.slice(target.start, target.end)}' is not set.`;
}

function holdsBlock(node: Node): boolean {
  return (
    node.kind === 'tag' && node.branches.some(({ children }) => children.some((one) => isBlock(one) || holdsBlock(one)))
  );
}

/** What of a node would be shown, or set, were it not outside of all blocks. */
function lostIn(node: Node, text: string): Range | undefined {
  if (node.kind === 'variable') return { start: node.start, end: node.end };
  if (node.kind === 'text') return written(node, text);
  if (node.kind !== 'tag') return undefined;
  const opening = node.opening.token;
  if (silent.has(functionOf(node) ?? '')) return undefined;
  if (!doesNothing(node)) return undefined;
  if (node.branches.length === 0) return { start: node.start, end: node.end };
  if (holdsBlock(node)) return { start: opening.start, end: opening.end };
  const lost = node.branches.some(({ children }) => children.some((child) => lostIn(child, text) !== undefined));
  return lost ? { start: node.start, end: node.end } : undefined;
}

/** The text without the spaces around it; undefined where HTML comments are all there is. */
function written({ start, end }: Range, text: string): Range | undefined {
  const piece = text.slice(start, end);
  const bare = piece
    .replace(/<!--[\s\S]*?(?:-->|$)/g, (comment) => ' '.repeat(comment.length))
    .replace(/^[^<]*-->/, (rest) => ' '.repeat(rest.length));
  if (bare.trim() === '') return undefined;
  return { start: start + bare.search(/\S/), end: start + bare.trimEnd().length };
}

/** Whether all of the tag is known, so that it does nothing while the template is compiled. */
function doesNothing(node: TagNode): boolean {
  return node.tag !== undefined && (node.tag.kind !== 'compiled' || grammarOf(node.tag) !== undefined);
}

function isBlock(node: Node): boolean {
  return functionOf(node) === 'django.template.loader_tags.do_block';
}

/** What shows nothing by itself, or works while the template is compiled. */
const silent = new Set([
  'django.template.loader_tags.do_block',
  'django.template.loader_tags.do_extends',
  'django.template.defaulttags.load',
  'django.template.defaulttags.comment',
  'django.template.defaulttags.partialdef_func',
  'django.template.defaulttags.debug',
]);
