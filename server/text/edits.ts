import type { Range } from './range';

/** The range of a text that is replaced by `text`; offsets are those of the text before all edits. */
export interface TextEdit extends Range {
  readonly text: string;
}

/** The text after the edits, which may come in any order but must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let from = 0;
  for (const edit of sorted) {
    if (edit.start < from) throw new Error(`Edits overlap at offset ${edit.start}.`);
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}

/** The edit that deletes a range, with the whole line where nothing else stands on it, else with the spaces before it at the line's end. */
export function deleteWithLine(text: string, { start, end }: Range): TextEdit {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline;
  const isEnd = text.slice(end, lineEnd).trim() === '';
  if (!isEnd) return { start, end, text: '' };
  if (text.slice(lineStart, start).trim() === '')
    return { start: lineStart, end: newline < 0 ? lineEnd : newline + 1, text: '' };
  let from = start;
  while (from > lineStart && /[ \t]/.test(text[from - 1])) from--;
  return { start: from, end, text: '' };
}
