import type { FilterExpression, FilterUse } from '../../templates/expression';
import { allNodes, partsOf } from '../../templates/nodes';
import { touches } from '../../text/range';
import { type Type, unknownType } from '../types/type';
import type { FileView } from '../view';
import { bindingsAt, scopeWith } from './bindings';
import { expressionType } from './expressions';

/** A filter of an expression, with what stands before it. */
export interface FilterPlace {
  readonly filter: FilterUse;
  /** The expression up to the filter. */
  readonly before: FilterExpression;
}

/** The filter whose argument stands at an offset; undefined where there is none, also while its string is not closed. */
export function filterArgumentAt({ template }: FileView, offset: number): FilterPlace | undefined {
  if (template === undefined) return undefined;
  for (const node of allNodes(template.tree)) {
    if (node.start > offset) return undefined;
    if (node.end < offset || node.kind === 'text' || node.kind === 'comment') continue;
    const expressions =
      node.kind === 'variable'
        ? [node.expression]
        : partsOf(node).flatMap((part) => part.arguments.flatMap(({ expression }) => expression ?? []));
    for (const expression of expressions) {
      const i = expression.filters.findIndex(({ argument }) => argument && touches(argument, offset));
      if (i < 0) continue;
      return { filter: expression.filters[i], before: { ...expression, filters: expression.filters.slice(0, i) } };
    }
  }
  return undefined;
}

/** The type of an expression as it is at an offset of a template. */
export function typeAt({ template, project, path }: FileView, expression: FilterExpression, offset: number): Type {
  if (template === undefined) return unknownType;
  const { types, scope } = project.contexts;
  const outer = scope(path);
  return expressionType(expression, scopeWith(bindingsAt(template.tree, offset, outer, types), outer), types);
}
