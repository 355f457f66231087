import type {
  ClassNode,
  ExpressionNode,
  FunctionNode,
  IfNode,
  ParseNode,
  SuiteNode,
} from '@zzzen/pyright-internal/dist/parser/parseNodes';
import { hash } from '../text/hash';
import { dottedName, ExpressionReader } from './expressionReader';
import { ParseNodeType } from './nodeTypes';
import { operators } from './operators';
import type { ParsedPython } from './parse';
import type { Expression, Handler, Statement, Unit } from './syntax';

/** A module as the index keeps it: its statements, and the bodies of those functions that were asked for. */
export interface Outline {
  readonly module: Unit;
  /** By the function's qualified name; a second function of that name has `#2` behind it. */
  readonly bodies: Readonly<Record<string, Unit>>;
}

/** What is known of a function when it is decided whether its body is worth keeping. */
export interface FunctionContext {
  readonly node: FunctionNode;
  /** The id of the unit that its body becomes. */
  readonly id: string;
  readonly qualifiedName: string;
  readonly inClass: boolean;
}

/**
 * Turns a parsed file into the statements that the index keeps.
 * @param keepsBody whether the body of a function is to be kept; where not, nothing of it is looked at.
 */
export function outline(parsed: ParsedPython, keepsBody: (context: FunctionContext) => boolean): Outline {
  const { module, bodies } = outlinePart(parsed, keepsBody, 0);
  return { module: unitOf(module.statements, module.ranges), bodies };
}

/** The outline of a part of a module, as of a text of its own; but its nodes are numbered from `first` on. */
export interface OutlinePart {
  readonly module: Pick<Unit, 'statements' | 'ranges'>;
  readonly bodies: Readonly<Record<string, Unit>>;
  /** The functions outside of functions, in the order of the text. */
  readonly functions: readonly string[];
}

/** Turns whole statements of a module into a part of its outline. */
export function outlinePart(
  parsed: ParsedPython,
  keepsBody: (context: FunctionContext) => boolean,
  first: number,
): OutlinePart {
  const bodies: Record<string, Unit> = {};
  const ids = new Set<string>();
  const pending: { id: string; node: FunctionNode }[] = [];
  const collect: Collect = (node, qualifiedName, inClass) => {
    const id = newId(qualifiedName, ids);
    if (keepsBody({ node, id, qualifiedName, inClass })) pending.push({ id, node });
    return id;
  };
  const module = readUnit(parsed.tree.d.statements, '', collect, parsed.offsetOf, first);
  const functions = [...ids];
  for (let next = pending.shift(); next; next = pending.shift()) {
    bodies[next.id] = buildUnit(next.node.d.suite.d.statements, `${next.id}.<locals>.`, collect, parsed.offsetOf);
  }
  return { module, bodies, functions };
}

/** The body of the function that a parsed text consists of; nothing of the functions in it is looked at. */
export function bodyUnit(parsed: ParsedPython, id: string): Unit | undefined {
  let [first] = parsed.tree.d.statements as readonly ParseNode[];
  if (first?.nodeType === ParseNodeType.If) first = first.d.ifSuite.d.statements[0];
  if (first?.nodeType !== ParseNodeType.Function) return undefined;
  const ids = new Set<string>();
  const collect: Collect = (_node, name) => newId(name, ids);
  return buildUnit(first.d.suite.d.statements, `${id}.<locals>.`, collect, parsed.offsetOf);
}

function newId(name: string, ids: Set<string>): string {
  let id = name;
  for (let i = 2; ids.has(id); i++) id = `${name}#${i}`;
  ids.add(id);
  return id;
}

type Collect = (node: FunctionNode, qualifiedName: string, inClass: boolean) => string;

function buildUnit(
  nodes: readonly ParseNode[],
  prefix: string,
  collect: Collect,
  offsetOf: (offset: number) => number,
): Unit {
  const { statements, ranges } = readUnit(nodes, prefix, collect, offsetOf, 0);
  return unitOf(statements, ranges);
}

function readUnit(
  nodes: readonly ParseNode[],
  prefix: string,
  collect: Collect,
  offsetOf: (offset: number) => number,
  first: number,
): Pick<Unit, 'statements' | 'ranges'> {
  const reader = new UnitReader(collect, offsetOf, first);
  const statements = nodes.flatMap((node) => reader.topStatement(node, prefix));
  return { statements, ranges: reader.ranges };
}

/** A unit of statements, with the ranges of their nodes, which may be made when somebody asks for them. */
export function unitOf(statements: readonly Statement[], ranges: readonly number[] | (() => readonly number[])): Unit {
  let fingerprint: string | undefined;
  let made = typeof ranges === 'function' ? undefined : ranges;
  return {
    statements,
    get ranges() {
      made ??= (ranges as () => readonly number[])();
      return made;
    },
    // Most units are never compared with another.
    get fingerprint() {
      fingerprint ??= hash(JSON.stringify(statements));
      return fingerprint;
    },
  };
}

/** The number of a node behind a class is a multiple of this. */
const classStep = 32;

/** Turns the statements of one unit into those that the index keeps. */
class UnitReader extends ExpressionReader {
  constructor(
    private readonly collect: Collect,
    offsetOf: (offset: number) => number,
    first: number,
  ) {
    super(offsetOf, first);
  }

  /** A statement of the unit itself. Behind a class numbers are left out, so that those behind it stay when a little is added to it. */
  topStatement(node: ParseNode, prefix: string): Statement[] {
    const result = this.statements([node], prefix, false);
    if (node.nodeType === ParseNodeType.Class) this.skipTo(classStep);
    return result;
  }

  statements(nodes: readonly ParseNode[], prefix: string, inClass: boolean): Statement[] {
    const result: Statement[] = [];
    for (const node of nodes) this.statement(node, prefix, inClass, result);
    return result;
  }

  private suite(node: SuiteNode | undefined, prefix: string, inClass: boolean): Statement[] {
    return node === undefined ? [] : this.statements(node.d.statements, prefix, inClass);
  }

  private statement(node: ParseNode, prefix: string, inClass: boolean, out: Statement[]): void {
    switch (node.nodeType) {
      case ParseNodeType.StatementList:
        for (const small of node.d.statements) this.smallStatement(small, out);
        return;
      case ParseNodeType.Class:
        out.push(this.classStatement(node, prefix));
        return;
      case ParseNodeType.Function:
        out.push(this.functionStatement(node, prefix, inClass));
        return;
      case ParseNodeType.If:
        out.push(this.ifStatement(node, prefix, inClass));
        return;
      case ParseNodeType.For: {
        const n = this.node(node);
        const target = this.expression(node.d.targetExpr);
        const iterable = this.expression(node.d.iterableExpr);
        const body = this.suite(node.d.forSuite, prefix, inClass);
        out.push({ kind: 'for', n, target, iterable, body, otherwise: this.suite(node.d.elseSuite, prefix, inClass) });
        return;
      }
      case ParseNodeType.While: {
        const n = this.node(node);
        const test = this.expression(node.d.testExpr);
        out.push({ kind: 'while', n, test, body: this.suite(node.d.whileSuite, prefix, inClass) });
        return;
      }
      case ParseNodeType.Try: {
        const n = this.node(node);
        const body = this.suite(node.d.trySuite, prefix, inClass);
        const handlers = node.d.exceptClauses.map((clause): Handler => {
          const types = exceptionNames(clause.d.typeExpr);
          return { types, body: this.suite(clause.d.exceptSuite, prefix, inClass) };
        });
        const otherwise = this.suite(node.d.elseSuite, prefix, inClass);
        out.push({
          kind: 'try',
          n,
          body,
          handlers,
          otherwise,
          finally: this.suite(node.d.finallySuite, prefix, inClass),
        });
        return;
      }
      case ParseNodeType.With: {
        const n = this.node(node);
        const items = node.d.withItems.map((item) => ({
          value: this.expression(item.d.expr),
          target: item.d.target && this.expression(item.d.target),
        }));
        out.push({ kind: 'with', n, items, body: this.suite(node.d.suite, prefix, inClass) });
        return;
      }
      case ParseNodeType.Match: {
        const n = this.node(node);
        const subject = this.expression(node.d.expr);
        out.push({ kind: 'match', n, subject, cases: node.d.cases.map((c) => this.suite(c.d.suite, prefix, inClass)) });
        return;
      }
      case ParseNodeType.Error:
        if (node.d.child) this.smallStatement(node.d.child, out);
        return;
      default:
        this.smallStatement(node, out);
    }
  }

  private ifStatement(node: IfNode, prefix: string, inClass: boolean): Statement {
    const n = this.node(node);
    const test = this.expression(node.d.testExpr);
    const then = this.suite(node.d.ifSuite, prefix, inClass);
    const rest = node.d.elseSuite;
    const otherwise =
      rest?.nodeType === ParseNodeType.If
        ? [this.ifStatement(rest, prefix, inClass)]
        : this.suite(rest, prefix, inClass);
    return { kind: 'if', n, test, then, otherwise };
  }

  private classStatement(node: ClassNode, prefix: string): Statement {
    const name = node.d.name.d.value;
    const n = this.node(node.d.name);
    this.node(node);
    const decorators = node.d.decorators.map((decorator) => this.expression(decorator.d.expr));
    const bases = node.d.arguments.map((argument) => this.argument(argument));
    return { kind: 'class', n, name, bases, decorators, body: this.suite(node.d.suite, `${prefix}${name}.`, true) };
  }

  private functionStatement(node: FunctionNode, prefix: string, inClass: boolean): Statement {
    const name = node.d.name.d.value;
    const n = this.node(node.d.name);
    this.node(node);
    const decorators = node.d.decorators.map((decorator) => this.expression(decorator.d.expr));
    const parameters = this.parameters(node.d.params);
    const returns = node.d.returnAnnotation && this.expression(node.d.returnAnnotation);
    const body = this.collect(node, prefix + name, inClass);
    return { kind: 'function', n, name, parameters, decorators, returns, body };
  }

  private smallStatement(node: ParseNode, out: Statement[]): void {
    switch (node.nodeType) {
      case ParseNodeType.Import:
        for (const item of node.d.list) {
          const module = item.d.module.d.nameParts.map((part) => part.d.value).join('.');
          const as = item.d.alias?.d.value;
          out.push({
            kind: 'import',
            n: this.node(item.d.alias ?? item.d.module),
            module,
            ...(as && { as }),
          });
        }
        return;
      case ParseNodeType.ImportFrom: {
        const module = node.d.module.d.nameParts.map((part) => part.d.value).join('.');
        const level = node.d.module.d.leadingDots;
        if (node.d.isWildcardImport) out.push({ kind: 'star-import', n: this.node(node), module, level });
        for (const item of node.d.imports) {
          const name = item.d.name.d.value;
          const as = item.d.alias?.d.value ?? name;
          out.push({
            kind: 'from',
            n: this.node(item.d.alias ?? item.d.name),
            module,
            level,
            name,
            as,
          });
        }
        return;
      }
      case ParseNodeType.Assignment: {
        const n = this.node(node);
        const targets: Expression[] = [];
        let value: ExpressionNode = node.d.rightExpr;
        let annotation: Expression | undefined;
        let left: ExpressionNode = node.d.leftExpr;
        if (left.nodeType === ParseNodeType.TypeAnnotation) {
          annotation = this.expression(left.d.annotation);
          left = left.d.valueExpr;
        }
        targets.push(this.expression(left));
        while (value.nodeType === ParseNodeType.Assignment) {
          targets.push(this.expression(value.d.leftExpr));
          value = value.d.rightExpr;
        }
        out.push({ kind: 'assign', n, targets, value: this.expression(value), ...(annotation && { annotation }) });
        return;
      }
      case ParseNodeType.TypeAnnotation: {
        const n = this.node(node);
        out.push({
          kind: 'assign',
          n,
          targets: [this.expression(node.d.valueExpr)],
          annotation: this.expression(node.d.annotation),
        });
        return;
      }
      case ParseNodeType.AugmentedAssignment: {
        const op = (operators[node.d.operator] ?? '?').replace(/=$/, '');
        const n = this.node(node);
        out.push({
          kind: 'augment',
          n,
          target: this.expression(node.d.leftExpr),
          op,
          value: this.expression(node.d.rightExpr),
        });
        return;
      }
      case ParseNodeType.Del:
        out.push({
          kind: 'delete',
          n: this.node(node),
          targets: node.d.targets.map((target) => this.expression(target)),
        });
        return;
      case ParseNodeType.Return:
        out.push({
          kind: 'return',
          n: this.node(node),
          ...(node.d.expr && { value: this.expression(node.d.expr) }),
        });
        return;
      case ParseNodeType.Raise:
        out.push({ kind: 'raise', n: this.node(node) });
        return;
      case ParseNodeType.Break:
        out.push({ kind: 'break', n: this.node(node) });
        return;
      case ParseNodeType.Continue:
        out.push({ kind: 'continue', n: this.node(node) });
        return;
      case ParseNodeType.Global:
        out.push({ kind: 'global', n: this.node(node), names: node.d.targets.map((name) => name.d.value) });
        return;
      case ParseNodeType.Pass:
      case ParseNodeType.Nonlocal:
      case ParseNodeType.Assert:
      case ParseNodeType.TypeAlias:
        return;
      default: {
        const n = this.node(node);
        out.push({ kind: 'expression', n, value: this.expression(node as ExpressionNode) });
      }
    }
  }
}

function exceptionNames(node: ExpressionNode | undefined): string[] {
  if (node === undefined) return [];
  if (node.nodeType === ParseNodeType.Tuple) return node.d.items.flatMap(exceptionNames);
  const name = dottedName(node);
  return [name ?? '?'];
}
