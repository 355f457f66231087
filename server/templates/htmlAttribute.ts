import type { Range } from '../text/range';

/** The value of an HTML attribute. */
export interface AttributeValue {
  /** In lower case. */
  readonly element: string;
  /** In lower case. */
  readonly attribute: string;
  /** Without its quotes. One that is not closed runs to the next quote. */
  readonly value: Range;
  readonly quote: '"' | "'" | '';
}

/** The attribute whose value is written at an offset of a text that is HTML alone; undefined in other places. */
export function attributeValueAt(html: string, offset: number): AttributeValue | undefined {
  let open = offset;
  // A `<` may also stand in a value; further back than this it is none of this element.
  for (let tries = 0; tries < 5; tries++) {
    open = html.lastIndexOf('<', open - 1);
    if (open < 0) return undefined;
    const element = /^[a-z][^\s>/]*/i.exec(html.slice(open + 1, offset))?.[0];
    const found = element && attributeFrom(html, open + 1 + element.length, offset);
    if (found) return { element: element.toLowerCase(), ...found };
    if (open === 0) return undefined;
  }
  return undefined;
}

function attributeFrom(html: string, from: number, offset: number): Omit<AttributeValue, 'element'> | undefined {
  const piece = /[\s/]*(?:([^\s=>"'/]+)(?:\s*=\s*(["'])?)?|(>)|["'=])/y;
  piece.lastIndex = from;
  for (let match = piece.exec(html); match !== null && match.index <= offset; match = piece.exec(html)) {
    const [text, name, quote, end] = match;
    if (end !== undefined) return undefined;
    if (name === undefined || !text.includes('=')) continue;
    const start = piece.lastIndex;
    const close = quote
      ? html.indexOf(quote, start)
      : start + (/^[^\s>"']*/.exec(html.slice(start, start + 2000))?.[0].length ?? 0);
    const stop = close < 0 ? html.length : close;
    if (start <= offset && offset <= stop) {
      return {
        attribute: name.toLowerCase(),
        value: { start, end: stop },
        quote: (quote ?? '') as AttributeValue['quote'],
      };
    }
    piece.lastIndex = stop + (quote ? 1 : 0);
  }
  return undefined;
}
