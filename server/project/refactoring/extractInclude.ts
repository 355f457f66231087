import { functionOf } from '../../templates/nodes';
import { type VariableUse, variablesIn } from '../../templates/variables';
import { dirname, join, relative } from '../../text/paths';
import type { Range } from '../../text/range';
import type { FileView } from '../view';
import type { Refactoring } from './refactoring';
import { freeName, nodesIn, pieceOf } from './selection';

/** Moves the selection to a template of its own, which is included in its place. That sees every variable that is known there. */
export const extractInclude: Refactoring = {
  kind: 'extract',
  offer(view, selected) {
    const { template, project, text, path } = view;
    const piece = template && pieceOf(template.tree, selected);
    if (piece === undefined || template?.name === undefined || !isMovable(view, piece)) return [];
    const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
    const extension = /\.\w+$/.exec(path)?.[0] ?? '';
    const folder = dirname(path);
    const root = folder.slice(0, folder.length - dirname(`/${template.name}`).slice(1).length);
    const named = (name: string) => join(folder, `${name}${extension}`);
    const { files } = project.templates();
    const nameOf = (name: string) => relative(named(name), root.replace(/\/$/, ''));
    const base = freeName(`_${stem.replace(/^_+/, '')}_part`, (name) => files.has(nameOf(name)));
    const quote = text.slice(0, piece.start).endsWith('"') ? "'" : '"';
    const include = `{% include ${quote}${nameOf(base)}${quote} %}`;
    return [
      {
        title: `Move to the template '${nameOf(base)}' and include it`,
        edits: [{ start: piece.start, end: piece.end, text: include }],
        create: { path: named(base), text: loadsFor(view, piece) + withoutIndent(text, piece) },
      },
    ];
  },
};

/** Whether the piece shows the same when it is included: it does nothing that reaches beyond it, and needs nothing of the template around it. */
function isMovable({ template }: FileView, piece: Range): boolean {
  const tree = template!.tree;
  const functions = nodesIn(tree, piece).map(functionOf);
  if (functions.some((name) => name !== undefined && bound.has(name))) return false;
  const uses = variablesIn(tree);
  const isInside = ({ parts: [{ start }] }: VariableUse) => piece.start <= start && start < piece.end;
  // What is set in an included template is gone behind it.
  const sets = uses.filter(
    (one) => one.sets && isInside(one) && (one.binding < piece.start || one.binding >= piece.end),
  );
  const isRead = (set: VariableUse) =>
    uses.some((one) => !one.sets && !isInside(one) && one.parts[0].text === set.parts[0].text);
  if (sets.some(isRead)) return false;
  return !uses.some((one) => isInside(one) && one.parts[0].text === 'block' && one.binding < 0);
}

/** Tags that belong to the template as a whole, or keep a state from one turn of a loop to the next. */
const bound = new Set([
  'django.template.loader_tags.do_extends',
  'django.template.loader_tags.do_block',
  'django.template.defaulttags.load',
  'django.template.defaulttags.cycle',
  'django.template.defaulttags.resetcycle',
  'django.template.defaulttags.ifchanged',
  'django.template.defaulttags.partialdef_func',
  'django.template.defaulttags.partial_func',
]);

/** The `{% load %}` of the libraries that the piece uses, on a line of its own. */
function loadsFor({ uses, project, text }: FileView, { start, end }: Range): string {
  const used = uses.filter((one) => start <= one.start && one.end <= end);
  const { byName } = project.libraries();
  const names = uses
    .filter((one) => one.kind === 'library' && one.end <= start)
    .filter(({ name }) => {
      const library = byName.get(name);
      return used.some(
        (one) =>
          (one.kind === 'tag' && library?.tags.has(one.name)) ||
          (one.kind === 'filter' && library?.filters.has(one.name)),
      );
    })
    .map(({ name }) => name);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return names.length === 0 ? '' : `{% load ${[...new Set(names)].join(' ')} %}${newline}`;
}

/** The piece as lines that start at the margin. */
function withoutIndent(source: string, { start, end }: Range): string {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const indent = /^[ \t]*/.exec(source.slice(lineStart, start))![0];
  const newline = source.includes('\r\n') ? '\r\n' : '\n';
  const lines = source.slice(start, end).split('\n');
  return (
    lines.map((line, i) => (i > 0 && line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n') + newline
  );
}
