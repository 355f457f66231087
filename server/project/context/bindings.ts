import { resolve } from '../../python/resolve';
import { runFunction } from '../../python/run';
import { likeliest, type Value } from '../../python/values';
import type { FilterExpression } from '../../templates/expression';
import type { Node, TagNode, Template } from '../../templates/nodes';
import type { Argument } from '../../templates/reading';
import type { Range } from '../../text/range';
import { annotationType } from '../types/annotation';
import { instanceOf } from '../types/instances';
import { itemOf } from '../types/items';
import { listOf, plain, type Type, unionOf, unknownType } from '../types/type';
import type { Types } from '../types/types';
import { expressionType, itemsAt, type Scope, wayToVariable } from './expressions';
import { templateMember } from './lookup';
import { keywordPairs } from './tagArguments';

/** A name that a tag of the template binds. */
export interface Binding {
  readonly name: string;
  readonly type: () => Type;
  /** Where it is written; undefined for what Django adds by itself, such as `forloop`. */
  readonly range: Range | undefined;
  /** The name of the tag. */
  readonly by: string;
  /** The way from the template's context to its value, where there is one. */
  readonly way?: string | undefined;
}

/** The names that tags have bound at an offset, the innermost last. */
export function bindingsAt(template: Template, offset: number, outer: Scope, types: Types): readonly Binding[] {
  const found: Binding[] = [];
  const scope = (): Scope => scopeWith([...found], outer);
  const bind = (one: Omit<Binding, 'by'>, node: TagNode): void =>
    void found.push({ ...one, by: node.opening.name.text });
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.start >= offset) return;
      if (node.kind !== 'tag') continue;
      const inside = node.branches.find(
        (branch) => branch.start <= offset && offset <= branch.end && branch.opening.token.end <= offset,
      );
      const holds = inside !== undefined && (offset < node.end || node.closing === undefined);
      if (!holds) {
        if (node.end <= offset) {
          if (!pushes(node)) for (const branch of node.branches) walk(branch.children);
          setBy(node, template, scope(), types, bind);
        }
        continue;
      }
      if (inside === node.branches[0]) enter(node, template, scope(), types, bind);
      walk(inside.children);
    }
  };
  walk(template.nodes);
  return found;
}

/** Visits every expression of a template in the order of the text, each with what `bindingsAt` finds there, all in one go. */
export function visitExpressions(template: Template, outer: Scope, types: Types, visitor: Visitor): void {
  const walk = { template, outer, types, visitor };
  visitIn(template.nodes, { here: hereWith(() => [], walk) }, walk);
}

/** Who visits expressions. */
export interface Visitor {
  /** What tells apart what names mean where no tag has bound any. */
  readonly outerWays: string;
  visit(expression: FilterExpression, scope: () => Scope): void;
  /**
   * Comes to a tag with a block.
   * @param ways the ways to all that is bound there
   * @returns what is to be called when the block has been visited, with whether the tag binds nothing for what follows it;
   * undefined where there is no need to visit it
   */
  enter(node: TagNode, ways: string): ((bindsNothing: boolean) => void) | undefined;
}

interface Walk {
  readonly template: Template;
  readonly outer: Scope;
  readonly types: Types;
  readonly visitor: Visitor;
}

/** What is bound so far; tags without a context of their own add to it for all that follows. */
interface Bound {
  here: Here;
}

/** Found when somebody asks: most tags bind names that nobody looks into. */
interface Here {
  readonly bindings: () => readonly Binding[];
  readonly scope: () => Scope;
  readonly ways: () => string;
}

function hereWith(find: () => readonly Binding[], { outer, visitor }: Walk): Here {
  let found: readonly Binding[] | undefined;
  let scope: Scope | undefined;
  let ways: string | undefined;
  const bindings = () => (found ??= find());
  return {
    bindings,
    scope: () => (scope ??= scopeWith(bindings(), outer)),
    ways: () =>
      (ways ??= bindings().reduce((before, { name, way = '' }) => `${before} ${name}=${way}`, visitor.outerWays)),
  };
}

function hereAfter(before: Here, bind: () => readonly Binding[], walk: Walk): Here {
  return hereWith(() => [...before.bindings(), ...bind()], walk);
}

function visitIn(nodes: readonly Node[], bound: Bound, walk: Walk): void {
  for (const node of nodes) {
    if (node.kind === 'variable') walk.visitor.visit(node.expression, bound.here.scope);
    else if (node.kind === 'tag' && node.branches.length === 0) visitTag(node, bound, walk);
    else if (node.kind === 'tag') enterTag(node, bound, walk);
  }
}

function enterTag(node: TagNode, bound: Bound, walk: Walk): void {
  const { here } = bound;
  const leave = walk.visitor.enter(node, here.ways());
  if (leave === undefined) return;
  visitTag(node, bound, walk);
  leave(bound.here === here);
}

function visitTag(node: TagNode, bound: Bound, walk: Walk): void {
  const { here } = bound;
  const { opening, branches } = node;
  visitArguments(opening.arguments, here, walk);
  const isOwn = branches.length > 0 && pushes(node);
  const inner: Bound = isOwn ? { here } : bound;
  for (const branch of branches) {
    const isFirst = branch === branches[0];
    if (!isFirst) visitArguments(branch.opening.arguments, here, walk);
    const entered = () => bindingsOf(enter, node, here, walk);
    const inside = isFirst && isOwn ? { here: hereAfter(inner.here, entered, walk) } : inner;
    visitIn(branch.children, inside, walk);
  }
  if (!opening.arguments.some(isTarget)) return;
  const set = bindingsOf(setBy, node, here, walk);
  if (set.length > 0) bound.here = hereAfter(bound.here, () => set, walk);
}

function visitArguments(args: readonly Argument[], { scope }: Here, { visitor }: Walk): void {
  for (const { expression } of args) if (expression !== undefined) visitor.visit(expression, scope);
}

function isTarget({ role }: Argument): boolean {
  return role === 'target';
}

function bindingsOf(by: typeof enter, node: TagNode, { scope }: Here, { template, types }: Walk): Binding[] {
  const found: Binding[] = [];
  by(node, template, scope(), types, (one) => void found.push(kept(one, node.opening.name.text)));
  return found;
}

/** A binding whose type is found once. */
function kept(one: Omit<Binding, 'by'>, by: string): Binding {
  let type: Type | undefined;
  return { name: one.name, range: one.range, way: one.way, by, type: () => (type ??= one.type()) };
}

/** The scope with further names in front of it. */
export function scopeWith(bindings: readonly Binding[], outer: Scope): Scope {
  return {
    ...outer,
    typeOfName(name) {
      const own = bindings.findLast((one) => one.name === name);
      return own ? own.type() : outer.typeOfName(name);
    },
    wayTo(name) {
      const own = bindings.findLast((one) => one.name === name);
      return own ? own.way : outer.wayTo?.(name);
    },
  };
}

type Bind = (one: Omit<Binding, 'by'>, node: TagNode) => void;

function functionOf(node: TagNode): string {
  return node.tag?.function ?? '';
}

/**
 * Whether a tag has a context of its own: what is set in its block ends with it (the `render` of these nodes calls
 * django.template.context.BaseContext.push).
 */
function pushes(node: TagNode): boolean {
  return pushing.test(functionOf(node)) || node.tag?.kind === 'simple_block' || node.block?.content === 'raw';
}

const pushing = /\.(?:do_for|do_with|do_block|do_block_translate|partialdef_func|language)$/;

/** What is bound within the block of a tag. */
function enter(node: TagNode, template: Template, scope: Scope, types: Types, bind: Bind): void {
  const { arguments: args } = node.opening;
  const dotted = functionOf(node);
  if (dotted === 'django.template.defaulttags.do_for') {
    const value = args.find((one) => one.expression !== undefined)?.expression;
    const targets = args.filter((one) => one.role === 'target');
    const item = (): Type => (value ? itemOf(expressionType(value, scope, types), types) : unknownType);
    const way = targets.length === 1 ? wayToVariable(value, scope) : undefined;
    targets.forEach((target, i) => {
      const type = targets.length === 1 ? item : () => partOf(item(), i, types);
      bind({ name: text(template, target), type, range: target, way: way && itemsAt(way) }, node);
    });
    bind({ name: 'forloop', type: () => instanceOf('django.template.context.forloop'), range: undefined }, node);
  } else if (dotted === 'django.template.defaulttags.do_with' || dotted.endsWith('.do_block_translate')) {
    const behind = setBehind(node, template);
    for (const { name, range, value } of keywordPairs(args, template.source))
      if (!behind.some(({ start }) => start === range.start))
        bind({ name, range, type: () => (value ? expressionType(value, scope, types) : unknownType) }, node);
  } else if (dotted === 'django.template.loader_tags.do_block')
    bind({ name: 'block', type: () => instanceOf('django.template.loader_tags.BlockNode'), range: undefined }, node);
}

/** One part of what a loop unpacks (django.template.defaulttags.ForNode.render). */
function partOf(type: Type, index: number, types: Types): Type {
  if (type.kind === 'union') return unionOf(type.options.map((option) => partOf(option, index, types)));
  if (type.kind === 'tuple') return type.items[index]?.() ?? unknownType;
  if (type.kind === 'list') return type.item();
  if (type.kind === 'instance') return templateMember(type, index === 0 ? 'grouper' : 'list', types);
  return unknownType;
}

/** What is bound behind a tag. */
function setBy(node: TagNode, template: Template, scope: Scope, types: Types, bind: Bind): void {
  const { arguments: args } = node.opening;
  for (const target of setBehind(node, template))
    bind({ name: text(template, target), range: target, type: () => resultType(node, args, scope, types) }, node);
}

/** The names that a tag sets for what follows it: of `{% blocktranslate %}` only that behind `asvar`, what `with` binds is for its block. */
function setBehind(node: TagNode, template: Template): readonly Argument[] {
  const { arguments: args } = node.opening;
  const isTranslated = functionOf(node).endsWith('.do_block_translate');
  if (pushes(node) && !isTranslated) return [];
  return args.filter(
    ({ role }, i) => role === 'target' && (!isTranslated || (i > 0 && text(template, args[i - 1]) === 'asvar')),
  );
}

function text({ source }: Template, { start, end }: Range): string {
  return source.slice(start, end);
}

/** What a tag gives that is written with `as`. */
function resultType(node: TagNode, args: readonly Argument[], scope: Scope, types: Types): Type {
  const dotted = functionOf(node);
  const values = args.flatMap((one) => (one.role === 'value' && one.expression ? [one.expression] : []));
  const name = /^django\.template\.(?:defaulttags|loader_tags)\.(\w+)$/.exec(dotted)?.[1];
  switch (name) {
    case 'cycle':
      return unionOf(values.map((value) => expressionType(value, scope, types)));
    case 'regroup': {
      const [list] = values;
      return listOf(() =>
        instanceOf('django.template.defaulttags.GroupedResult', () =>
          list ? itemOf(expressionType(list, scope, types), types) : unknownType,
        ),
      );
    }
    case undefined:
      break;
    default:
      return plain('str');
  }
  if (
    /^django\.templatetags\.(?:static|i18n)\.do_(?:static|translate|block_translate|get_current_language)$|do_static$|PrefixNode/.test(
      dotted,
    )
  )
    return plain('str');
  if (node.tag?.kind !== 'simple') return unknownType;
  return simpleTag(dotted, args, scope, types);
}

/** What the function of a simple tag gives for the arguments. */
function simpleTag(dotted: string, args: readonly Argument[], scope: Scope, types: Types): Type {
  const target = likeliest(resolve({ kind: 'ref', dotted }, types.world));
  if (target.kind !== 'function') return unknownType;
  const declared = annotationType(target.statement.returns, target, types);
  if (declared) return declared;
  const given: Value[] = [];
  const keywords = new Map<string, Value>();
  if (target.statement.parameters[0]?.name === 'context')
    given.push(types.valueOf({ kind: 'dict', entries: new Map(), rest: () => unknownType }));
  for (const { role, keyword, expression } of args) {
    if (role !== 'value' || expression === undefined) continue;
    const value = types.valueOf(expressionType(expression, scope, types));
    if (keyword) keywords.set(keyword.text, value);
    else given.push(value);
  }
  return types.effort.run(() => {
    const made = runFunction(target, given, types.world)?.value;
    return made ? types.typeOf(made) : unknownType;
  });
}
