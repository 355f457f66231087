/**
 * A docstring as Markdown. Docstrings of Django and its apps are reStructuredText of a simple kind: literal blocks, tables and
 * doctests become code, roles their text; what is left is paragraphs and lists.
 */
export function markdownOfDocstring(docstring: string): string {
  const lines = docstring.split('\n');
  const margin = Math.min(...lines.filter((line) => listItem.test(line)).map(indentOf));
  const out: string[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i];
    const end = endOfTable(lines, i) ?? endOfDoctest(lines, i);
    if (end !== undefined) {
      out.push(...fenced(lines.slice(i, end)));
      i = end;
    } else if (/^\s*\.\. \w+::/.test(line)) {
      out.push(...directive(line));
      i++;
    } else if (line.trimEnd().endsWith('::') && isIndented(nextText(lines, i + 1), line)) {
      const after = endOfBlock(lines, i + 1, indentOf(line));
      const text = line.trimEnd().replace(/\s*::$/, (colons) => (colons.length > 2 || line.trim() === '::' ? '' : ':'));
      if (text.trim() !== '') out.push(prose(text, margin));
      out.push(...fenced(lines.slice(i + 1, after)));
      i = after;
    } else {
      out.push(prose(line, margin));
      i++;
    }
  }
  return out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** A line of a paragraph or list. Its indentation would make it code; only a list item's own says anything. */
function prose(line: string, listMargin = 0): string {
  const mark = listItem.exec(line)?.[1];
  const text = line.trimStart().slice(mark?.length ?? 0);
  const parts = text.split(/(``.+?``|:[\w:]+:`[^`]+`|`[^`]+`)/);
  const written = parts.map((part, i) => (i % 2 === 1 ? codeSpan(part) : part.replace(/[<*\\]/g, '\\$&'))).join('');
  return mark ? ' '.repeat(indentOf(line) - listMargin) + mark.replace(/^[*+]/, '-') + written : written;
}

const listItem = /^\s*((?:[*+-]|\d+\.) +)/;

/** ``literal``, :role:`text` and `text`; of a link, its text. */
function codeSpan(text: string): string {
  const inner = text.replace(/^:[\w:]+:/, '').replace(/^`+|`+$/g, '');
  return `\`${inner.replace(/\s*<[^<>]*>$/, (target) => (target.length < inner.length ? '' : target)).replace(/^[~!]/, '')}\``;
}

function directive(line: string): string[] {
  const [, name, text] = /^\s*\.\. (\w+)::\s*(.*)$/.exec(line)!;
  return name === 'code' ? [] : [`**${name[0].toUpperCase()}${name.slice(1)}** ${prose(text)}`.trim()];
}

/** Code with the indentation that its lines share taken away, as templates where it looks like one. */
function fenced(lines: readonly string[]): string[] {
  const filled = lines.filter((line) => line.trim() !== '');
  const margin = Math.min(...filled.map(indentOf));
  const code = lines
    .map((line) => line.slice(margin))
    .join('\n')
    .replace(/^\n+|\s+$/g, '');
  if (code === '') return [];
  const language = /\{[%{#]/.test(code) ? 'django-html' : /^(?:>>> |from |import )/m.test(code) ? 'python' : '';
  return ['', `\`\`\`${language}`, code, '```', ''];
}

/** A table begins and ends with a line of two or more groups of `=`. */
function endOfTable(lines: readonly string[], start: number): number | undefined {
  const isRuler = (line: string) => /^\s*=+(?:\s+=+)+\s*$/.test(line);
  if (!isRuler(lines[start])) return undefined;
  let end = start;
  for (let i = start; i < lines.length; i++) {
    if (isRuler(lines[i]) && (lines[i + 1] ?? '').trim() === '') return i + 1;
    end = i + 1;
  }
  return end;
}

function endOfDoctest(lines: readonly string[], start: number): number | undefined {
  if (!/^\s*>>> /.test(lines[start])) return undefined;
  let end = start;
  while (end < lines.length && lines[end].trim() !== '') end++;
  return end;
}

/** Behind the last line that is indented deeper. */
function endOfBlock(lines: readonly string[], start: number, indent: number): number {
  let end = start;
  for (let i = start; i < lines.length; i++) {
    if (lines[i].trim() === '') continue;
    if (indentOf(lines[i]) <= indent) break;
    end = i + 1;
  }
  return end;
}

function nextText(lines: readonly string[], start: number): string | undefined {
  return lines.slice(start).find((line) => line.trim() !== '');
}

function isIndented(line: string | undefined, below: string): boolean {
  return line !== undefined && indentOf(line) > indentOf(below);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
