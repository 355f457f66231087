import type { Range } from '../text/range';
import { isSpace } from './characters';
import { stringEnd } from './tokens';

/** A range of the template with its text. */
export interface Word extends Range {
  readonly text: string;
}

/**
 * The words of a tag's contents as `Token.split_contents` gives them: white space inside of strings does not
 * separate (`django.utils.text.smart_split`), and `_("…")` stays in one piece.
 * `open` is set where Django fails because `_("` is never closed; the last word is then all that follows it.
 */
export function splitContents(source: string, contents: Range): { words: Word[]; open: boolean } {
  const bits = smartSplit(source, contents);
  const words: Word[] = [];
  for (let i = 0; i < bits.length; i++) {
    const first = bits[i];
    if (!first.text.startsWith('_("') && !first.text.startsWith("_('")) {
      words.push(first);
      continue;
    }
    const sentinel = `${first.text[2]})`;
    let last = i;
    while (last < bits.length && !bits[last].text.endsWith(sentinel)) last++;
    const open = last === bits.length;
    const end = bits[open ? last - 1 : last].end;
    words.push(last === i ? first : { start: first.start, end, text: source.slice(first.start, end) });
    if (open) return { words, open };
    i = last;
  }
  return { words, open: false };
}

/** The words of a range as `str.split` gives them. */
export function split(source: string, range: Range): Word[] {
  const words: Word[] = [];
  let at = range.start;
  while (at < range.end) {
    while (at < range.end && isSpace(source.charCodeAt(at))) at++;
    const start = at;
    while (at < range.end && !isSpace(source.charCodeAt(at))) at++;
    if (start < at) words.push({ start, end: at, text: source.slice(start, at) });
  }
  return words;
}

/**
 * A word either runs to a space, or, where it holds whole strings, ends with what is written directly behind the last
 * of them. A quote that opens no whole string before any whole string makes the word run to the space.
 */
function smartSplit(source: string, range: Range): Word[] {
  const words: Word[] = [];
  /** Quotes known to open no whole string from here on: looking again would make long tags slow. */
  let hopeless = '';
  let at = range.start;
  while (at < range.end) {
    if (isSpace(source.charCodeAt(at))) {
      at++;
      continue;
    }
    const start = at;
    let wholeEnd = -1;
    while (at < range.end && !isSpace(source.charCodeAt(at))) {
      const character = source[at];
      if (character !== '"' && character !== "'") {
        at++;
        if (wholeEnd !== -1) wholeEnd = at;
        continue;
      }
      const close = hopeless.includes(character) ? -1 : stringEnd(source, at, range.end);
      if (close === -1) {
        hopeless += character;
        if (wholeEnd !== -1) break;
        while (at < range.end && !isSpace(source.charCodeAt(at))) at++;
        break;
      }
      at = close;
      wholeEnd = close;
    }
    words.push({ start, end: at, text: source.slice(start, at) });
  }
  return words;
}
