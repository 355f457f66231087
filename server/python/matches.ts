/**
 * Whether a pattern matches in a part of a text: from its start on, before its end. Asked in the order of the text it looks
 * at each character once; it may be asked in any order.
 */
export function matchesIn(pattern: RegExp, text: string): (start: number, end: number) => boolean {
  const search = new RegExp(pattern.source, 'g');
  let from = 0;
  let next = -1;
  return (start, end) => {
    if (start < from || next < start) {
      search.lastIndex = from = start;
      next = search.exec(text)?.index ?? Number.POSITIVE_INFINITY;
    }
    return next < end;
  };
}
