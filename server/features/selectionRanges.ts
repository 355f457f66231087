import type { FileView } from '../project/view';
import type { FilterExpression, Operand } from '../templates/expression';
import { allNodes, blocksAt, partsOf, type TagPart } from '../templates/nodes';
import { nested, type Range, touches } from '../text/range';

/**
 * What a selection at an offset grows to, the smallest first: a word, its expression, the tag, the block around it, and so on.
 * @param elements what else it may grow to: the HTML around it
 */
export function selectionRanges(view: FileView, offset: number, elements: readonly Range[] = []): Range[] | undefined {
  if (view.template === undefined) return undefined;
  const { tree } = view.template;
  const ranges: Range[] = [{ start: 0, end: view.text.length }];
  for (const { node, branch } of blocksAt(tree, offset)) ranges.push(rangeOf(node), rangeOf(branch));
  for (const node of allNodes(tree)) {
    if (node.kind === 'text' || !touches(node, offset)) continue;
    if (node.kind === 'comment') ranges.push(node);
    else if (node.kind === 'variable') ranges.push(node.token, ...inExpression(node.expression, offset));
    else {
      const part = partsOf(node).find(({ token }) => touches(token, offset));
      if (part !== undefined) ranges.push(rangeOf(node), ...inTag(part, offset));
    }
  }
  return nested([...ranges, ...elements].filter((range) => touches(range, offset)));
}

function inTag({ token, name, arguments: given }: TagPart, offset: number): Range[] {
  const own = given.filter((argument) => touches(argument, offset));
  const expressions = own.flatMap(({ expression }) => (expression ? inExpression(expression, offset) : []));
  return [token, token.contents, name, ...own.flatMap(({ keyword }) => keyword ?? []), ...own, ...expressions];
}

function inExpression(expression: FilterExpression, offset: number): Range[] {
  const { value, filters } = expression;
  const operands = [value, ...filters.map(({ argument }) => argument)].flatMap((one) => one ?? []);
  const steps = filters.map(({ end }) => ({ start: expression.start, end }));
  return [
    expression,
    ...steps,
    ...filters,
    ...filters.map(({ name }) => name),
    ...operands.flatMap((one) => inOperand(one, offset)),
  ];
}

function inOperand(operand: Operand, offset: number): Range[] {
  if (operand.kind === 'string') return [operand, operand.inside];
  if (operand.kind === 'number') return [operand];
  const steps = operand.parts.map(({ end }) => ({ start: operand.start, end }));
  return [operand, ...steps.filter(({ end }) => offset <= end), ...operand.parts];
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}
