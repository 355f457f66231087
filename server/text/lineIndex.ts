/** A place in a text as LSP counts it: line and UTF-16 column, both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Converts between offsets and positions of one text. A line ends with `\n`, `\r\n` or `\r`, as in LSP. */
export interface LineIndex {
  /** The position of an offset; offsets outside the text are moved to its nearest end. */
  position(offset: number): Position;
  /** The offset of a position; a column behind the line's end means the line's end. */
  offset(position: Position): number;
}

export function lineIndex(text: string): LineIndex {
  const at = recent.findIndex((one) => one.text === text);
  const known = at < 0 ? { text, index: indexOf(text) } : recent[at];
  if (at >= 0) recent.splice(at, 1);
  recent.unshift(known);
  recent.length = Math.min(recent.length, 8);
  return known.index;
}

/** One answer asks for the index of a text many times, and goes from one text to the next; the last one asked for first. */
const recent: { readonly text: string; readonly index: LineIndex }[] = [];

function indexOf(text: string): LineIndex {
  const starts = lineStarts(text);
  return {
    position(offset) {
      const inside = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle] <= inside) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: inside - starts[low] };
    },
    offset({ line, character }) {
      if (line < 0) return 0;
      if (line >= starts.length) return text.length;
      const next = line + 1 < starts.length ? starts[line + 1] : text.length + 1;
      let end = next - 1;
      if (line + 1 < starts.length && text[end] === '\n' && text[end - 1] === '\r' && end > starts[line]) end--;
      return Math.min(starts[line] + Math.max(0, character), Math.max(starts[line], end));
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  return starts;
}
