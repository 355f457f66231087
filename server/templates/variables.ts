import type { FilterExpression, Operand } from './expression';
import { type Branch, blocksAt, type Node, type TagNode, type TagPart, type Template } from './nodes';
import type { Word } from './words';

/** A variable as it is read or set at one place of a template. */
export interface VariableUse {
  /** The parts between the dots; one where the name is set. */
  readonly parts: readonly Word[];
  /** The block whose opening tag sets the name for what it holds, as its offset; -1 for a variable of the whole template. */
  readonly binding: number;
  /** Whether the name is set here. */
  readonly sets: boolean;
}

/**
 * Every variable of a template in the order of the text, each with the block that it belongs to: two uses of a name mean the
 * same where their bindings are the same. What a tag without a block sets (`{% url … as x %}`) is one with the variable of
 * that name around it.
 */
export function variablesIn(template: Template): VariableUse[] {
  const found: VariableUse[] = [];
  readNodes(template.nodes, [], { source: template.source, found });
  return found.sort((a, b) => a.parts[0].start - b.parts[0].start);
}

/** The block that a name would belong to at an offset, as `VariableUse.binding` names it. */
export function bindingOfName(template: Template, name: string, offset: number): number {
  const around = blocksAt(template, offset).filter(
    ({ node, branch }) => node.start < offset && branch.opening.name.text !== 'empty',
  );
  const binds = ({ node }: { node: TagNode }) => namesHeldBy(node, template.source).some((word) => word.text === name);
  return around.findLast(binds)?.node.start ?? -1;
}

interface Reading {
  readonly source: string;
  readonly found: VariableUse[];
}

interface Scope {
  readonly start: number;
  readonly names: ReadonlySet<string>;
}

function readNodes(nodes: readonly Node[], scopes: readonly Scope[], reading: Reading): void {
  for (const node of nodes) {
    if (node.kind === 'variable') readExpression(node.expression, scopes, reading);
    else if (node.kind === 'tag') readTag(node, scopes, reading);
  }
}

function readTag(node: TagNode, scopes: readonly Scope[], reading: Reading): void {
  const { opening, branches, closing } = node;
  readArguments(opening, scopes, reading);
  readCycle(node, scopes, reading);
  const held = namesHeldBy(node, reading.source);
  const own = { start: node.start, names: new Set(held.map(({ text }) => text)) };
  const inside = held.length > 0 ? [...scopes, own] : scopes;
  for (const name of held) reading.found.push({ parts: [name], binding: own.start, sets: true });
  for (const name of targetsOf(opening, reading.source)) {
    if (held.some(({ start }) => start === name.start)) continue;
    reading.found.push({ parts: [name], binding: bindingOf(name.text, scopes), sets: true });
  }
  for (const branch of branches) readBranch(node, branch, scopes, inside, reading);
  if (closing !== undefined) readArguments(closing, inside, reading);
}

/** What `{% empty %}` holds comes after the loop: it does not see the loop's variables. */
function readBranch(
  node: TagNode,
  branch: Branch,
  outside: readonly Scope[],
  inside: readonly Scope[],
  reading: Reading,
): void {
  const scopes = branch.opening.name.text === 'empty' ? outside : inside;
  if (branch !== node.branches[0]) readArguments(branch.opening, scopes, reading);
  readNodes(branch.children, scopes, reading);
}

/** `{% cycle name %}` goes on with a cycle that was given the name. */
function readCycle({ opening, tag }: TagNode, scopes: readonly Scope[], reading: Reading): void {
  if (!/^django\.template\.defaulttags\.(?:cycle|resetcycle)$/.test(tag?.function ?? '')) return;
  for (const { role, start, end } of opening.arguments) {
    if (role !== 'text') continue;
    const name = { start, end, text: reading.source.slice(start, end) };
    reading.found.push({ parts: [name], binding: bindingOf(name.text, scopes), sets: false });
  }
}

function readArguments(part: TagPart, scopes: readonly Scope[], reading: Reading): void {
  for (const { expression } of part.arguments)
    if (expression !== undefined) readExpression(expression, scopes, reading);
}

function readExpression(expression: FilterExpression, scopes: readonly Scope[], reading: Reading): void {
  const add = (operand: Operand | undefined) => {
    if (operand?.kind !== 'variable') return;
    reading.found.push({ parts: operand.parts, binding: bindingOf(operand.parts[0].text, scopes), sets: false });
  };
  add(expression.value);
  for (const { argument } of expression.filters) add(argument);
}

function bindingOf(name: string, scopes: readonly Scope[]): number {
  return scopes.findLast(({ names }) => names.has(name))?.start ?? -1;
}

/**
 * The names that a tag sets for its block alone: a loop's variables, and assignments as in `{% with total=order.total %}`. What
 * other tags with a block set is known behind it, as from `{% blocktranslate asvar title %}`, or, where nobody knows the tag, also in it.
 */
function namesHeldBy({ opening, branches, tag }: TagNode, source: string): Word[] {
  const [, name] = HOLDING.exec(tag?.function ?? `.${opening.name.text}`) ?? [];
  if (name === undefined || branches.length === 0) return [];
  const targets = targetsOf(opening, source);
  if (name === 'do_for' || name === 'for') return targets;
  const behind = opening.arguments.findIndex(({ start, end }) => source.slice(start, end) === 'asvar') + 1;
  const after = behind > 0 ? opening.arguments[behind]?.start : undefined;
  const assigned = opening.arguments.flatMap(({ keyword }) => keyword ?? []);
  return [...targets.filter(({ start }) => start !== after), ...assigned];
}

const HOLDING = /\.(do_for|do_with|do_block_translate|for|with|blocktranslate|blocktrans)$/;

/** Words behind `as`, and a loop's variables. */
function targetsOf(part: TagPart, source: string): Word[] {
  return part.arguments
    .filter(({ role }) => role === 'target')
    .map(({ start, end }) => ({ start, end, text: source.slice(start, end) }));
}
