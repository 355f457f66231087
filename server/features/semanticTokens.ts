import type { FileView } from '../project/view';
import type { FilterExpression, Operand } from '../templates/expression';
import { allNodes, partsOf, type TagNode, type TagPart } from '../templates/nodes';
import type { Argument } from '../templates/reading';
import type { Range } from '../text/range';

/** What a piece of a template is, in LSP's words. */
export const tokenTypes = ['keyword', 'function', 'variable', 'property', 'parameter', 'string', 'number'] as const;

/** Modifiers of a piece: that a name is set there, and that Django itself defines it. */
export const tokenModifiers = ['declaration', 'defaultLibrary'] as const;

export interface SemanticToken extends Range {
  readonly type: (typeof tokenTypes)[number];
  readonly modifiers: readonly (typeof tokenModifiers)[number][];
}

/** What the pieces of a template's tags are, in the order of the text and without overlaps. Tags that nobody defines have no colour. */
export function semanticTokens(view: FileView): SemanticToken[] | undefined {
  if (view.template === undefined) return undefined;
  const found: SemanticToken[] = [];
  for (const node of allNodes(view.template.tree)) {
    if (node.kind === 'variable') addExpression(found, node.expression);
    else if (node.kind === 'tag') addTag(found, node);
  }
  const filled = found.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start || b.end - a.end);
  let covered = 0;
  return filled.filter(({ start, end }) => {
    if (start < covered) return false;
    covered = end;
    return true;
  });
}

function addTag(found: SemanticToken[], node: TagNode): void {
  const known = node.tag !== undefined;
  const own = node.tag?.function.startsWith('django.') ? (['defaultLibrary'] as const) : [];
  for (const part of partsOf(node)) {
    if (known) add(found, 'keyword', part.name, own);
    addArguments(found, part);
  }
}

function addArguments(found: SemanticToken[], part: TagPart): void {
  for (const argument of part.arguments) {
    if (argument.keyword) add(found, 'parameter', argument.keyword);
    if (argument.expression) addExpression(found, argument.expression);
    else addPlain(found, argument);
  }
}

function addPlain(found: SemanticToken[], argument: Argument): void {
  const type = plainTypes[argument.role];
  if (type) add(found, type, argument, argument.role === 'target' ? ['declaration'] : []);
}

/** What an argument is that is no expression. */
const plainTypes: Partial<Record<Argument['role'], SemanticToken['type']>> = {
  word: 'keyword',
  target: 'variable',
  import: 'function',
  block: 'parameter',
  partial: 'parameter',
  library: 'string',
  text: 'string',
};

function addExpression(found: SemanticToken[], { value, filters }: FilterExpression): void {
  if (value) addOperand(found, value);
  for (const filter of filters) {
    add(found, 'function', filter.name);
    if (filter.argument) addOperand(found, filter.argument);
  }
}

function addOperand(found: SemanticToken[], operand: Operand): void {
  if (operand.kind !== 'variable') {
    add(found, operand.kind, operand);
    return;
  }
  const [first, ...rest] = operand.parts;
  const isLiteral = rest.length === 0 && LITERALS.has(first.text);
  add(found, isLiteral ? 'keyword' : 'variable', first);
  for (const part of rest) add(found, 'property', part);
}

/** Names that every context has. */
const LITERALS = new Set(['True', 'False', 'None']);

function add(
  found: SemanticToken[],
  type: SemanticToken['type'],
  { start, end }: Range,
  modifiers: SemanticToken['modifiers'] = [],
): void {
  found.push({ start, end, type, modifiers });
}
