import {
  ArgCategory,
  type ArgumentNode,
  type ExpressionNode,
  ParamCategory,
  type ParameterNode,
  type ParseNode,
  type StringListNode,
} from '@zzzen/pyright-internal/dist/parser/parseNodes';
import { getUnescapedString } from '@zzzen/pyright-internal/dist/parser/stringTokenUtils';
import { KeywordType, StringTokenFlags } from '@zzzen/pyright-internal/dist/parser/tokenizerTypes';
import { ParseNodeType } from './nodeTypes';
import { operators } from './operators';
import type { Argument, Clause, DictEntry, Expression, FunctionParameter } from './syntax';

/** Expressions that nobody wrote by hand are cut off there: everything that walks them is recursive. */
const deepest = 500;

/** Turns parsed expressions into those that the index keeps, and numbers their nodes in the order of the text. */
export class ExpressionReader {
  /** For node `first + i`: start at `2i`, end at `2i + 1`. */
  readonly ranges: number[] = [];
  private depth = 0;

  /** @param first the number of the first node */
  constructor(
    private readonly offsetOf: (offset: number) => number,
    private readonly first = 0,
  ) {}

  /** The number of a new node. */
  protected node(node: { start: number; length: number }): number {
    return this.nodeAt(node.start, node.start + node.length);
  }

  /** Leaves out numbers up to a multiple of `step`. */
  protected skipTo(step: number): void {
    while ((2 * this.first + this.ranges.length) % (2 * step) !== 0) this.ranges.push(0);
  }

  private nodeAt(start: number, end: number): number {
    this.ranges.push(this.offsetOf(start), this.offsetOf(end));
    return this.first + this.ranges.length / 2 - 1;
  }

  expression(node: ParseNode): Expression {
    if (this.depth >= deepest)
      return { kind: 'other', n: this.node(node), what: 'an expression that is nested too deep' };
    this.depth++;
    const expression = this.read(node);
    this.depth--;
    return expression;
  }

  private read(node: ParseNode): Expression {
    switch (node.nodeType) {
      case ParseNodeType.Name:
        return { kind: 'name', n: this.node(node), name: node.d.value };
      case ParseNodeType.MemberAccess: {
        const n = this.node(node.d.member);
        return { kind: 'attribute', n, of: this.expression(node.d.leftExpr), name: node.d.member.d.value };
      }
      case ParseNodeType.StringList:
        return this.string(node);
      case ParseNodeType.Number: {
        const value = node.d.isImaginary ? Number.NaN : Number(node.d.value);
        return { kind: 'number', n: this.node(node), value };
      }
      case ParseNodeType.Constant: {
        const type = node.d.constType;
        const value = type === KeywordType.True ? true : type === KeywordType.False ? false : null;
        return { kind: 'constant', n: this.node(node), value };
      }
      case ParseNodeType.Ellipsis:
        return { kind: 'ellipsis', n: this.node(node) };
      case ParseNodeType.Call: {
        const n = this.node(node);
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
        const n = this.node(node);
        return { kind, n, items: node.d.items.map((item) => this.expression(item)) };
      }
      case ParseNodeType.Dictionary: {
        const only = node.d.items.length === 1 ? node.d.items[0] : undefined;
        if (only?.nodeType === ParseNodeType.Comprehension) return this.comprehension(only, 'dict');
        const n = this.node(node);
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
        return { kind: 'star', n: this.node(node), value: this.expression(node.d.expr) };
      case ParseNodeType.BinaryOperation: {
        const op = operators[node.d.operator] ?? '?';
        const n = this.node(node);
        const left = this.expression(node.d.leftExpr);
        return { kind: 'binary', n, op, left, right: this.expression(node.d.rightExpr) };
      }
      case ParseNodeType.UnaryOperation: {
        const op = operators[node.d.operator] ?? '?';
        return { kind: 'unary', n: this.node(node), op, operand: this.expression(node.d.expr) };
      }
      case ParseNodeType.Ternary: {
        const n = this.node(node);
        const then = this.expression(node.d.ifExpr);
        const test = this.expression(node.d.testExpr);
        return { kind: 'conditional', n, test, then, otherwise: this.expression(node.d.elseExpr) };
      }
      case ParseNodeType.Index: {
        const n = this.node(node);
        const of = this.expression(node.d.leftExpr);
        const items = node.d.items.map((item) => this.expression(item.d.valueExpr));
        const index: Expression = items.length === 1 ? items[0] : { kind: 'tuple', n: this.node(node), items };
        return { kind: 'subscript', n, of, index };
      }
      case ParseNodeType.Slice: {
        const n = this.node(node);
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
        const n = this.node(node);
        const parameters = this.parameters(node.d.params);
        return { kind: 'lambda', n, parameters, body: this.expression(node.d.expr) };
      }
      case ParseNodeType.AssignmentExpression: {
        const name = node.d.name.d.value;
        return { kind: 'walrus', n: this.node(node), name, value: this.expression(node.d.rightExpr) };
      }
      case ParseNodeType.Error:
        if (node.d.child) return this.expression(node.d.child);
        return { kind: 'other', n: this.node(node), what: 'a syntax error' };
      case ParseNodeType.Yield:
        return {
          kind: 'yield',
          n: this.node(node),
          ...(node.d.expr && { value: this.expression(node.d.expr) }),
          from: false,
        };
      case ParseNodeType.YieldFrom:
        return { kind: 'yield', n: this.node(node), value: this.expression(node.d.expr), from: true };
      case ParseNodeType.Await:
        return { kind: 'other', n: this.node(node), what: 'await' };
      default:
        return { kind: 'other', n: this.node(node), what: 'an expression' };
    }
  }

  protected argument(node: ArgumentNode): Argument {
    const name = node.d.name?.d.value;
    const star =
      node.d.argCategory === ArgCategory.UnpackedList
        ? 1
        : node.d.argCategory === ArgCategory.UnpackedDictionary
          ? 2
          : undefined;
    return {
      ...(name !== undefined && { name }),
      ...(star && { star }),
      value: this.expression(node.d.valueExpr),
    } as Argument;
  }

  private comprehension(node: ParseNode, of: 'list' | 'set' | 'dict' | 'generator'): Expression {
    if (node.nodeType !== ParseNodeType.Comprehension) return this.expression(node);
    const n = this.node(node);
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
        n: this.nodeAt(range.start, range.end),
        value,
        ...(bytes && { bytes }),
      };
    }
    const n = this.node(node);
    const parts: (string | Expression)[] = [];
    for (const part of strings) {
      if (part.nodeType === ParseNodeType.String) {
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
          parts.push(text);
        } else parts.push(this.expression(piece.field));
      }
    }
    return { kind: 'fstring', n, parts };
  }

  protected parameters(nodes: readonly ParameterNode[]): FunctionParameter[] {
    let keywordOnly = false;
    const parameters: FunctionParameter[] = [];
    for (const node of nodes) {
      const name = node.d.name?.d.value ?? '';
      const star =
        node.d.category === ParamCategory.ArgsList ? 1 : node.d.category === ParamCategory.KwargsDict ? 2 : undefined;
      if (name === '' && star === undefined) continue;
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
}

/** What stands between the quotes of a string, closed or not. */
export function contentRange(part: StringListNode['d']['strings'][number]): { start: number; end: number } {
  const { flags, prefixLength, quoteMarkLength } = part.d.token;
  const start = part.start + prefixLength + quoteMarkLength;
  const closed = (flags & StringTokenFlags.Unterminated) === 0;
  return { start, end: Math.max(start, part.start + part.length - (closed ? quoteMarkLength : 0)) };
}

/** `a.b.c` of an expression that is nothing but names. */
export function dottedName(node: ParseNode): string | undefined {
  if (node.nodeType === ParseNodeType.Name) return node.d.value;
  if (node.nodeType !== ParseNodeType.MemberAccess) return undefined;
  const left = dottedName(node.d.leftExpr);
  return left && `${left}.${node.d.member.d.value}`;
}
