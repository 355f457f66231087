import { bodyUnit } from './outline';
import { parsePython } from './parse';
import type { Statement, Unit } from './syntax';

/**
 * The body of one function, parsed by itself: most functions are never looked into, and for one the rest of its file need
 * not be parsed again. Undefined where the text around it tells nothing of it.
 * @param within the unit that holds the function's statement
 */
export function functionBody(text: string, within: Unit, id: string): Unit | undefined {
  const n = nodeOf(within.statements, id);
  if (n === undefined) return undefined;
  const [start, end] = [within.ranges[2 * n], within.ranges[2 * n + 1]];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(lineStart, start).trim() !== '') return undefined;
  // What is indented has to stand in something.
  const head = lineStart < start ? 'if 1:\n' : '';
  const parsed = parsePython({
    text: head + text.slice(lineStart, end),
    offsetOf: (offset) => offset - head.length + lineStart,
  });
  return parsed.valid ? bodyUnit(parsed, id) : undefined;
}

/** The node of the whole statement of a function. */
function nodeOf(statements: readonly Statement[], id: string): number | undefined {
  for (const statement of statements) {
    if (statement.kind === 'function' && statement.body === id) return statement.n + 1;
    for (const inner of blocksOf(statement)) {
      const found = nodeOf(inner, id);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The statements in a statement, those in a function left out. */
function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'class':
    case 'while':
    case 'with':
      return [statement.body];
    case 'if':
      return [statement.then, statement.otherwise];
    case 'for':
      return [statement.body, statement.otherwise];
    case 'try':
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.otherwise,
        statement.finally,
      ];
    case 'match':
      return statement.cases;
    default:
      return [];
  }
}
