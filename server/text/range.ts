/** A half-open span of a text, in UTF-16 offsets from its start. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Whether the offset lies in the range; its end counts, so that a cursor just behind a word is still on it. */
export function touches(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/** Those ranges that hold each other, each once, the smallest first; what crosses a smaller one is left out, and so is what is empty. */
export function nested(ranges: readonly Range[]): Range[] {
  const chain: Range[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.end - a.start - (b.end - b.start))) {
    const inner = chain.at(-1);
    if (start === end || (inner && (start > inner.start || inner.end > end))) continue;
    if (inner === undefined || start !== inner.start || end !== inner.end) chain.push({ start, end });
  }
  return chain;
}
