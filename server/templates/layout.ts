import type { TagNode } from './nodes';

/**
 * Which block stays open, as the layout tells it: of the blocks in an unclosed one the last whose closing tag stands on a line of
 * its own below the unclosed one's opening tag instead of below its own, so that it most likely has taken that one's; the unclosed
 * one itself where the layout tells nothing.
 */
export function likelyOpen(unclosed: TagNode, ends: readonly string[], source: string): TagNode {
  let open = unclosed;
  for (;;) {
    const thief = lastClosedBelow(open, ends, source);
    if (thief === undefined) return open;
    open = thief;
  }
}

function lastClosedBelow(block: TagNode, ends: readonly string[], source: string): TagNode | undefined {
  const indent = indentAt(source, block.opening.token.start);
  const taken = (node: TagNode) => {
    const { closing, opening } = node;
    if (closing === undefined || !ends.includes(closing.name.text) || !isFirst(source, closing.token.start))
      return false;
    return indentAt(source, closing.token.start) === indent && indentAt(source, opening.token.start) !== indent;
  };
  return lastIn(block, taken);
}

/** The last block in another one for which a test holds, the outer before the inner ones. */
function lastIn(block: TagNode, test: (node: TagNode) => boolean): TagNode | undefined {
  for (const { children } of block.branches.toReversed())
    for (const node of children.toReversed()) {
      if (node.kind !== 'tag') continue;
      const found = test(node) ? node : lastIn(node, test);
      if (found) return found;
    }
  return undefined;
}

/** The spaces at the start of the line around an offset. */
function indentAt(source: string, offset: number): string {
  const start = source.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(source.slice(start, offset))![0];
}

/** Whether nothing but spaces stands before an offset on its line. */
function isFirst(source: string, offset: number): boolean {
  return source.slice(source.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
}
