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
