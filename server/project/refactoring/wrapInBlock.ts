import { functionOf, tagsOf } from '../../templates/nodes';
import { relatives } from '../templates/templateTree';
import type { Refactoring } from './refactoring';
import { freeName, pieceOf, reachesOut, wrapped } from './selection';

/** Wraps the selection in a block, so that templates that extend this one can replace it. */
export const wrapInBlock: Refactoring = {
  kind: 'rewrite',
  offer(view, selected) {
    const { project, path, template, text } = view;
    const piece = template && pieceOf(template.tree, selected);
    if (piece === undefined) return [];
    if ('cut' in piece) return [{ title: 'Wrap in a block', declined: piece.cut }];
    const isChild = tagsOf(template!.tree, 'django.template.loader_tags.do_extends').length > 0;
    // In a template that extends another one, a block counts only inside of another block.
    const isInBlock = piece.around.some((node) => functionOf(node) === 'django.template.loader_tags.do_block');
    if (isChild && !isInBlock)
      return [{ title: 'Wrap in a block', declined: 'Here nothing is shown: the template extends another one.' }];
    const loads = tagsOf(template!.tree, 'django.template.defaulttags.load');
    if (loads.some(({ start, end }) => piece.start <= start && end <= piece.end))
      return [{ title: 'Wrap in a block', declined: "What '{% load %}' loads would only be known in the block." }];
    const reason = reachesOut(view, piece);
    if (reason) return [{ title: 'Wrap in a block', declined: reason }];
    // A block of the same name in a template that this one extends, or that extends it, would be one with it.
    const around = relatives(project, path).flatMap((one) => project.files.template(one)?.blocks ?? []);
    const taken = new Set([...text.matchAll(/\{%\s*block\s+(\S+)/g)].map((match) => match[1]));
    for (const block of around) taken.add(block.name);
    const name = freeName('content', (one) => taken.has(one));
    const replaced = wrapped(text, piece, `{% block ${name} %}`, '{% endblock %}');
    return [{ title: `Wrap in a block '${name}'`, edits: [{ start: piece.start, end: piece.end, text: replaced }] }];
  },
};
