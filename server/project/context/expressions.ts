import { resolve } from '../../python/resolve';
import { runFunction } from '../../python/run';
import { likeliest } from '../../python/values';
import type { FilterExpression, FilterUse, Operand } from '../../templates/expression';
import { annotationType } from '../types/annotation';
import { itemOf } from '../types/items';
import { listOf, noneType, optionsOfType, plain, type Type, unionOf, unknownType } from '../types/type';
import type { Types } from '../types/types';
import { calledInTemplate, templateMember } from './lookup';

/** What the names at a place of a template mean. */
export interface Scope {
  typeOfName(name: string): Type;
  /**
   * The way from a name of the template's context to what a name means here, as `typeAt` reads it: `orders[]` in a loop over
   * `orders`. Undefined where a way does not tell, and where nobody asks.
   */
  wayTo?(name: string): string | undefined;
  /** The dotted path of the function behind a filter; undefined where it is not known for certain. */
  filterFunction(name: string): string | undefined;
}

/** The type of an expression of a template, filters included. */
export function expressionType(expression: FilterExpression, scope: Scope, types: Types): Type {
  let type = operandType(expression.value, scope, types);
  for (const filter of expression.filters) type = filtered(type, filter, scope, types);
  return type;
}

/** The type of a literal or a variable. */
function operandType(operand: Operand | undefined, scope: Scope, types: Types): Type {
  if (operand === undefined) return unknownType;
  if (operand.kind === 'string') return plain('str');
  if (operand.kind === 'number') return plain('int');
  return variableType(
    operand.parts.map((part) => part.text),
    scope,
    types,
  );
}

/** The type of `a.b.c`. */
export function variableType(parts: readonly string[], scope: Scope, types: Types): Type {
  const [first, ...rest] = parts;
  const constant = rest.length === 0 ? constants[first] : undefined;
  if (constant) return constant;
  let type = calledInTemplate(scope.typeOfName(first), types);
  for (const bit of rest) type = templateMember(type, bit, types);
  return type;
}

/** The way to a variable without filters. */
export function wayToVariable(expression: FilterExpression | undefined, scope: Scope): string | undefined {
  const { value, filters } = expression ?? { value: undefined, filters: [] };
  if (value?.kind !== 'variable' || filters.length > 0) return undefined;
  const [first, ...rest] = value.parts;
  const way = scope.wayTo?.(first.text);
  return way && rest.reduce((before, { text }) => stepTo(before, text), way);
}

/** The way on to a member. */
export function stepTo(way: string, name: string): string {
  return `${way}.${name}`;
}

/** The way on to the items of a list. */
export function itemsAt(way: string): string {
  return `${way}[]`;
}

/** The way without its last step; undefined for a name of the context. */
export function beforeLast(way: string): { before: string; name: string | undefined } | undefined {
  if (way.endsWith('[]')) return { before: way.slice(0, -2), name: undefined };
  const dot = way.lastIndexOf('.');
  return dot < 0 ? undefined : { before: way.slice(0, dot), name: way.slice(dot + 1) };
}

const constants: Readonly<Record<string, Type>> = { True: plain('bool'), False: plain('bool'), None: noneType };

function filtered(type: Type, filter: FilterUse, scope: Scope, types: Types): Type {
  const dotted = scope.filterFunction(filter.name.text);
  if (dotted === undefined) return unknownType;
  const builtin = /^django\.template\.defaultfilters\.(\w+)$/.exec(dotted)?.[1];
  const argument = () => operandType(filter.argument, scope, types);
  if (builtin) return builtinFilter(builtin, type, argument, types);
  if (/^django\.contrib\.humanize\.templatetags\.humanize\./.test(dotted)) return plain('str');
  if (/^django\.templatetags\.tz\./.test(dotted)) return plain('datetime');
  if (/^django\.templatetags\.l10n\./.test(dotted)) return plain('str');
  return ownFilter(dotted, type, filter.argument === undefined ? undefined : argument(), types);
}

/** django.template.defaultfilters */
function builtinFilter(name: string, type: Type, argument: () => Type, types: Types): Type {
  switch (name) {
    case 'first':
    case 'last':
    case 'random':
      return itemOf(type, types);
    case 'length':
    case 'wordcount':
    case 'get_digit':
      return plain('int');
    case 'length_is':
    case 'divisibleby':
      return plain('bool');
    case 'default':
    case 'default_if_none':
      return unionOf([...optionsOfType(type).filter(({ kind }) => kind !== 'none'), argument()]);
    case 'dictsort':
    case 'dictsortreversed':
      return listOf(() => itemOf(type, types));
    case 'slice_filter':
    case 'add':
      return type;
    case 'make_list':
    case 'safeseq':
    case 'escapeseq':
      return listOf(() => plain('str'));
    default:
      return plain('str');
  }
}

function ownFilter(dotted: string, type: Type, argument: Type | undefined, types: Types): Type {
  const target = likeliest(resolve({ kind: 'ref', dotted }, types.world));
  if (target.kind !== 'function') return unknownType;
  const declared = annotationType(target.statement.returns, target, types);
  if (declared) return declared;
  if (target.decorators.some((one) => /stringfilter$/.test(one.kind === 'ref' ? one.dotted : ''))) return plain('str');
  const args = [types.valueOf(type), ...(argument ? [types.valueOf(argument)] : [])];
  return types.effort.run(() => {
    const made = runFunction(target, args, types.world)?.value;
    return made ? types.typeOf(made) : unknownType;
  });
}
