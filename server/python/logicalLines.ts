export const newline = 10;
export const carriageReturn = 13;
export const hash = 35;
const colon = 58;
const backslash = 92;

/** The end of the statement of one line that starts at an offset, over brackets and strings that go on; undefined where one never ends. */
export function logicalLine(text: string, start: number): { end: number; endsWithColon: boolean } | undefined {
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

/** The offset of the first character from one on that is no space, tab or form feed. */
export function skipSpaces(text: string, from: number): number {
  let i = from;
  for (;;) {
    const code = text.charCodeAt(i);
    if (code !== 32 && code !== 9 && code !== 12) return i;
    i++;
  }
}

/** The offset of the end of the line around an offset, before its newline. */
export function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
