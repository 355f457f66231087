import type { FilterExpression } from '../../templates/expression';
import type { Argument } from '../../templates/reading';
import type { Range } from '../../text/range';

/** A name that a tag gives to a value. */
export interface NamedValue {
  readonly name: string;
  readonly range: Range;
  readonly value: FilterExpression | undefined;
}

/**
 * The names that `{% with %}`, `{% include … with %}` and the like give: `name=value`, or `value as name` of old
 * (django.template.base.token_kwargs).
 */
export function keywordPairs(args: readonly Argument[], source: string): NamedValue[] {
  return args.flatMap(({ keyword, expression, role, start, end }, i): NamedValue[] => {
    if (keyword) return [{ name: keyword.text, range: keyword, value: expression }];
    if (role !== 'target') return [];
    // Between the value and the name stands `as`.
    const value = args.slice(0, i).findLast((one) => one.expression !== undefined);
    return [{ name: source.slice(start, end), range: { start, end }, value: value?.expression }];
  });
}
