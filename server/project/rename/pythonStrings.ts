import type { Range } from '../../text/range';

/** A string of Python code on one line; the range has its quotes and prefix. */
export interface PythonString extends Range {
  readonly contents: string;
  /** Where the contents start. */
  readonly inside: number;
  readonly isFormatted: boolean;
}

/** The strings of Python code, without comments, docstrings and bytes. */
export function pythonStrings(text: string): PythonString[] {
  const found: PythonString[] = [];
  for (const { 0: whole, 1: prefix, 2: quoted, index } of text.matchAll(stringOrComment)) {
    if (quoted === undefined || /b/i.test(prefix)) continue;
    const inside = index + prefix.length + 1;
    const isFormatted = /f/i.test(prefix);
    found.push({ start: index, end: index + whole.length, inside, contents: quoted.slice(1, -1), isFormatted });
  }
  return found;
}

const stringOrComment =
  /#[^\n]*|(?<!\w)([rRfFbBuU]{0,2})(?:"""[\s\S]*?"""|'''[\s\S]*?'''|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))/g;

/** What a string of Python code is given to, in words: its key, the calls around it, what the statement sets, the function that returns it. */
export function wordsAround(text: string, { start }: Range): ReadonlySet<string> {
  const { brackets, statement } = statementAround(text, start);
  const words = new Set<string>();
  const add = (found: string | undefined) => {
    for (const word of found?.match(/[A-Za-z_]\w*/g) ?? []) words.add(word);
  };
  for (const place of [start, ...brackets]) {
    const before = text.slice(Math.max(statement, place - 120), place);
    add(/(?:\w+\s*=|["']\w+["']\s*\]?\s*[:=]|\(\s*["']\w+["'],)\s*$/.exec(before)?.[0]);
    if (text[place] === '(') add(/[\w.]+$/.exec(before)?.[0]);
  }
  const head = text.slice(statement, start);
  add(/^\s*([\w., ]+?)\s*(?::[^=\n]*)?\+?=(?!=)/.exec(head)?.[1]);
  if (/^\s*(?:return|yield)\b/.test(head)) add(/^\w+/.exec(text.slice(text.lastIndexOf('def ', start) + 4))?.[0]);
  return words;
}

/** Where the statement around an offset starts, and the brackets that are open there. */
function statementAround(text: string, offset: number): { statement: number; brackets: readonly number[] } {
  const brackets: number[] = [];
  let statement = 0;
  for (const { 0: sign, index } of text.matchAll(structure)) {
    if (index >= offset) break;
    if (sign === '\n') statement = brackets.length === 0 ? index + 1 : statement;
    else if (sign.length === 1 && '([{'.includes(sign)) brackets.push(index);
    else if (sign.length === 1 && ')]}'.includes(sign)) brackets.pop();
  }
  return { statement, brackets };
}

const structure = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*|[()[\]{}\n]/g;

/** The parts of a text between the commas that stand in no brackets. */
export function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: sign, index } of text.matchAll(commas)) {
    if (sign === ',' && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    } else if (sign.length === 1) depth += '([{'.includes(sign) ? 1 : sign === ',' ? 0 : -1;
  }
  return [...parts, text.slice(start).trim()].filter((part) => part !== '');
}

const commas = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[()[\]{},]/g;
