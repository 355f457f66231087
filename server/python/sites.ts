import type { ArgumentNode, ExpressionNode, ParseNode, TryNode } from '@zzzen/pyright-internal/dist/parser/parseNodes';
import { getChildNodes } from '@zzzen/pyright-internal/dist/parser/parseTreeUtils';
import type { Range } from '../text/range';
import { contentRange, dottedName } from './expressionReader';
import { ParseNodeType } from './nodeTypes';
import type { ParsedPython } from './parse';

/** A string as it is written: its value, and the range between its quotes. */
export interface StringLiteral extends Range {
  readonly value: string;
}

/** A call somewhere in a file, with those arguments that are literal strings or lists of them. */
export interface CallSite {
  /** Dotted path of what is called, through the file's imports: `django.urls.reverse`, or `self.client.get`. */
  readonly callee: string;
  readonly positional: readonly ArgumentStrings[];
  readonly keywords: ReadonlyMap<string, ArgumentStrings>;
  /** Whether `*args` or `**kwargs` give further arguments. */
  readonly spread: boolean;
  /** The exceptions that `try` statements around the call catch, without their modules; '' for all of them. */
  readonly caught: readonly string[];
}

/** The strings of one argument: one where it is a string, all where it is a list or tuple of strings, else none. */
export interface ArgumentStrings {
  readonly strings: readonly StringLiteral[];
  readonly isList: boolean;
  /** How many items a written list or tuple has; undefined for all else, and where another list is unpacked in it. */
  readonly items?: number;
  /** The keys of a written dict; undefined for all else, and where not each key is a string. */
  readonly keys?: readonly string[];
}

/** A class attribute that is a literal string, `template_name = 'a.html'`, or a name outside of classes that is given one. */
export interface AttributeSite {
  readonly name: string;
  readonly value: StringLiteral;
  /** Qualified name of the class; undefined outside of classes. */
  readonly owner: string | undefined;
}

/**
 * Every call with a dotted callee, and every class attribute or other name that is given a string, anywhere in the file, in the order of the text.
 * @param imports the dotted path behind each imported name, as `importedNames` tells it
 * @param isTelling whether a statement that spans a part of the text is worth a look
 */
export function visitSites(
  parsed: ParsedPython,
  imports: ReadonlyMap<string, string>,
  isTelling: (start: number, end: number) => boolean,
  visit: { call(site: CallSite): void; attribute(site: AttributeSite): void },
): void {
  if (!isTelling(0, Number.POSITIVE_INFINITY)) return;
  const { offsetOf } = parsed;
  const stringsOf = (node: ExpressionNode) => literalsOf(node, offsetOf);
  const walk = (node: ParseNode, around: Surroundings): void => {
    if (statements.has(node.nodeType) && !isTelling(offsetOf(node.start), offsetOf(node.start + node.length))) return;
    const { owner, imports } = around;
    if (node.nodeType === ParseNodeType.Call) {
      const name = dottedName(node.d.leftExpr);
      if (name !== undefined)
        visit.call({ callee: qualified(name, imports), ...argumentsOf(node.d.args, stringsOf), caught: around.caught });
    } else if (node.nodeType === ParseNodeType.Assignment) {
      const target =
        node.d.leftExpr.nodeType === ParseNodeType.TypeAnnotation ? node.d.leftExpr.d.valueExpr : node.d.leftExpr;
      const [value] = stringsOf(node.d.rightExpr).strings;
      if (target.nodeType === ParseNodeType.Name && value) visit.attribute({ name: target.d.value, value, owner });
    }
    const inside = within(node, around);
    for (const child of getChildNodes(node)) {
      if (!child) continue;
      const isTried = node.nodeType === ParseNodeType.Try && child === node.d.trySuite;
      walk(child, isTried ? { ...inside, caught: [...inside.caught, ...exceptionsOf(node)] } : inside);
    }
  };
  walk(parsed.tree, { owner: undefined, caught: [], imports });
}

const statements: ReadonlySet<ParseNodeType> = new Set([
  ParseNodeType.StatementList,
  ParseNodeType.Class,
  ParseNodeType.Function,
  ParseNodeType.If,
  ParseNodeType.For,
  ParseNodeType.While,
  ParseNodeType.Try,
  ParseNodeType.With,
  ParseNodeType.Match,
]);

/** What a call means depends on what stands around it. */
interface Surroundings {
  /** Qualified name of the class whose body it is. */
  readonly owner: string | undefined;
  readonly caught: readonly string[];
  readonly imports: ReadonlyMap<string, string>;
}

function within(node: ParseNode, around: Surroundings): Surroundings {
  if (node.nodeType === ParseNodeType.Class) {
    const name = node.d.name.d.value;
    return { ...around, owner: around.owner ? `${around.owner}.${name}` : name };
  }
  const isLambda = node.nodeType === ParseNodeType.Lambda;
  if (!isLambda && node.nodeType !== ParseNodeType.Function) return around;
  // A parameter hides an import of its name; a function runs later, outside of the try statement around it.
  const parameters = node.d.params.map((one) => one.d.name?.d.value ?? '');
  const imports = parameters.some((name) => around.imports.has(name))
    ? new Map([...around.imports].filter(([name]) => !parameters.includes(name)))
    : around.imports;
  return isLambda ? { ...around, imports } : { owner: undefined, caught: [], imports };
}

function exceptionsOf(node: TryNode): string[] {
  return node.d.exceptClauses.flatMap((one) => exceptionsIn(one.d.typeExpr));
}

/** The names behind `except`, without their modules; '' where it names none. */
function exceptionsIn(expression: ExpressionNode | undefined): string[] {
  if (expression === undefined) return [''];
  if (expression.nodeType === ParseNodeType.Tuple) return expression.d.items.flatMap((item) => exceptionsIn(item));
  const name = dottedName(expression);
  return name === undefined ? [''] : [name.slice(name.lastIndexOf('.') + 1)];
}

/** What a part of a module imports, and what it defines outside of classes and functions, which then stands for an import of its name. */
export interface Imported {
  readonly paths: ReadonlyMap<string, string>;
  readonly defined: readonly string[];
}

/** The dotted path behind each name that a module imports anywhere, of all its parts in the order of the text. */
export function importedNames(parts: readonly Imported[]): ReadonlyMap<string, string> {
  const names = new Map(parts.flatMap(({ paths }) => [...paths]));
  for (const { defined } of parts) for (const name of defined) names.delete(name);
  return names;
}

/** What the text of a tree imports and defines. */
export function importedIn({ tree }: ParsedPython): Imported {
  const names = new Map<string, string>();
  const walk = (node: ParseNode): void => {
    if (node.nodeType === ParseNodeType.Import) {
      for (const item of node.d.list) {
        const parts = item.d.module.d.nameParts.map((part) => part.d.value);
        if (item.d.alias) names.set(item.d.alias.d.value, parts.join('.'));
      }
    } else if (node.nodeType === ParseNodeType.ImportFrom) {
      const module =
        '.'.repeat(node.d.module.d.leadingDots) + node.d.module.d.nameParts.map((part) => part.d.value).join('.');
      for (const item of node.d.imports)
        names.set((item.d.alias ?? item.d.name).d.value, `${module}.${item.d.name.d.value}`);
    } else if (node.nodeType === ParseNodeType.StatementList) {
      for (const small of node.d.statements) walk(small);
    } else if (node.nodeType === ParseNodeType.Class || node.nodeType === ParseNodeType.Function) {
      walk(node.d.suite);
    } else if (holdsStatements.has(node.nodeType)) {
      for (const child of getChildNodes(node)) if (child) walk(child);
    }
  };
  walk(tree);
  const defined = (tree.d.statements as readonly ParseNode[]).flatMap((node) =>
    node.nodeType === ParseNodeType.Function || node.nodeType === ParseNodeType.Class ? [node.d.name.d.value] : [],
  );
  return { paths: names, defined };
}

const holdsStatements: ReadonlySet<ParseNodeType> = new Set([
  ...statements,
  ParseNodeType.Module,
  ParseNodeType.Suite,
  ParseNodeType.Except,
  ParseNodeType.Case,
  ParseNodeType.Error,
]);

function qualified(name: string, imports: ReadonlyMap<string, string>): string {
  const [head, ...rest] = name.split('.');
  return [imports.get(head) ?? head, ...rest].join('.');
}

function argumentsOf(
  nodes: readonly ArgumentNode[],
  stringsOf: (node: ExpressionNode) => ArgumentStrings,
): Pick<CallSite, 'positional' | 'keywords' | 'spread'> {
  const positional: ArgumentStrings[] = [];
  const keywords = new Map<string, ArgumentStrings>();
  let spread = false;
  let behind = false;
  for (const node of nodes) {
    const strings = stringsOf(node.d.valueExpr);
    if (node.d.name) keywords.set(node.d.name.d.value, strings);
    else if (node.d.argCategory !== 0) {
      spread = true;
      behind ||= node.d.argCategory === 1;
    } else if (!behind) positional.push(strings);
  }
  return { positional, keywords, spread };
}

/** What stands for several items of a list. */
const several: ReadonlySet<ParseNodeType> = new Set([
  ParseNodeType.Unpack,
  ParseNodeType.Comprehension,
  ParseNodeType.Error,
]);

function literalsOf(node: ExpressionNode, offsetOf: (offset: number) => number): ArgumentStrings {
  if (node.nodeType === ParseNodeType.List || node.nodeType === ParseNodeType.Tuple) {
    return {
      strings: node.d.items.flatMap((item) => literalsOf(item as ExpressionNode, offsetOf).strings),
      isList: true,
      ...(node.d.items.every((item) => !several.has(item.nodeType)) && { items: node.d.items.length }),
    };
  }
  if (node.nodeType === ParseNodeType.Dictionary) {
    const keys = node.d.items.map((item) =>
      item.nodeType === ParseNodeType.DictionaryKeyEntry
        ? literalsOf(item.d.keyExpr, offsetOf).strings[0]?.value
        : undefined,
    );
    const isKnown = (key: string | undefined) => key !== undefined;
    return { strings: [], isList: false, ...(keys.every(isKnown) && { keys }) };
  }
  const only =
    node.nodeType === ParseNodeType.StringList && node.d.strings.length === 1 ? node.d.strings[0] : undefined;
  if (only?.nodeType !== ParseNodeType.String) return { strings: [], isList: false };
  const { start, end } = contentRange(only);
  return { strings: [{ value: only.d.value, start: offsetOf(start), end: offsetOf(end) }], isList: false };
}
