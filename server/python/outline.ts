import {
  ArgCategory,
  type ArgumentNode,
  type ClassNode,
  type ExpressionNode,
  type FunctionNode,
  type IfNode,
  ParamCategory,
  type ParameterNode,
  type ParseNode,
  ParseNodeType,
  type StringListNode,
  type SuiteNode,
} from '@zzzen/pyright-internal/dist/parser/parseNodes';
import { getUnescapedString } from '@zzzen/pyright-internal/dist/parser/stringTokenUtils';
import { KeywordType, OperatorType, StringTokenFlags } from '@zzzen/pyright-internal/dist/parser/tokenizerTypes';
import type { ParsedPython } from './parse';
import type { Argument, Clause, DictEntry, Expression, FunctionParameter, Handler, Statement, Unit } from './syntax';

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
  const bodies: Record<string, Unit> = {};
  const ids = new Set<string>();
  const pending: { id: string; node: FunctionNode; qualifiedName: string }[] = [];
  const collect: Collect = (node, qualifiedName, inClass) => {
    let id = qualifiedName;
    for (let i = 2; ids.has(id); i++) id = `${qualifiedName}#${i}`;
    ids.add(id);
    if (keepsBody({ node, id, qualifiedName, inClass })) pending.push({ id, node, qualifiedName });
    return id;
  };
  const module = buildUnit(parsed.tree.d.statements, '', collect);
  for (let next = pending.shift(); next; next = pending.shift()) {
    bodies[next.id] = buildUnit(next.node.d.suite.d.statements, `${next.qualifiedName}.<locals>.`, collect);
  }
  return { module, bodies };
}

type Collect = (node: FunctionNode, qualifiedName: string, inClass: boolean) => string;

function buildUnit(nodes: readonly ParseNode[], prefix: string, collect: Collect): Unit {
  const builder = new UnitBuilder(collect);
  const statements = builder.statements(nodes, prefix, false);
  return { statements, fingerprint: builder.fingerprint(), ranges: builder.ranges };
}

/** Numbers the nodes of one unit in the order of the text, and hashes what they say. */
class UnitBuilder {
  readonly ranges: number[] = [];
  private a = 0xdeadbeef;
  private b = 0x41c6ce57;

  constructor(private readonly collect: Collect) {}

  fingerprint(): string {
    return `${(this.a >>> 0).toString(36)}.${(this.b >>> 0).toString(36)}`;
  }

  private mix(value: string | number): void {
    const text = typeof value === 'number' ? String(value) : value;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      this.a = Math.imul(this.a ^ code, 2654435761);
      this.b = Math.imul((this.b ^ code) + 0x9e37, 1597334677);
      this.b ^= this.b >>> 15;
    }
    this.a = Math.imul(this.a ^ 0x1f, 2654435761) ^ (this.a >>> 13);
    this.b = Math.imul(this.b ^ 0x2f, 1597334677) ^ (this.b >>> 16);
  }

  /** The number of a new node; `what` is all that tells it from others besides its children. */
  private node(node: { start: number; length: number }, what: string): number {
    return this.nodeAt(node.start, node.start + node.length, what);
  }

  private nodeAt(start: number, end: number, what: string): number {
    this.mix(what);
    this.ranges.push(start, end);
    return this.ranges.length / 2 - 1;
  }

  statements(nodes: readonly ParseNode[], prefix: string, inClass: boolean): Statement[] {
    const result: Statement[] = [];
    this.mix('{');
    for (const node of nodes) this.statement(node, prefix, inClass, result);
    this.mix('}');
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
        const n = this.node(node, 'for');
        const target = this.expression(node.d.targetExpr);
        const iterable = this.expression(node.d.iterableExpr);
        const body = this.suite(node.d.forSuite, prefix, inClass);
        out.push({ kind: 'for', n, target, iterable, body, otherwise: this.suite(node.d.elseSuite, prefix, inClass) });
        return;
      }
      case ParseNodeType.While: {
        const n = this.node(node, 'while');
        const test = this.expression(node.d.testExpr);
        out.push({ kind: 'while', n, test, body: this.suite(node.d.whileSuite, prefix, inClass) });
        return;
      }
      case ParseNodeType.Try: {
        const n = this.node(node, 'try');
        const body = this.suite(node.d.trySuite, prefix, inClass);
        const handlers = node.d.exceptClauses.map((clause): Handler => {
          const types = exceptionNames(clause.d.typeExpr);
          this.mix(`except ${types.join()}`);
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
        const n = this.node(node, 'with');
        const items = node.d.withItems.map((item) => ({
          value: this.expression(item.d.expr),
          target: item.d.target && this.expression(item.d.target),
        }));
        out.push({ kind: 'with', n, items, body: this.suite(node.d.suite, prefix, inClass) });
        return;
      }
      case ParseNodeType.Match: {
        const n = this.node(node, 'match');
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
    const n = this.node(node, 'if');
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
    const n = this.node(node.d.name, `class ${name}`);
    this.node(node, '');
    const decorators = node.d.decorators.map((decorator) => this.expression(decorator.d.expr));
    const bases = node.d.arguments.map((argument) => this.argument(argument));
    return { kind: 'class', n, name, bases, decorators, body: this.suite(node.d.suite, `${prefix}${name}.`, true) };
  }

  private functionStatement(node: FunctionNode, prefix: string, inClass: boolean): Statement {
    const name = node.d.name.d.value;
    const n = this.node(node.d.name, `def ${name}`);
    this.node(node, '');
    const decorators = node.d.decorators.map((decorator) => this.expression(decorator.d.expr));
    const parameters = this.parameters(node.d.params);
    const returns = node.d.returnAnnotation && this.expression(node.d.returnAnnotation);
    const body = this.collect(node, prefix + name, inClass);
    return { kind: 'function', n, name, parameters, decorators, returns, body };
  }

  private parameters(nodes: readonly ParameterNode[]): FunctionParameter[] {
    let keywordOnly = false;
    const parameters: FunctionParameter[] = [];
    for (const node of nodes) {
      const name = node.d.name?.d.value ?? '';
      const star =
        node.d.category === ParamCategory.ArgsList ? 1 : node.d.category === ParamCategory.KwargsDict ? 2 : undefined;
      if (name === '' && star === undefined) continue;
      this.mix(`${star ?? ''}${name}`);
      parameters.push({
        name,
        ...(star && { star }),
        ...(keywordOnly && !star && { keywordOnly }),
        ...(node.d.defaultValue && { default: this.expression(node.d.defaultValue) }),
        ...(node.d.annotation && { annotation: this.expression(node.d.annotation) }),
      } as FunctionParameter);
      if (star === 1) keywordOnly = true;
    }
    return parameters;
  }

  private smallStatement(node: ParseNode, out: Statement[]): void {
    switch (node.nodeType) {
      case ParseNodeType.Import:
        for (const item of node.d.list) {
          const module = item.d.module.d.nameParts.map((part) => part.d.value).join('.');
          const as = item.d.alias?.d.value;
          out.push({
            kind: 'import',
            n: this.node(item.d.alias ?? item.d.module, `import ${module} ${as ?? ''}`),
            module,
            ...(as && { as }),
          });
        }
        return;
      case ParseNodeType.ImportFrom: {
        const module = node.d.module.d.nameParts.map((part) => part.d.value).join('.');
        const level = node.d.module.d.leadingDots;
        if (node.d.isWildcardImport)
          out.push({ kind: 'star-import', n: this.node(node, `from ${level}${module} *`), module, level });
        for (const item of node.d.imports) {
          const name = item.d.name.d.value;
          const as = item.d.alias?.d.value ?? name;
          out.push({
            kind: 'from',
            n: this.node(item.d.alias ?? item.d.name, `from ${level}${module} ${name} ${as}`),
            module,
            level,
            name,
            as,
          });
        }
        return;
      }
      case ParseNodeType.Assignment: {
        const n = this.node(node, '=');
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
        const n = this.node(node, ':');
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
        const n = this.node(node, `${op}=`);
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
          n: this.node(node, 'del'),
          targets: node.d.targets.map((target) => this.expression(target)),
        });
        return;
      case ParseNodeType.Return:
        out.push({
          kind: 'return',
          n: this.node(node, 'return'),
          ...(node.d.expr && { value: this.expression(node.d.expr) }),
        });
        return;
      case ParseNodeType.Raise:
        out.push({ kind: 'raise', n: this.node(node, 'raise') });
        return;
      case ParseNodeType.Break:
        out.push({ kind: 'break', n: this.node(node, 'break') });
        return;
      case ParseNodeType.Continue:
        out.push({ kind: 'continue', n: this.node(node, 'continue') });
        return;
      case ParseNodeType.Pass:
      case ParseNodeType.Global:
      case ParseNodeType.Nonlocal:
      case ParseNodeType.Assert:
      case ParseNodeType.TypeAlias:
        return;
      default: {
        const n = this.node(node, 'expr');
        out.push({ kind: 'expression', n, value: this.expression(node as ExpressionNode) });
      }
    }
  }

  expression(node: ParseNode): Expression {
    switch (node.nodeType) {
      case ParseNodeType.Name:
        return { kind: 'name', n: this.node(node, node.d.value), name: node.d.value };
      case ParseNodeType.MemberAccess: {
        const n = this.node(node.d.member, `.${node.d.member.d.value}`);
        return { kind: 'attribute', n, of: this.expression(node.d.leftExpr), name: node.d.member.d.value };
      }
      case ParseNodeType.StringList:
        return this.string(node);
      case ParseNodeType.Number: {
        const value = node.d.isImaginary ? Number.NaN : Number(node.d.value);
        return { kind: 'number', n: this.node(node, `#${value}`), value };
      }
      case ParseNodeType.Constant: {
        const type = node.d.constType;
        const value = type === KeywordType.True ? true : type === KeywordType.False ? false : null;
        return { kind: 'constant', n: this.node(node, `${value}`), value };
      }
      case ParseNodeType.Ellipsis:
        return { kind: 'ellipsis', n: this.node(node, '...') };
      case ParseNodeType.Call: {
        const n = this.node(node, 'call');
        const callee = this.expression(node.d.leftExpr);
        return { kind: 'call', n, callee, args: node.d.args.map((argument) => this.argument(argument)) };
      }
      case ParseNodeType.List:
      case ParseNodeType.Set:
      case ParseNodeType.Tuple: {
        const kind =
          node.nodeType === ParseNodeType.List ? 'list' : node.nodeType === ParseNodeType.Set ? 'set' : 'tuple';
        const only = node.d.items.length === 1 ? node.d.items[0] : undefined;
        if (kind !== 'tuple' && only?.nodeType === ParseNodeType.Comprehension) return this.comprehension(only, kind);
        const n = this.node(node, `${kind}${node.d.items.length}`);
        return { kind, n, items: node.d.items.map((item) => this.expression(item)) };
      }
      case ParseNodeType.Dictionary: {
        const only = node.d.items.length === 1 ? node.d.items[0] : undefined;
        if (only?.nodeType === ParseNodeType.Comprehension) return this.comprehension(only, 'dict');
        const n = this.node(node, `dict${node.d.items.length}`);
        const entries = node.d.items.map((item): DictEntry => {
          if (item.nodeType === ParseNodeType.DictionaryKeyEntry) {
            return { key: this.expression(item.d.keyExpr), value: this.expression(item.d.valueExpr) };
          }
          return { value: this.expression(item.nodeType === ParseNodeType.DictionaryExpandEntry ? item.d.expr : item) };
        });
        return { kind: 'dict', n, entries };
      }
      case ParseNodeType.Comprehension:
        return this.comprehension(node, 'generator');
      case ParseNodeType.Unpack:
        return { kind: 'star', n: this.node(node, '*'), value: this.expression(node.d.expr) };
      case ParseNodeType.BinaryOperation: {
        const op = operators[node.d.operator] ?? '?';
        const n = this.node(node, op);
        const left = this.expression(node.d.leftExpr);
        return { kind: 'binary', n, op, left, right: this.expression(node.d.rightExpr) };
      }
      case ParseNodeType.UnaryOperation: {
        const op = operators[node.d.operator] ?? '?';
        return { kind: 'unary', n: this.node(node, op), op, operand: this.expression(node.d.expr) };
      }
      case ParseNodeType.Ternary: {
        const n = this.node(node, 'ternary');
        const then = this.expression(node.d.ifExpr);
        const test = this.expression(node.d.testExpr);
        return { kind: 'conditional', n, test, then, otherwise: this.expression(node.d.elseExpr) };
      }
      case ParseNodeType.Index: {
        const n = this.node(node, 'index');
        const of = this.expression(node.d.leftExpr);
        const items = node.d.items.map((item) => this.expression(item.d.valueExpr));
        const index: Expression =
          items.length === 1 ? items[0] : { kind: 'tuple', n: this.node(node, `tuple${items.length}`), items };
        return { kind: 'subscript', n, of, index };
      }
      case ParseNodeType.Slice: {
        const n = this.node(node, 'slice');
        const part = (bound: ExpressionNode | undefined) => bound && this.expression(bound);
        return {
          kind: 'slice',
          n,
          lower: part(node.d.startValue),
          upper: part(node.d.endValue),
          step: part(node.d.stepValue),
        };
      }
      case ParseNodeType.Lambda: {
        const n = this.node(node, 'lambda');
        const parameters = this.parameters(node.d.params);
        return { kind: 'lambda', n, parameters, body: this.expression(node.d.expr) };
      }
      case ParseNodeType.AssignmentExpression: {
        const name = node.d.name.d.value;
        return { kind: 'walrus', n: this.node(node, `:=${name}`), name, value: this.expression(node.d.rightExpr) };
      }
      case ParseNodeType.Error:
        if (node.d.child) return this.expression(node.d.child);
        return { kind: 'other', n: this.node(node, 'error'), what: 'a syntax error' };
      case ParseNodeType.Yield:
        return { kind: 'yield', n: this.node(node, 'yield'), ...(node.d.expr && { value: this.expression(node.d.expr) }), from: false };
      case ParseNodeType.YieldFrom:
        return { kind: 'yield', n: this.node(node, 'yield from'), value: this.expression(node.d.expr), from: true };
      case ParseNodeType.Await:
        return { kind: 'other', n: this.node(node, 'await'), what: 'await' };
      default:
        return { kind: 'other', n: this.node(node, 'other'), what: 'an expression' };
    }
  }

  private argument(node: ArgumentNode): Argument {
    const name = node.d.name?.d.value;
    const star =
      node.d.argCategory === ArgCategory.UnpackedList
        ? 1
        : node.d.argCategory === ArgCategory.UnpackedDictionary
          ? 2
          : undefined;
    this.mix(`${star ?? ''}${name ?? ''}`);
    return {
      ...(name !== undefined && { name }),
      ...(star && { star }),
      value: this.expression(node.d.valueExpr),
    } as Argument;
  }

  private comprehension(node: ParseNode, of: 'list' | 'set' | 'dict' | 'generator'): Expression {
    if (node.nodeType !== ParseNodeType.Comprehension) return this.expression(node);
    const n = this.node(node, `${of} for`);
    const clauses = node.d.forIfNodes.map((clause): Clause => {
      if (clause.nodeType === ParseNodeType.ComprehensionIf)
        return { kind: 'if', test: this.expression(clause.d.testExpr) };
      const target = this.expression(clause.d.targetExpr);
      return { kind: 'for', target, iterable: this.expression(clause.d.iterableExpr) };
    });
    const element = node.d.expr;
    if (element.nodeType === ParseNodeType.DictionaryKeyEntry) {
      const key = this.expression(element.d.keyExpr);
      return { kind: 'comprehension', n, of, key, element: this.expression(element.d.valueExpr), clauses };
    }
    return { kind: 'comprehension', n, of, element: this.expression(element), clauses };
  }

  /** Adjacent strings are one; the range of a single string is what stands between its quotes. */
  private string(node: StringListNode): Expression {
    const strings = node.d.strings;
    if (strings.every((part) => part.nodeType === ParseNodeType.String)) {
      const value = strings.map((part) => part.d.value).join('');
      const range =
        strings.length === 1 ? contentRange(strings[0]) : { start: node.start, end: node.start + node.length };
      const bytes = strings.some((part) => (part.d.token.flags & StringTokenFlags.Bytes) !== 0);
      return {
        kind: 'string',
        n: this.nodeAt(range.start, range.end, `${bytes ? 'b' : ''}'${value}`),
        value,
        ...(bytes && { bytes }),
      };
    }
    const n = this.node(node, 'f');
    const parts: (string | Expression)[] = [];
    for (const part of strings) {
      if (part.nodeType === ParseNodeType.String) {
        this.mix(part.d.value);
        parts.push(part.d.value);
        continue;
      }
      const pieces = [
        ...part.d.middleTokens.map((token) => ({ start: token.start, token })),
        ...part.d.fieldExprs.map((field) => ({ start: field.start, field })),
      ].sort((a, b) => a.start - b.start);
      for (const piece of pieces) {
        if ('token' in piece) {
          const text = getUnescapedString(piece.token).value;
          this.mix(text);
          parts.push(text);
        } else parts.push(this.expression(piece.field));
      }
    }
    return { kind: 'fstring', n, parts };
  }
}

/** What stands between the quotes of a string, closed or not. */
export function contentRange(part: StringListNode['d']['strings'][number]): { start: number; end: number } {
  const { flags, prefixLength, quoteMarkLength } = part.d.token;
  const start = part.start + prefixLength + quoteMarkLength;
  const closed = (flags & StringTokenFlags.Unterminated) === 0;
  return { start, end: Math.max(start, part.start + part.length - (closed ? quoteMarkLength : 0)) };
}

function exceptionNames(node: ExpressionNode | undefined): string[] {
  if (node === undefined) return [];
  if (node.nodeType === ParseNodeType.Tuple) return node.d.items.flatMap(exceptionNames);
  const name = dottedName(node);
  return [name ?? '?'];
}

/** `a.b.c` of an expression that is nothing but names. */
export function dottedName(node: ParseNode): string | undefined {
  if (node.nodeType === ParseNodeType.Name) return node.d.value;
  if (node.nodeType !== ParseNodeType.MemberAccess) return undefined;
  const left = dottedName(node.d.leftExpr);
  return left && `${left}.${node.d.member.d.value}`;
}

const operators: Partial<Record<OperatorType, string>> = {
  [OperatorType.Add]: '+',
  [OperatorType.AddEqual]: '+=',
  [OperatorType.Subtract]: '-',
  [OperatorType.SubtractEqual]: '-=',
  [OperatorType.Multiply]: '*',
  [OperatorType.MultiplyEqual]: '*=',
  [OperatorType.Divide]: '/',
  [OperatorType.DivideEqual]: '/=',
  [OperatorType.FloorDivide]: '//',
  [OperatorType.FloorDivideEqual]: '//=',
  [OperatorType.Mod]: '%',
  [OperatorType.ModEqual]: '%=',
  [OperatorType.Power]: '**',
  [OperatorType.PowerEqual]: '**=',
  [OperatorType.BitwiseOr]: '|',
  [OperatorType.BitwiseOrEqual]: '|=',
  [OperatorType.BitwiseAnd]: '&',
  [OperatorType.BitwiseAndEqual]: '&=',
  [OperatorType.BitwiseXor]: '^',
  [OperatorType.BitwiseXorEqual]: '^=',
  [OperatorType.BitwiseInvert]: '~',
  [OperatorType.LeftShift]: '<<',
  [OperatorType.LeftShiftEqual]: '<<=',
  [OperatorType.RightShift]: '>>',
  [OperatorType.RightShiftEqual]: '>>=',
  [OperatorType.MatrixMultiply]: '@',
  [OperatorType.MatrixMultiplyEqual]: '@=',
  [OperatorType.Equals]: '==',
  [OperatorType.NotEquals]: '!=',
  [OperatorType.LessThan]: '<',
  [OperatorType.LessThanOrEqual]: '<=',
  [OperatorType.GreaterThan]: '>',
  [OperatorType.GreaterThanOrEqual]: '>=',
  [OperatorType.And]: 'and',
  [OperatorType.Or]: 'or',
  [OperatorType.Not]: 'not',
  [OperatorType.Is]: 'is',
  [OperatorType.IsNot]: 'is not',
  [OperatorType.In]: 'in',
  [OperatorType.NotIn]: 'not in',
};
