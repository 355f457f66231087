import { carriageReturn, hash, lineEnd, logicalLine, newline, skipSpaces } from './logicalLines';

/**
 * Where the statements of a module begin: each with its decorators, its `else` and the like, and the comments and empty
 * lines behind it. The first begins at the start of the text. Undefined where a string or a bracket is never closed.
 * @param from an offset where one begins
 * @param isKnown asked for each further one: where it answers true, those behind it are known, and that one is the last
 */
export function topStatements(
  text: string,
  from = 0,
  isKnown: (start: number) => boolean = () => false,
): number[] | undefined {
  const starts = [from];
  let isDecorated = true;
  for (let at = from; at < text.length; ) {
    const first = skipSpaces(text, at);
    const code = text.charCodeAt(first);
    if (code === newline || code === carriageReturn || code === hash) {
      at = lineEnd(text, first) + 1;
      continue;
    }
    if (first === at && !isDecorated && !goesOn(text, at)) {
      starts.push(at);
      if (isKnown(at)) return starts;
    }
    const line = logicalLine(text, first);
    if (line === undefined) return undefined;
    if (first === at) isDecorated = text[at] === '@';
    at = line.end;
  }
  return starts;
}

/**
 * The same where a string or a bracket is never closed. Nobody can tell which one: each ends, at the latest, before a line that begins
 * a definition or an import. So what is broken takes no other definition with it.
 */
export function brokenStatements(text: string): number[] {
  const bounds = [0];
  let isDecorated = text[0] === '@';
  for (const { index } of text.matchAll(definition)) {
    if (index > 0 && !isDecorated) bounds.push(index);
    isDecorated = text[index] === '@';
  }
  return bounds.flatMap((bound, i) => {
    const starts = topStatements(text.slice(bound, bounds[i + 1])) ?? [0];
    return starts.map((start) => bound + start);
  });
}

const definition = /^(?:@\w|class \w|def \w|async def \w|from [\w.]+ import\b|import \w)/gm;

/** Whether a line without indentation belongs to the statement before it. */
function goesOn(text: string, at: number): boolean {
  continuation.lastIndex = at;
  return continuation.test(text);
}

const continuation = /(?:else|elif|except|finally)\b/y;
