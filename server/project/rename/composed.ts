import type { Range } from '../../text/range';
import { type PythonString, pythonStrings, splitArguments } from './pythonStrings';

/** A string that is put together while the project runs. */
export interface Composed extends Range {
  /** What is written of it: one more than there are gaps. */
  readonly parts: readonly string[];
  /** The expressions that fill the gaps; '' for one that is not written here. */
  readonly gaps: readonly string[];
}

/** The strings of Python code that are put together: by f-strings, `%`, `format()` and `+`. */
export function composedInPython(text: string, strings: readonly PythonString[] = pythonStrings(text)): Composed[] {
  return strings.flatMap(({ start, end, contents, isFormatted }): Composed[] => {
    if (isFormatted) {
      const parts = contents.split(/\{[^{}]*\}/);
      const gaps = [...contents.matchAll(/\{([^{}]*)\}/g)].map(([, gap]) => gap.replace(/[!:=].*$/, '').trim());
      if (gaps.length > 0) return [{ start, end, parts, gaps }];
    } else if (/[%{]/.test(contents)) {
      // A template in a string has tags, which are no gaps.
      const parts = contents.split(/\{[^{}%\s]*\}|%(?:\(\w+\))?[sd]/);
      if (parts.length > 1) return [{ start, end, parts, gaps: fillers(text, end, parts.length - 1) }];
    }
    const isNear = text.slice(Math.max(0, start - 20), start).includes('+') || text.slice(end, end + 20).includes('+');
    if (!isNear) return [];
    const before = /(?:([A-Za-z_][\w.]*)|[)\]])\s*\+\s*$/.exec(text.slice(Math.max(0, start - 60), start));
    const after = /^\s*\+\s*([A-Za-z_][\w.]*(?![\w(]))?/.exec(text.slice(end, end + 60));
    if (before === null && after === null) return [];
    const [left, right] = [before ? [''] : [], after ? [''] : []];
    const gaps = [...(before ? [before[1] ?? ''] : []), ...(after ? [after[1] ?? ''] : [])];
    return [{ start, end, parts: [...left, contents, ...right], gaps }];
  });
}

/** What is given to the gaps of a string that ends at an offset, by `%` or `format()`. */
function fillers(text: string, end: number, count: number): string[] {
  const rest = text.slice(end, end + 400);
  const single = /^\s*%\s*([A-Za-z_][\w.]*)(?![\w.([])/.exec(rest);
  const open = /^\s*(?:%\s*\(|\.format\()/.exec(rest)?.[0].length;
  const given = single ? [single[1]] : open === undefined ? [] : splitArguments(upToBracket(rest.slice(open)));
  return given.length === count && !given.some((one) => /^\w+=[^=]|^\*/.test(one)) ? given : Array(count).fill('');
}

function upToBracket(text: string): string {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if ('([{'.includes(text[i])) depth++;
    else if (')]}'.includes(text[i]) && depth-- === 0) return text.slice(0, i);
  }
  return '';
}

/** The strings of a template that its `add` filter puts together. */
export function composedInTemplate(text: string): Composed[] {
  return [...text.matchAll(added)].map(({ 0: whole, 1: left, 2: right, index }) => {
    const written = (operand: string) => (/^["']/.test(operand) ? operand.slice(1, -1) : '');
    const isGap = (operand: string) => !/^["']/.test(operand);
    const parts = isGap(left) && isGap(right) ? ['', '', ''] : [written(left), written(right)];
    const gaps = [left, right].filter(isGap);
    return { start: index, end: index + whole.length, parts, gaps };
  });
}

const added = /(?<![\w."'|:])("[^"\n]*"|'[^'\n]*'|[A-Za-z_][\w.]*)\|add:("[^"\n]*"|'[^'\n]*'|[A-Za-z_][\w.]*)/g;
