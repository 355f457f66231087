import type { Kind } from '../project/kind';
import type { FileView, Location } from '../project/view';
import type { Range } from '../text/range';

/** Where the thing at an offset is defined, and the text that stands for it. */
export function definition(
  view: FileView,
  offset: number,
  kinds: readonly Kind[],
): { origin: Range; locations: readonly Location[] } | undefined {
  for (const kind of kinds) {
    const occurrence = kind.at(view, offset);
    const locations = occurrence ? kind.definitions(view, occurrence) : [];
    if (occurrence && locations.length > 0) return { origin: occurrence.range, locations };
  }
  return undefined;
}
