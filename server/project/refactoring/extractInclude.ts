import { functionOf, type Node } from '../../templates/nodes';
import { variablesIn } from '../../templates/variables';
import { dirname, join, relative } from '../../text/paths';
import type { Range } from '../../text/range';
import type { FileView } from '../view';
import type { Refactoring } from './refactoring';
import { freeName, pieceOf, reachesOut, tagsIn } from './selection';

/**
 * Moves the selection to a template of its own, which is included in its place: seeing every variable that is known there, or only
 * those that it shows.
 */
export const extractInclude: Refactoring = {
  kind: 'extract',
  offer(view, selected) {
    const { template, project, text, path } = view;
    const piece = template && pieceOf(template.tree, selected);
    if (piece === undefined || template?.name === undefined) return [];
    const why = 'cut' in piece ? piece.cut : reasonToStay(view, piece);
    if (why !== undefined || 'cut' in piece) return [{ title: 'Move to a template and include it', declined: why! }];
    const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
    const extension = /\.\w+$/.exec(path)?.[0] ?? '';
    const folder = dirname(path);
    const root = folder.slice(0, folder.length - dirname(`/${template.name}`).slice(1).length);
    const named = (name: string) => join(folder, `${name}${extension}`);
    const { files } = project.templates();
    const nameOf = (name: string) => relative(named(name), root.replace(/\/$/, ''));
    const base = freeName(`_${stem.replace(/^_+/, '')}_part`, (name) => files.has(nameOf(name)));
    const quote = text.slice(0, piece.start).endsWith('"') ? "'" : '"';
    const create = { path: named(base), text: loadsFor(view, piece) + withoutIndent(text, piece) };
    const included = (behind: string) => `{% include ${quote}${nameOf(base)}${quote}${behind} %}`;
    const offer = (title: string, behind: string) => ({
      title,
      edits: [{ start: piece.start, end: piece.end, text: included(behind) }],
      create,
    });
    const title = `Move to the template '${nameOf(base)}' and include it`;
    const needed = neededBy(view, piece);
    if (needed === undefined || needed.length === 0) return [offer(title, '')];
    const given = needed.map((name) => `${name}=${name}`).join(' ');
    return [offer(title, ''), offer(`${title} with only its variables`, ` with ${given} only`)];
  },
};

/** Why the piece would show something else when it is included: it reaches beyond itself, or needs something of the template around it. */
function reasonToStay(view: FileView, piece: Range): string | undefined {
  const tag = tagsIn(view.template!.tree, piece).find((node) => bound.has(functionOf(node) ?? ''));
  if (tag?.kind === 'tag') return `'{% ${tag.opening.name.text} %}' works only in the template that it stands in.`;
  return reachesOut(view, piece);
}

/**
 * The variables that the piece takes from around it, in the order of the text; undefined where that cannot be told, because one of
 * its tags may look for more.
 */
function neededBy({ template }: FileView, piece: Range): readonly string[] | undefined {
  const tree = template!.tree;
  const nodes = tagsIn(tree, piece);
  if (nodes.some((node) => node.kind === 'tag' && !selfContained.test(functionOf(node) ?? ''))) return undefined;
  const needed = new Set<string>();
  const own = new Set<string>();
  for (const { parts, binding, sets } of variablesIn(tree)) {
    const [{ start, text }] = parts;
    if (start < piece.start || piece.end <= start || (piece.start <= binding && binding < piece.end)) continue;
    if (sets) own.add(text);
    else if (!own.has(text) && !constants.has(text) && !(text === 'forloop' && isInLoop(nodes, start)))
      needed.add(text);
  }
  if (nodes.some((node) => functionOf(node) === 'django.template.defaulttags.csrf_token')) needed.add('csrf_token');
  return [...needed];
}

function isInLoop(nodes: readonly Node[], offset: number): boolean {
  return nodes.some(
    (node) => functionOf(node) === 'django.template.defaulttags.do_for' && node.start < offset && offset < node.end,
  );
}

const constants = new Set(['True', 'False', 'None']);

/** Django's own tags that take no more from the context than the variables written in them. */
const selfContained =
  /^django\.(?:template\.defaulttags\.(?!debug$|partial)|templatetags\.(?:i18n|l10n|tz|static|cache)\.|template\.loader_tags\.do_with$)/;

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
