import { isSpace } from './characters';
import type { Token } from './tokens';

/**
 * Where blocks most likely end whose tags are not known: the index of each `{% x %}` for which an `{% endx %}` follows,
 * with the index of that. Tags of the same name nest.
 */
export function guessBlocks(source: string, tokens: readonly Token[]): Map<number, number> {
  const open = new Map<string, number[]>();
  const blocks = new Map<number, number>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'block' || token.unfinished) continue;
    const name = tagName(source, token);
    const opening = name.startsWith('end') ? open.get(name.slice('end'.length))?.pop() : undefined;
    if (opening !== undefined) {
      blocks.set(opening, index);
      continue;
    }
    const same = open.get(name);
    if (same === undefined) open.set(name, [index]);
    else same.push(index);
  }
  return blocks;
}

/** The first word of a block token's contents, empty for `{% %}`. */
export function tagName(source: string, token: Token): string {
  const { start, end } = token.contents;
  let at = start;
  while (at < end && !isSpace(source.charCodeAt(at))) at++;
  return source.slice(start, at);
}
