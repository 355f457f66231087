import type { Kind } from '../project/kind';
import type { FileView, Location } from '../project/view';
import type { Range } from '../text/range';

/** What the thing at an offset stands for, and the text that names it: the class of a variable's value, the view of a route. */
export function typeDefinition(
  view: FileView,
  offset: number,
  kinds: readonly Kind[],
): { origin: Range; locations: readonly Location[] } | undefined {
  for (const kind of kinds) {
    const occurrence = kind.typeDefinitions && kind.at(view, offset);
    const locations = occurrence ? kind.typeDefinitions!(view, occurrence) : [];
    if (occurrence && locations.length > 0) return { origin: occurrence.range, locations };
  }
  return undefined;
}
