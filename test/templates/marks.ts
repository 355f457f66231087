import type { Range } from '../../server/text/range';

/** A text without its marks: `[|…|]` are ranges, which may nest, `$0` is the cursor. */
export function readMarks(marked: string): { source: string; ranges: Range[]; cursor: number } {
  const ranges: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  let source = '';
  let cursor = -1;
  for (const piece of marked.split(/(\[\||\|\]|\$0)/)) {
    if (piece === '[|') {
      const range = { start: source.length, end: -1 };
      ranges.push(range);
      open.push(range);
    } else if (piece === '|]') open.pop()!.end = source.length;
    else if (piece === '$0') cursor = source.length;
    else source += piece;
  }
  return { source, ranges, cursor };
}

/** The text with its ranges marked, for expectations that a person can read. */
export function writeMarks(source: string, ranges: readonly Range[]): string {
  const marks = ranges.flatMap(({ start, end }, i) => [
    { at: start, order: end > start ? 1 : 0, length: -(end - start), i, text: '[|' },
    { at: end, order: end > start ? -1 : 0, length: end - start, i, text: '|]' },
  ]);
  marks.sort((a, b) => a.at - b.at || a.order - b.order || (a.order === 0 ? a.i - b.i : a.length - b.length));
  let result = '';
  let from = 0;
  for (const { at, text } of marks) {
    result += source.slice(from, at) + text;
    from = at;
  }
  return result + source.slice(from);
}
