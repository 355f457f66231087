import type { FileView } from '../project/view';
import { allNodes, partsOf } from '../templates/nodes';
import { variablesIn } from '../templates/variables';
import { type Range, touches } from '../text/range';

/** A place that belongs together with the one at the cursor. */
export interface Highlight {
  readonly range: Range;
  readonly kind: 'text' | 'read' | 'write';
}

/**
 * What belongs together with the thing at an offset of a template: the tags of a block; all places of a variable, or of
 * a route, template, block, filter or file; undefined where there is no such thing.
 */
export function highlights(view: FileView, offset: number): Highlight[] | undefined {
  if (view.template === undefined) return undefined;
  return tagsOfBlock(view, offset) ?? placesOfVariable(view, offset) ?? placesOfName(view, offset);
}

function tagsOfBlock({ template }: FileView, offset: number): Highlight[] | undefined {
  for (const node of allNodes(template!.tree)) {
    if (node.kind !== 'tag' || !touches(node, offset)) continue;
    const parts = partsOf(node);
    if (!parts.some(({ name }) => name.start < name.end && touches(name, offset))) continue;
    return parts.length > 1 ? parts.map(({ name }) => ({ range: name, kind: 'text' })) : undefined;
  }
  return undefined;
}

/** Of a part such as `name` in `user.name` the places that name the same part of the same variable. */
function placesOfVariable({ template }: FileView, offset: number): Highlight[] | undefined {
  const all = variablesIn(template!.tree);
  const own = all.find(({ parts }) => parts.some((part) => part.start < part.end && touches(part, offset)));
  if (own === undefined) return undefined;
  const depth = own.parts.findIndex((part) => touches(part, offset));
  return all
    .filter(({ parts, binding }) => binding === own.binding && depth < parts.length)
    .filter(({ parts }) => own.parts.slice(0, depth + 1).every(({ text }, i) => parts[i].text === text))
    .map(({ parts, sets }) => ({ range: parts[depth], kind: sets ? 'write' : 'read' }));
}

function placesOfName(view: FileView, offset: number): Highlight[] | undefined {
  const own = view.uses.find((use) => use.start < use.end && touches(use, offset));
  if (own === undefined) return undefined;
  const same = view.uses.filter(({ kind, name }) => kind === own.kind && name === own.name);
  return same.map(({ start, end }) => ({ range: { start, end }, kind: 'text' }));
}
