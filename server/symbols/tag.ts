import type { Completion, Kind } from '../project/kind';
import { loadEdit } from '../project/libraries/loadTag';
import { registeredKind } from '../project/libraries/registeredKind';
import { registeredNames, unloadedLibraries } from '../project/libraries/scopes';
import { argumentsOf, behindName, tagSnippet } from '../project/libraries/tagSnippet';
import type { FileView, Target } from '../project/view';
import type { Tag } from '../templates/library';
import { widestBlock } from '../templates/tags';

// Before these stand those that close and continue the open block.
const registered = registeredKind(
  'tag',
  () => () => 2,
  (view, target) => {
    const snippetOf = tagSnippet(view, target);
    return ({ entry }) => snippetOf(entry as Tag);
  },
);

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
function wholeBlocks(view: FileView, target: Target, offset: number): Completion[] {
  const behind = behindName(view, target);
  if (behind === undefined) return [];
  const lineStart = view.text.lastIndexOf('\n', target.replace.start - 1) + 1;
  const isAlone = behind.isLast && /^\s*\{%\s*$/.test(view.text.slice(lineStart, target.replace.start));
  const whole = (known: Tag): Completion[] => {
    const end = widestBlock(known, known.name)?.ends[0];
    if (end === undefined) return [];
    const opening = [known.name, ...argumentsOf(known).flatMap((one) => [' ', ...one])];
    const body = { end: true as const };
    const closing = `${isAlone ? '\n' : ''}{% ${end}${behind.closing}`;
    const pieces = [...opening, isAlone ? ' %}\n\t' : ' %}', body, closing];
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
  const missing = unloadedLibraries(view, offset).flatMap((library) => {
    const edits = [loadEdit(view.template!.tree, library.name!, offset)];
    return [...library.tags.values()]
      .filter(({ name }) => !known.has(name))
      .flatMap(whole)
      .map((item) => ({
        ...item,
        detail: `whole block, adds {% load ${library.name} %}`,
        edits,
        rank: 5,
      }));
  });
  return [...loaded, ...missing];
}
