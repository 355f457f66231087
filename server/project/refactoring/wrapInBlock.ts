import { functionOf } from '../../templates/nodes';
import type { Refactoring } from './refactoring';
import { freeName, nodesIn, pieceOf, wrapped } from './selection';

/** Wraps the selection in a block, so that templates that extend this one can replace it. */
export const wrapInBlock: Refactoring = {
  kind: 'rewrite',
  offer({ template, text }, selected) {
    const piece = template && pieceOf(template.tree, selected);
    if (piece === undefined) return [];
    const all = nodesIn(template!.tree, { start: 0, end: text.length }).map(functionOf);
    const own = nodesIn(template!.tree, piece).map(functionOf);
    const isChild = all.includes('django.template.loader_tags.do_extends');
    // In a template that extends another one, a block counts only inside of another block.
    const isInBlock = piece.around.some((node) => functionOf(node) === 'django.template.loader_tags.do_block');
    if ((isChild && !isInBlock) || own.includes('django.template.defaulttags.load')) return [];
    const taken = new Set([...text.matchAll(/\{%\s*block\s+(\S+)/g)].map((match) => match[1]));
    const name = freeName('content', (one) => taken.has(one));
    const replaced = wrapped(text, piece, `{% block ${name} %}`, '{% endblock %}');
    return [{ title: `Wrap in a block '${name}'`, edits: [{ start: piece.start, end: piece.end, text: replaced }] }];
  },
};
