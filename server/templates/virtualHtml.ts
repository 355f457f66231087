import type { Range } from '../text/range';
import { type Branch, blocksAt, type Node, type TagNode, type Template } from './nodes';
import type { Token } from './tokens';

/** What is no HTML; a token, or a branch. */
type Hidden = Range & { readonly kind?: Token['kind'] };

/**
 * The template as HTML alone: Django's tags, variables and comments are blanked with the same length, so that every offset
 * means the same in both. Lines stay. What `{% comment %}` holds is blanked too.
 * @param offset where given, of branches that exclude each other only the one with the offset, else the first, is left: an
 * element that is opened in both `{% if %}` and `{% else %}` is then there once, as in what Django renders
 * @param values the character that stands in for variables, where their values matter
 */
export function htmlOf(template: Template, offset?: number, values = ' '): string {
  const hidden: Hidden[] = template.tokens.filter(({ kind }) => kind !== 'text');
  hide(template.nodes, offset, hidden);
  hidden.sort((a, b) => a.start - b.start || b.end - a.end);
  const { source } = template;
  let html = '';
  let from = 0;
  for (const { start, end, kind } of hidden) {
    if (end <= from) continue;
    const first = Math.max(start, from);
    html += source.slice(from, first) + blank(source.slice(first, end), kind === 'variable' ? values : ' ');
    from = end;
  }
  return html + source.slice(from);
}

function hide(nodes: readonly Node[], offset: number | undefined, hidden: Hidden[]): void {
  for (const node of nodes) {
    if (node.kind !== 'tag' || node.branches.length === 0) continue;
    if (node.block?.content === 'raw') {
      if (node.opening.name.text === 'comment') hidden.push(...node.branches);
      continue;
    }
    const shown = offset === undefined ? node.branches : [branchAt(node, offset)];
    for (const branch of node.branches) {
      if (shown.includes(branch)) hide(branch.children, offset, hidden);
      else hidden.push(branch);
    }
  }
}

function branchAt({ branches }: TagNode, offset: number): Branch {
  return branches.find(({ start, end }) => start <= offset && offset <= end) ?? branches[0];
}

/** Letters would make words of HTML; spaces separate nothing that is not separate already. */
function blank(text: string, filling: string): string {
  return text.replace(/[^\r\n]/g, filling);
}

/** Whether the offset lies in what is HTML to the template: in none of its tags. */
export function isHtmlAt(template: Template, offset: number): boolean {
  let low = 0;
  let high = template.tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (template.tokens[middle].end < offset) low = middle + 1;
    else high = middle;
  }
  // Between two tags that touch nothing is written yet, and it may be HTML.
  const around = template.tokens.slice(low, low + 2).filter(({ start, end }) => start <= offset && offset <= end);
  return !around.some(
    ({ kind, start, end, unfinished }) => kind !== 'text' && start < offset && (offset < end || unfinished),
  );
}

/** Whether two offsets lie in the same branches of the same blocks, so that what is at one is never there without the other. */
export function isInSameBranch(template: Template, a: number, b: number): boolean {
  const [first, second] = [blocksAt(template, a), blocksAt(template, b)];
  return first.length === second.length && first.every(({ branch }, i) => branch === second[i].branch);
}
