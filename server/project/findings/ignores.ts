import type { Range } from '../../text/range';

/** A comment that silences rules: `{# djangology: ignore[rule] #}` or `# djangology: ignore[rule]`. */
export interface IgnoreComment extends Range {
  /** Each with its own range; undefined where the comment names none, and so silences all. */
  readonly rules: readonly (Range & { readonly rule: string })[] | undefined;
  /** The lines whose findings it silences: its own, and the next one where it stands alone. */
  readonly lines: Range;
}

/** The comments of a file that silence rules, in the order of the text. */
export function ignoreComments(text: string): IgnoreComment[] {
  if (!text.includes('djangology:')) return [];
  return [...text.matchAll(pattern)].map((match) => {
    const list = match.groups?.rules ?? match.groups?.named;
    const start = match.index;
    const end = start + match[0].length;
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    const lineEnd = endOfLine(text, end);
    const isAlone = text.slice(lineStart, start).trim() === '' && text.slice(end, lineEnd).trim() === '';
    return {
      start,
      end,
      rules: list === undefined ? undefined : rulesOf(list, start + match[0].indexOf('[')),
      lines: { start: lineStart, end: isAlone ? endOfLine(text, lineEnd + 1) : lineEnd },
    };
  });
}

/** Whether the comment silences a rule's finding that starts at an offset. */
export function silences(comment: IgnoreComment, rule: string, offset: number): boolean {
  if (offset < comment.lines.start || offset > comment.lines.end) return false;
  return comment.rules === undefined || comment.rules.some((one) => one.rule === rule);
}

const pattern =
  /(?<!\{)#[ \t]*djangology:[ \t]*ignore(?:\[(?<rules>[^\]\n]*)\])?|\{#[ \t]*djangology:[ \t]*ignore(?:\[(?<named>[^\]\n]*)\])?[^\n]*?#\}/g;

function rulesOf(list: string, open: number): { rule: string; start: number; end: number }[] {
  let at = open + 1;
  return list.split(',').map((piece) => {
    const rule = piece.trim();
    const start = at + piece.indexOf(rule);
    at += piece.length + 1;
    return { rule, start, end: start + rule.length };
  });
}

function endOfLine(text: string, from: number): number {
  const end = from > text.length ? -1 : text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
