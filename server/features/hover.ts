import type { Kind } from '../project/kind';
import type { FileView } from '../project/view';
import type { Range } from '../text/range';

/** What is said of the thing at an offset, as Markdown. */
export function hover(
  view: FileView,
  offset: number,
  kinds: readonly Kind[],
): { range: Range; markdown: string } | undefined {
  for (const kind of kinds) {
    const occurrence = kind.at(view, offset);
    const markdown = occurrence && kind.describe(view, occurrence);
    if (markdown) return { range: occurrence.range, markdown };
  }
  return undefined;
}
