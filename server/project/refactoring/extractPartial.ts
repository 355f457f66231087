import { functionOf } from '../../templates/nodes';
import type { Refactoring } from './refactoring';
import { freeName, nodesIn, pieceOf, wrapped } from './selection';

/** Makes the selection a partial, shown where it stands, that `{% partial %}` and `template.html#name` can show too. Since Django 6.0. */
export const extractPartial: Refactoring = {
  kind: 'extract',
  offer({ project, template, text }, selected) {
    const piece = template && pieceOf(template.tree, selected);
    if (piece === undefined || template === undefined || !hasPartials(project.django().version)) return [];
    const own = nodesIn(template.tree, piece).map(functionOf);
    if (own.some((name) => name !== undefined && elsewhere.has(name))) return [];
    const taken = new Set([...text.matchAll(/\{%\s*partialdef\s+(\S+)/g)].map((match) => match[1]));
    const name = freeName('part', (one) => taken.has(one));
    const replaced = wrapped(text, piece, `{% partialdef ${name} inline %}`, '{% endpartialdef %}');
    return [
      { title: `Make a partial '${name}' of it`, edits: [{ start: piece.start, end: piece.end, text: replaced }] },
    ];
  },
};

function hasPartials(version: string): boolean {
  return Number.parseInt(version, 10) >= 6;
}

const elsewhere = new Set([
  'django.template.loader_tags.do_extends',
  'django.template.loader_tags.do_block',
  'django.template.defaulttags.load',
  'django.template.defaulttags.partialdef_func',
]);
