/**
 * Makes a text with an unclosed bracket, triple quote or field of a formatted string parse again, for the parser recovers
 * badly from these: what follows the opener up to the next line that is plainly a statement of its own is replaced by
 * spaces. Every offset stays what it was. A text without such an opener is returned as it is.
 */
export function repair(text: string): string {
  const quoted = blankOpenFields(closeOpenQuotes(text));
  const cuts = unclosedBrackets(quoted);
  return cuts.reduce((result, [start, end]) => blank(result, start, end), quoted);
}

/** Where a statement begins that cannot stand inside brackets. */
const keywordStatement =
  /^(?:class\s+\w|(?:async\s+)?def\s+\w|@\w|from\s+[\w.]+\s+import\b|import\s+\w|return\b|raise\b|with\s.*:|while\s.*:|try:|del\s|pass\b|continue\b|break\b|assert\b|(?:el)?if\s.*:\s*$|for\s.*:\s*$|else:|except\b.*:|finally:)/;
const assignment = /^[A-Za-z_][\w.]*\s*(?::[^=]*)?=(?!=)\s*\S/;
const callStatement = /^[A-Za-z_][\w.]*\(/;

interface Opener {
  readonly position: number;
  readonly indent: number;
}

function unclosedBrackets(text: string): [number, number][] {
  const cuts: [number, number][] = [];
  let open: Opener[] = [];
  let statementIndent = 0;
  let lineStart = true;
  for (let i = 0; i < text.length; ) {
    if (lineStart) {
      lineStart = false;
      const first = skipIndent(text, i);
      const line = text.slice(first, lineEnd(text, first));
      const indent = first - i;
      if (line !== '' && line[0] !== '#') {
        if (open.length === 0) statementIndent = indent;
        else if (indent <= open[0].indent && startsStatement(line, indent < open[0].indent)) {
          cuts.push([open[0].position, i]);
          open = [];
          statementIndent = indent;
        }
      }
      i = first;
      continue;
    }
    const c = text[i];
    if (c === '\n') lineStart = true;
    if (c === '#') i = lineEnd(text, i);
    else if (c === '"' || c === "'") i = stringEnd(text, i);
    else if (c === '\\') i += 2;
    else {
      if (c === '(' || c === '[' || c === '{') open.push({ position: i, indent: statementIndent });
      else if (c === ')' || c === ']' || c === '}') open.pop();
      i++;
    }
  }
  if (open.length > 0) cuts.push([open[0].position, text.length]);
  return cuts;
}

/** A line inside brackets may look like an assignment (a keyword argument) or a call (an item) if a comma follows. */
function startsStatement(line: string, dedented: boolean): boolean {
  if (/^[)\]}]/.test(line)) return false;
  const goesOn = /,\s*(?:#.*)?$/.test(line);
  return (
    keywordStatement.test(line) ||
    (assignment.test(line) && (dedented || !goesOn)) ||
    (callStatement.test(line) && !goesOn)
  );
}

/**
 * An opening triple quote turns the rest of the file inside out: strings become code. If their number is odd, the opener
 * that is followed by a statement at its own indentation before its partner comes is the one that was just typed.
 */
function closeOpenQuotes(text: string): string {
  const quotes = tripleQuotes(text);
  if (quotes.length % 2 === 0) return text;
  for (let i = 0; i < quotes.length; i += 2) {
    const start = quotes[i];
    const end = quotes[i + 1] ?? text.length;
    const stop = statementInside(text, start, end);
    if (stop !== undefined) return blank(text, start, Math.min(stop, lineEnd(text, start)));
  }
  return text;
}

/**
 * A field that is open at the end of its line, as in `f"{na`, takes all that follows into the string. From Python 3.12 on
 * a field may go on in the next line; in a broken file it is far more often just being typed.
 */
function blankOpenFields(text: string): string {
  let result = text;
  for (let i = 0; i < text.length; ) {
    const c = text[i];
    if (c === '#') i = lineEnd(text, i);
    else if (c === '\\') i += 2;
    else if (c !== '"' && c !== "'") i++;
    else if (text.startsWith(c.repeat(3), i) || !/(?:^|\W)(?:[ft]r?|r[ft])$/i.test(text.slice(Math.max(0, i - 3), i)))
      i = stringEnd(text, i);
    else {
      const end = lineEnd(text, i);
      if (hasOpenField(text.slice(i, end))) {
        result = blank(result, i, end);
        i = end;
      } else i = stringEnd(text, i);
    }
  }
  return result;
}

/** Whether a formatted string, given from its quote to the end of its line, ends within a field. */
function hasOpenField(line: string): boolean {
  let depth = 0;
  for (let i = 1; i < line.length; i++) {
    const c = line[i];
    if (c === line[0] && line[i - 1] !== '\\') return depth > 0;
    if (depth === 0 && line.startsWith('{{', i)) i++;
    else if (c === '{') depth++;
    else if (c === '}' && depth > 0) depth--;
  }
  return depth > 0;
}

/** Offsets of triple quotes, outside comments and plain strings; a quote of the other kind inside a string does not count. */
function tripleQuotes(text: string): number[] {
  const found: number[] = [];
  let closing: string | undefined;
  for (let i = 0; i < text.length; ) {
    const triple = text.slice(i, i + 3);
    if (closing !== undefined) {
      if (text[i] === '\\') i += 2;
      else if (triple === closing) {
        found.push(i);
        closing = undefined;
        i += 3;
      } else i++;
    } else if (triple === '"""' || triple === "'''") {
      found.push(i);
      closing = triple;
      i += 3;
    } else if (text[i] === '#') i = lineEnd(text, i);
    else if (text[i] === '"' || text[i] === "'") i = stringEnd(text, i);
    else i++;
  }
  return found;
}

function statementInside(text: string, start: number, end: number): number | undefined {
  const indent = skipIndent(text, lineStartOf(text, start)) - lineStartOf(text, start);
  for (let line = lineEnd(text, start) + 1; line < end; line = lineEnd(text, line) + 1) {
    const first = skipIndent(text, line);
    if (first - line <= indent && keywordStatement.test(text.slice(first, lineEnd(text, first)))) return line;
  }
  return undefined;
}

/** Behind the string that opens at `start`; a plain string ends with its line at the latest. */
function stringEnd(text: string, start: number): number {
  const quote = text[start];
  if (text.startsWith(quote.repeat(3), start)) {
    for (let i = start + 3; i < text.length; i++) {
      if (text[i] === '\\') i++;
      else if (text.startsWith(quote.repeat(3), i)) return i + 3;
    }
    return text.length;
  }
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i + 1;
    else if (text[i] === '\n') return i;
  }
  return text.length;
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
}

function skipIndent(text: string, from: number): number {
  let i = from;
  while (text[i] === ' ' || text[i] === '\t' || text[i] === '\f') i++;
  return i;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function lineStartOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
