import { componentKey, componentNamed, cottonTags } from '../templates/cottonTags';
import { type FilterExpression, literalValue } from '../templates/expression';
import { allNodes, type Node, partsOf, type TagNode, type TagPart } from '../templates/nodes';
import type { Argument } from '../templates/reading';
import type { Knowledge } from '../templates/scope';
import { standardKnowledge } from '../templates/standard';
import { parseTemplate, type TemplateParser } from '../templates/tree';
import { once } from '../text/once';
import type { Path } from '../text/paths';
import type { Range } from '../text/range';
import type { Use, UseKind } from './uses';

/** What other files can see of a template. */
export interface TemplateDeclarations {
  /** The template that it extends, as written; its name is undefined where an expression gives it. */
  readonly extends?: { readonly name: string | undefined };
  /** In the order of the text; a name can be there twice while somebody writes. */
  readonly blocks: readonly NamedBlock[];
  readonly partials: readonly NamedBlock[];
}

/** A block or partial; the range is that of its name. */
export interface NamedBlock extends Range {
  readonly name: string;
  /** From its opening to its closing tag. */
  readonly whole: Range;
}

const NAMED_ROLES = new Set(['route', 'template', 'static', 'library', 'block', 'partial']);
/** Names of tags that continue or close a block: no library registers them. */
const PART_OF_BLOCK = /^(end.*|else|elif|empty|plural)$/;

/** What a node says with all that its branches hold, and where it stood then. */
interface Said {
  readonly at: number;
  readonly extends: TemplateDeclarations['extends'];
  readonly blocks: readonly NamedBlock[];
  readonly partials: readonly NamedBlock[];
  readonly uses: readonly Use[];
}

/** What nodes of texts that are being edited say: most are the same in the next version. */
const known = new WeakMap<Node, Said>();

/**
 * Reads a template without a look at any project: tags that have the names of Django's own are taken for them, and other
 * tags give their name and the filters in them. What Django takes for text or comment gives nothing.
 * @param edited parses the versions of a text that is being edited
 */
export function extractTemplate(
  _path: Path,
  source: string,
  edited?: TemplateParser,
): { declared: TemplateDeclarations; uses: Use[] } {
  const parse = edited ?? parseTemplate;
  const { nodes } = parse(source, standardKnowledge);
  const copy = once(copyOf);
  const found = newFound(source, copy, edited && known);
  readNodes(nodes, found);
  const { extends: parent, blocks, partials, uses } = found;
  const others = unlikeDjango.test(source) ? usesOverLines(source, copy, parse, edited && known) : undefined;
  const all = others === undefined ? uses : seenByEach(uses, others);
  addComponents(all, source, copy);
  return { declared: { extends: parent, blocks, partials }, uses: all.sort(inOrder) };
}

/** Whether there is a tag that goes over lines, or one that holds another one in a string: text to Django, but not to some packages. */
const unlikeDjango =
  /\{%(?:(?!%\}|\{%|\n)[\s\S])*(?:\n(?:(?!%\}|\{%)[\s\S])*%\}|["'](?:(?!%\})[^\n])*?\{[{%])|\{\{(?:(?!\}\}|\{\{|\n)[\s\S])*\n(?:(?!\}\}|\{\{)[\s\S])*\}\}/;
const overLines: Knowledge = { ...standardKnowledge, lexing: { multiline: true, holding: 'all' } };

/** The uses in a template whose tags may go over several lines and hold others in their strings, with those in these strings. */
function usesOverLines(source: string, copy: Copy, parse: TemplateParser, known: Found['known']): Use[] {
  const found = newFound(source, copy, known);
  const tree = parse(source, overLines);
  readNodes(tree.nodes, found);
  const strings = [...allNodes(tree)].flatMap((node) =>
    node.kind !== 'tag' ? [] : node.opening.arguments.flatMap(({ expression }) => expression?.value ?? []),
  );
  for (const value of strings) {
    if (value.kind !== 'string' || !/\{[{%]/.test(value.text)) continue;
    const { start, end } = value.inside;
    const held = newFound(source.slice(start, end), copy, undefined);
    readNodes(parseTemplate(held.source, standardKnowledge).nodes, held);
    for (const use of held.uses) found.uses.push({ ...use, start: use.start + start, end: use.end + start });
  }
  return found.uses;
}

/** Two readings of a text as one: what only one of them has is marked. */
function seenByEach(django: readonly Use[], others: readonly Use[]): Use[] {
  const key = ({ kind, name, start, end }: Use) => `${kind} ${start} ${end} ${name}`;
  const [ofDjango, ofOthers] = [new Set(django.map(key)), new Set(others.map(key))];
  return [
    ...django.map((use): Use => (ofOthers.has(key(use)) ? use : { ...use, seenBy: 'django' })),
    ...others.filter((use) => !ofDjango.has(key(use))).map((use): Use => ({ ...use, seenBy: 'package' })),
  ];
}

/** What is found while nodes are read. */
interface Found {
  readonly source: string;
  readonly copy: Copy;
  readonly known: WeakMap<Node, Said> | undefined;
  extends: TemplateDeclarations['extends'];
  readonly blocks: NamedBlock[];
  readonly partials: NamedBlock[];
  readonly uses: Use[];
}

function newFound(source: string, copy: Copy, known: Found['known']): Found {
  return { source, copy, known, extends: undefined, blocks: [], partials: [], uses: [] };
}

function inOrder(a: Range, b: Range): number {
  return a.start - b.start || a.end - b.end;
}

function readNodes(nodes: readonly Node[], found: Found): void {
  for (const node of nodes) {
    if (!isRead(node)) continue;
    if (found.known === undefined) readNode(node, found);
    else addSaid(saidBy(node, found, found.known), found);
  }
}

/** What a node says where it stands now. */
function saidBy(node: ReadNode, { source, copy }: Found, known: WeakMap<Node, Said>): Said {
  const before = known.get(node);
  if (before?.at === node.start) return before;
  let said: Said;
  if (before !== undefined) said = moved(before, node.start - before.at);
  else {
    const own = newFound(source, copy, known);
    readNode(node, own);
    said = { at: node.start, extends: own.extends, blocks: own.blocks, partials: own.partials, uses: own.uses };
  }
  known.set(node, said);
  return said;
}

function addSaid(said: Said, found: Found): void {
  found.extends ??= said.extends;
  for (const block of said.blocks) found.blocks.push(block);
  for (const partial of said.partials) found.partials.push(partial);
  for (const use of said.uses) found.uses.push(use);
}

function moved({ at, extends: parent, blocks, partials, uses }: Said, by: number): Said {
  const movedBlock = (block: NamedBlock) => ({ ...movedRange(block, by), whole: movedRange(block.whole, by) });
  return {
    at: at + by,
    extends: parent,
    blocks: blocks.map(movedBlock),
    partials: partials.map(movedBlock),
    uses: uses.map((use) => {
      const { kind, name, start, end, by: reader, required, imports } = use;
      const now = { kind, name, start: start + by, end: end + by, by: reader, required };
      return imports ? { ...now, imports: imports.map((one) => movedRange(one, by)) } : now;
    }),
  };
}

function movedRange<T extends Range>(range: T, by: number): T {
  return { ...range, start: range.start + by, end: range.end + by };
}

function readNode(node: ReadNode, found: Found): void {
  if (node.kind === 'variable') addFilters(found.uses, node.expression, found.copy);
  else {
    readTag(node, found);
    for (const { children } of node.branches) readNodes(children, found);
  }
}

function readTag(node: TagNode, found: Found): void {
  const { source, copy, uses } = found;
  const { name, token } = node.opening;
  if (name.text === '') return;
  if (node.tag !== undefined || !PART_OF_BLOCK.test(name.text)) {
    const text = copy(name.text);
    uses.push({ kind: 'tag', name: text, start: name.start, end: name.end, by: text, required: true });
  }
  for (const part of partsOf(node)) addArguments(uses, source, part, copy);
  const [first] = node.opening.arguments;
  if (first === undefined || node.tag === undefined) return;
  const named = name.text === 'block' ? found.blocks : name.text === 'partialdef' ? found.partials : undefined;
  if (named) {
    const { start, end } = first;
    named.push({ name: copy(source.slice(start, end)), start, end, whole: { start: token.start, end: node.end } });
  } else if (name.text === 'extends') found.extends ??= { name: literalOf(first, copy)?.name };
}

/** The components of django-cotton, each by what identifies it; whether the project has any is not known here. */
function addComponents(uses: Use[], source: string, copy: Copy): void {
  if (!source.includes('<c-') && !source.includes('cotton')) return;
  for (const tag of cottonTags(source)) {
    const word = componentNamed(tag);
    if (word === undefined) continue;
    const { start, end, text } = word;
    uses.push({ kind: 'component', name: copy(componentKey(text)), start, end, by: 'cotton', required: !tag.closes });
  }
}

/** Whether Django reads the node as a tag or variable, and does not take it for text. */
function isRead(node: Node): node is ReadNode {
  if (node.kind === 'text' || node.kind === 'comment') return false;
  const token = node.kind === 'tag' ? node.opening.token : node.token;
  return !token.unfinished;
}

type ReadNode = Exclude<Node, { kind: 'text' | 'comment' }>;

function addArguments(uses: Use[], source: string, part: TagPart, copy: Copy): void {
  const by = copy(part.name.text);
  for (const argument of part.arguments) {
    if (argument.expression !== undefined) addFilters(uses, argument.expression, copy);
    if (!NAMED_ROLES.has(argument.role)) continue;
    const literal = nameOf(source, argument, copy);
    if (literal === undefined) continue;
    const kind = argument.role as UseKind;
    const { name, start, end } = literal;
    const required = kind !== 'block' && !(kind === 'route' && part.arguments.some(({ role }) => role === 'target'));
    const imports = kind === 'library' ? importsOf(source, part, copy) : [];
    const use = { kind, name, start, end, by, required };
    uses.push(imports.length > 0 ? { ...use, imports } : use);
  }
}

function importsOf(source: string, part: TagPart, copy: Copy): (Range & { readonly name: string })[] {
  return part.arguments
    .filter(({ role }) => role === 'import')
    .map(({ start, end }) => ({ start, end, name: copy(source.slice(start, end)) }));
}

function nameOf(source: string, argument: Argument, copy: Copy): (Range & { name: string }) | undefined {
  if (argument.expression !== undefined) return literalOf(argument, copy);
  return { start: argument.start, end: argument.end, name: copy(source.slice(argument.start, argument.end)) };
}

/** The text of an argument that is nothing but a string. */
function literalOf(argument: Argument, copy: Copy): (Range & { name: string }) | undefined {
  const { value, filters, errors } = argument.expression ?? { filters: [], errors: [] };
  if (value?.kind !== 'string' || value.translated || filters.length > 0 || errors.length > 0) return undefined;
  return { start: value.inside.start, end: value.inside.end, name: copy(literalValue(value)) };
}

function addFilters(uses: Use[], expression: FilterExpression, copy: Copy): void {
  if (expression.errors.length > 0) return;
  for (const { name } of expression.filters) {
    const text = copy(name.text);
    uses.push({ kind: 'filter', name: text, start: name.start, end: name.end, by: text, required: true });
  }
}

/** Gives equal texts the same copy. */
type Copy = (text: string) => string;

/** A copy of its own: a slice would keep the whole template in memory. */
function copyOf(text: string): string {
  return text === '' ? '' : JSON.parse(JSON.stringify(text));
}
