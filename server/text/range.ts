/** A half-open span of a text, in UTF-16 offsets from its start. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Whether the offset lies in the range; its end counts, so that a cursor just behind a word is still on it. */
export function touches(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}
