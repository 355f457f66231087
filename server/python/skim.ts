/**
 * Empties the bodies of functions that nobody will look into, because most of a file's text is there and parsing it is
 * most of the work. A body becomes `...` and spaces, so that every offset stays what it was.
 * @param keeps whether a body is needed, given its text
 */
export function skim(text: string, keeps: (body: string) => boolean): string {
  // With both tabs and spaces at line starts, how deep a line stands depends on the size of a tab.
  if (text.includes('\n\t') && text.includes('\n ')) return text;
  const parts: string[] = [];
  let copied = 0;
  let open: OpenBody | undefined;
  const close = (): void => {
    if (open === undefined) return;
    const { start, end, margin } = open;
    open = undefined;
    // The dots come last, so that the function ends where it did.
    const dots = `\n${margin}...\n`;
    if (end - start < shortest + dots.length || keeps(text.slice(start, end))) return;
    parts.push(text.slice(copied, start), ' '.repeat(end - start - dots.length), dots);
    copied = end;
  };
  for (let at = 0; at < text.length; ) {
    const first = skipSpaces(text, at);
    const code = text.charCodeAt(first);
    if (code === newline || code === carriageReturn || code === hash) {
      at = lineEnd(text, first) + 1;
      continue;
    }
    const indent = first - at;
    if (open && indent <= open.indent) close();
    if (open) open.margin ||= text.slice(at, first);
    const line = logicalLine(text, first);
    if (line === undefined) return text;
    if (open) open.end = line.end;
    else if (line.endsWithColon && isDefinition(text, first))
      open = { indent, start: line.end, end: line.end, margin: '' };
    at = line.end;
  }
  close();
  return copied === 0 ? text : parts.join('') + text.slice(copied);
}

/** The body of a function that is being read, up to the end of its last statement so far. */
interface OpenBody {
  /** Of the line with `def`. */
  readonly indent: number;
  readonly start: number;
  end: number;
  /** What stands before its first statement. */
  margin: string;
}

/** In UTF-16 units: less is not worth the trouble. */
const shortest = 40;

const newline = 10;
const carriageReturn = 13;
const hash = 35;
const colon = 58;
const backslash = 92;

function isDefinition(text: string, at: number): boolean {
  return text.startsWith('def ', at) || text.startsWith('async def ', at);
}

/** The end of the statement that starts at an offset, over brackets and strings that go on; undefined where one never ends. */
function logicalLine(text: string, start: number): { end: number; endsWithColon: boolean } | undefined {
  let depth = 0;
  let last = 0;
  for (let i = start; i < text.length; ) {
    const code = text.charCodeAt(i);
    switch (code) {
      case newline:
        if (depth === 0) return { end: i + 1, endsWithColon: last === colon };
        i++;
        break;
      case hash:
        i = lineEnd(text, i);
        break;
      case 34:
      case 39: {
        const end = stringEnd(text, i);
        if (end === undefined) return undefined;
        i = end;
        last = code;
        break;
      }
      case backslash:
        i += text.charCodeAt(i + 1) === carriageReturn ? 3 : 2;
        break;
      default:
        if (code === 40 || code === 91 || code === 123) depth++;
        else if (code === 41 || code === 93 || code === 125) depth--;
        if (code > 32) last = code;
        i++;
    }
  }
  return depth > 0 ? undefined : { end: text.length, endsWithColon: false };
}

/** Behind a string; undefined where it is not closed. */
function stringEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  const triple = text.startsWith(quote + quote, start + 1);
  if (triple) {
    for (let i = start + 3; ; ) {
      const end = text.indexOf(quote + quote + quote, i);
      if (end < 0) return undefined;
      if (!isEscaped(text, end, start + 3)) return end + 3;
      i = end + 1;
    }
  }
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === backslash) i++;
    else if (code === newline) return undefined;
    else if (text[i] === quote) return i + 1;
  }
  return undefined;
}

function isEscaped(text: string, at: number, from: number): boolean {
  let count = 0;
  while (at - 1 - count >= from && text.charCodeAt(at - 1 - count) === backslash) count++;
  return count % 2 === 1;
}

function skipSpaces(text: string, from: number): number {
  let i = from;
  for (;;) {
    const code = text.charCodeAt(i);
    if (code !== 32 && code !== 9 && code !== 12) return i;
    i++;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
