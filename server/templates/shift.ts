import type { FilterExpression, Operand } from './expression';
import type { Node, TagPart } from './nodes';
import type { Token } from './tokens';
import type { Word } from './words';

// Each kind of object is moved by itself: one function for all of them would take several times as long.

/** Moves a token to where it stands now. */
export function moveToken(token: Token, by: number): void {
  const moved: Movable<Token> = token;
  moved.start += by;
  moved.end += by;
  const contents: Movable<Token['contents']> = token.contents;
  contents.start += by;
  contents.end += by;
  if (moved.whole !== undefined) moved.whole += by;
}

/** Moves a node to where it stands now; its tokens and what its branches hold are moved by themselves. */
export function moveNode(node: Node, by: number): void {
  const moved: Movable<Node> = node;
  moved.start += by;
  moved.end += by;
  if (node.kind === 'variable') moveExpression(node.expression, by);
  if (node.kind !== 'tag') return;
  const { opening, branches, closing } = node;
  movePart(opening, by);
  for (const branch of branches) {
    const movedBranch: Movable<typeof branch> = branch;
    movedBranch.start += by;
    movedBranch.end += by;
    if (branch.opening !== opening) movePart(branch.opening, by);
  }
  if (closing !== undefined) movePart(closing, by);
}

type Movable<T> = { -readonly [K in keyof T]: T[K] };

function movePart(part: TagPart, by: number): void {
  moveWord(part.name, by);
  for (const argument of part.arguments) {
    const moved: Movable<typeof argument> = argument;
    moved.start += by;
    moved.end += by;
    if (argument.keyword !== undefined) moveWord(argument.keyword, by);
    if (argument.expression !== undefined) moveExpression(argument.expression, by);
  }
}

function moveExpression(expression: FilterExpression, by: number): void {
  const moved: Movable<FilterExpression> = expression;
  moved.start += by;
  moved.end += by;
  if (expression.value !== undefined) moveOperand(expression.value, by);
  for (const filter of expression.filters) {
    const movedFilter: Movable<typeof filter> = filter;
    movedFilter.start += by;
    movedFilter.end += by;
    moveWord(filter.name, by);
    if (filter.argument !== undefined) moveOperand(filter.argument, by);
  }
  for (const error of expression.errors) {
    const movedError: Movable<typeof error> = error;
    movedError.start += by;
    movedError.end += by;
  }
}

function moveOperand(operand: Operand, by: number): void {
  const moved: Movable<Operand> = operand;
  moved.start += by;
  moved.end += by;
  if (operand.kind === 'string') {
    const inside: Movable<typeof operand.inside> = operand.inside;
    inside.start += by;
    inside.end += by;
  }
  if (operand.kind === 'variable') for (const part of operand.parts) moveWord(part, by);
}

function moveWord(word: Word, by: number): void {
  const moved: Movable<Word> = word;
  moved.start += by;
  moved.end += by;
}
