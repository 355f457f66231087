import type { Kind } from '../project/kind';
import type { FileView, Location } from '../project/view';

/** Where the workspace uses the thing at an offset; with its definitions first where they are asked for. */
export function references(
  view: FileView,
  offset: number,
  kinds: readonly Kind[],
  withDefinitions: boolean,
): readonly Location[] {
  for (const kind of kinds) {
    const occurrence = kind.at(view, offset) ?? kind.given?.(view, offset);
    if (occurrence === undefined) continue;
    const definitions = withDefinitions ? kind.definitions(view, occurrence) : [];
    return [...definitions, ...kind.references(view, occurrence)];
  }
  return [];
}
