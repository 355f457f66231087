import { markdownOfDocstring } from './markdown';

/** The first paragraph of a docstring as Markdown: what a thing is, without how to use it; empty where it has none. */
export function summaryOfDocstring(docstring: string): string {
  const lines = docstring.split('\n');
  const end = lines.findIndex((line, i) => line.trim() === '' || field.test(line) || sectionAt(lines, i) !== undefined);
  const paragraph = lines.slice(0, end < 0 ? lines.length : end).join('\n');
  return markdownOfDocstring(paragraph.replace(/\s*::\s*$/, ':'));
}

/**
 * What a docstring says of parameters, as Markdown by their names: in fields (`:param name: …`), or in a section as Google
 * (`Args:`) and NumPy (`Parameters` and a line below it) have them.
 */
export function parametersInDocstring(docstring: string): ReadonlyMap<string, string> {
  const lines = docstring.split('\n');
  const found = new Map<string, string>();
  const add = (names: string, start: string, at: number) => {
    const more = linesUntil(lines, at + 1, (line) => indentOf(line) <= indentOf(lines[at]));
    const text = markdownOfDocstring([start, ...more].join('\n'));
    for (const name of names.split(/\s*,\s*/)) if (text !== '') found.set(name.replace(/^\*+/, ''), text);
  };
  for (const [i, line] of lines.entries()) {
    const ofField = field.exec(line);
    if (ofField) add(ofField[1], ofField[2], i);
    const section = sectionAt(lines, i);
    if (section === undefined) continue;
    const { start, isUnderlined } = section;
    const level = isUnderlined ? indentOf(line) : indentOf(lines[start] ?? '');
    const entry = isUnderlined
      ? /^(\*{0,2}\w+(?:, *\*{0,2}\w+)*)(?: *:.*)?()$/
      : /^(\*{0,2}\w+) *(?:\([^)]*\))? *: *(.*)$/;
    const isEnd = (at: string, n: number) =>
      isUnderlined ? isRuler(lines[n + 1]) || indentOf(at) < level : indentOf(at) <= indentOf(line);
    for (const [n, one] of linesUntil(lines, start, isEnd).entries()) {
      const parts = indentOf(one) === level ? entry.exec(one.trim()) : null;
      if (parts) add(parts[1], parts[2], start + n);
    }
  }
  return found;
}

const field = /^\s*:(?:param|parameter|arg|argument|key|keyword)\s+(?:[^:]*\s)?(\*{0,2}\w+)\s*:\s*(.*)$/;

/** The section on parameters that begins at a line: the line that its text starts at. */
function sectionAt(lines: readonly string[], i: number): { start: number; isUnderlined: boolean } | undefined {
  const name = /^\s*(?:Args|Arguments|Parameters|Other Parameters|Keyword Arg(?:ument)?s)(:?)\s*$/.exec(lines[i]);
  if (name === null) return undefined;
  if (name[1] === ':') return { start: i + 1, isUnderlined: false };
  return isRuler(lines[i + 1]) ? { start: i + 2, isUnderlined: true } : undefined;
}

function isRuler(line: string | undefined): boolean {
  return line !== undefined && /^\s*-{3,}\s*$/.test(line);
}

/** The lines from one up to the first with a text that ends them. */
function linesUntil(lines: readonly string[], start: number, isEnd: (line: string, n: number) => boolean): string[] {
  const end = lines.findIndex((line, n) => n >= start && line.trim() !== '' && isEnd(line, n));
  return lines.slice(start, end < 0 ? lines.length : end);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
