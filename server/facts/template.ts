import { componentKey, componentNamed, cottonTags } from '../templates/cottonTags';
import { type FilterExpression, literalValue } from '../templates/expression';
import { allNodes, type Node, partsOf, type TagPart } from '../templates/nodes';
import type { Argument } from '../templates/reading';
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

/**
 * Reads a template without a look at any project: tags that have the names of Django's own are taken for them, and other
 * tags give their name and the filters in them. What Django takes for text or comment gives nothing.
 */
export function extractTemplate(
  _path: Path,
  source: string,
  parse: TemplateParser = parseTemplate,
): { declared: TemplateDeclarations; uses: Use[] } {
  const uses: Use[] = [];
  const copy = once(copyOf);
  const blocks: NamedBlock[] = [];
  const partials: NamedBlock[] = [];
  let parent: { name: string | undefined } | undefined;
  for (const node of allNodes(parse(source, standardKnowledge))) {
    if (!isRead(node)) continue;
    if (node.kind === 'variable') {
      addFilters(uses, node.expression, copy);
      continue;
    }
    const { name, token } = node.opening;
    if (name.text === '') continue;
    if (node.tag !== undefined || !PART_OF_BLOCK.test(name.text)) {
      const text = copy(name.text);
      uses.push({ kind: 'tag', name: text, start: name.start, end: name.end, by: text, required: true });
    }
    for (const part of partsOf(node)) addArguments(uses, source, part, copy);
    const [first] = node.opening.arguments;
    if (first === undefined || node.tag === undefined) continue;
    const named = name.text === 'block' ? blocks : name.text === 'partialdef' ? partials : undefined;
    if (named) {
      const { start, end } = first;
      named.push({ name: copy(source.slice(start, end)), start, end, whole: { start: token.start, end: node.end } });
    } else if (name.text === 'extends') parent ??= { name: literalOf(first, copy)?.name };
  }
  addComponents(uses, source, copy);
  return {
    declared: { extends: parent, blocks, partials },
    uses: uses.sort((a, b) => a.start - b.start || a.end - b.end),
  };
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
function isRead(node: Node): node is Exclude<Node, { kind: 'text' | 'comment' }> {
  if (node.kind === 'text' || node.kind === 'comment') return false;
  const token = node.kind === 'tag' ? node.opening.token : node.token;
  return !token.unfinished;
}

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
