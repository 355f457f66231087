import { tagSyntaxOf } from '../django/tagSyntax';
import type { Completion, Kind, SnippetPiece } from '../project/kind';
import { loadEdit } from '../project/loadTag';
import { registeredKind } from '../project/registeredKind';
import { registeredNames, unloadedLibraries } from '../project/scopes';
import type { FileView, Target } from '../project/view';
import type { Tag } from '../templates/library';
import { widestBlock } from '../templates/tags';

// Before these stand those that close and continue the open block.
const registered = registeredKind('tag', () => () => 2);

/** Template tags; those that close or continue the open block are completed first, and blocks also as a whole. */
export const tag: Kind = {
  ...registered,
  complete(view, target, offset) {
    if (view.template === undefined) return [];
    const [innermost] = target.slot?.open ?? [];
    const part = (name: string, relation: string, rank: number): Completion => ({
      label: name,
      kind: 'block',
      insert: name,
      rank,
      detail: `${relation} ${innermost.node.opening.name.text}`,
    });
    return [
      ...(innermost?.ends ?? []).map((name) => part(name, 'closes', 0)),
      ...(innermost?.branches ?? []).map((name) => part(name, 'of', 1)),
      ...registered.complete(view, target, offset),
      ...wholeBlocks(view, target, offset),
    ];
  },
};

/** The tags that open a block, each with its end; none where the tag is written already. */
function wholeBlocks(view: FileView, { replace }: Target, offset: number): Completion[] {
  const behind = /^[ \t]*(?:(%\})([^\r\n]*)|\r?\n|$)/.exec(view.text.slice(replace.end));
  if (behind === null) return [];
  // What is there already is left.
  const closing = behind[1] === undefined ? ' %}' : view.text[replace.end] === '%' ? ' ' : '';
  const lineStart = view.text.lastIndexOf('\n', replace.start - 1) + 1;
  const isAlone = /^\s*\{%\s*$/.test(view.text.slice(lineStart, replace.start)) && (behind[2] ?? '').trim() === '';
  const whole = (known: Tag): Completion[] => {
    const end = widestBlock(known, known.name)?.ends[0];
    if (end === undefined) return [];
    const opening = [known.name, ...argumentsOf(known)].flatMap((one, i): SnippetPiece[] =>
      i === 0 ? [one] : [' ', one],
    );
    const body = { end: true as const };
    const pieces = [...opening, isAlone ? ' %}\n\t' : ' %}', body, `${isAlone ? '\n' : ''}{% ${end}${closing}`];
    return [
      {
        label: `${known.name} … ${end}`,
        kind: 'tag',
        detail: 'whole block',
        insert: known.name,
        snippet: { pieces, isAll: true },
        rank: 3,
      },
    ];
  };
  const known = registeredNames(view, 'tags', offset);
  const loaded = [...known.values()].flatMap(({ entry }) => whole(entry as Tag));
  const missing = unloadedLibraries(view, offset).flatMap((library) =>
    [...library.tags.values()]
      .filter(({ name }) => !known.has(name))
      .flatMap(whole)
      .map((item) => ({
        ...item,
        detail: `whole block, adds {% load ${library.name} %}`,
        edits: [loadEdit(view.template!.tree, library.name!, offset)],
        rank: 5,
      })),
  );
  return [...loaded, ...missing];
}

/** What a tag needs: words of its syntax, and places for the rest. */
function argumentsOf({ function: dotted, signature }: Tag): (string | { place: string })[] {
  const needed = (signature?.parameters ?? []).filter(({ hasDefault }) => !hasDefault);
  const [form] = tagSyntaxOf(dotted)?.forms ?? [];
  if (form === undefined)
    return needed.flatMap(({ name, keywordOnly }) => (keywordOnly ? [`${name}=`, { place: name }] : [{ place: name }]));
  let depth = 0;
  return form.pieces.flatMap(({ before, after, text, isWord }) => {
    depth += before.length;
    const isNeeded = depth === 0;
    depth -= after.replace(/[^\]]/g, '').length;
    return isNeeded ? [isWord ? text : { place: text }] : [];
  });
}
