import type { Check, Finding } from '../project/findings/finding';
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
    const comments = commentsIn(text);
    const isShown = ({ start }: Range) => !comments.some((one) => one.start <= start && start < one.end);
    const found: Finding[] = [];
    for (const { range, message } of nodes.slice(at + 1).flatMap((node) => lostIn(node, text))) {
      if (!isShown(range)) continue;
      const last = found[found.length - 1];
      // What stands side by side is one piece of content.
      if (last?.message === outside && message === outside && text.slice(last.range.end, range.start).trim() === '')
        found[found.length - 1] = { ...last, range: { start: last.range.start, end: range.end } };
      else found.push({ range, message });
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
function lostIn(node: Node, text: string): Finding[] {
  if (node.kind === 'text') return written(node, text);
  if (node.kind === 'comment') return [];
  if (node.kind === 'tag') {
    if (silent.has(functionOf(node) ?? '') || !doesNothing(node)) return [];
    const inside = () => node.branches.flatMap(({ children }) => children.flatMap((child) => lostIn(child, text)));
    if (holdsBlock(node)) {
      // Many write an 'if' around a block, as Django's admin does: the block is shown either way, and nothing is lost.
      if (functionOf(node) === 'django.template.defaulttags.do_if') return inside();
      const { start, end } = node.opening.token;
      return [{ range: { start, end }, message: messageFor(node, text) }];
    }
    if (node.branches.length > 0 && inside().length === 0) return [];
  }
  return [{ range: { start: node.start, end: node.end }, message: messageFor(node, text) }];
}

/** The text without the spaces and HTML comments around it. */
function written({ start, end }: Range, text: string): Finding[] {
  const blank = (comment: string) => ' '.repeat(comment.length);
  const bare = text
    .slice(start, end)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, blank)
    .replace(/^[^<]*-->/, blank);
  if (bare.trim() === '') return [];
  return [{ range: { start: start + bare.search(/\S/), end: start + bare.trimEnd().length }, message: outside }];
}

function commentsIn(text: string): Range[] {
  return [...text.matchAll(/<!--[\s\S]*?(?:-->|$)/g)].map((one) => ({
    start: one.index,
    end: one.index + one[0].length,
  }));
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
