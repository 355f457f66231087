import { isFramework, linearized } from '../../python/resolve';
import type { Expression, Statement } from '../../python/syntax';
import type { ClassValue, Place } from '../../python/values';
import type { Types } from './types';

/** The fields that `__init__` of a form adds with `self.fields['name'] = …`, by name. */
export function fieldsAddedIn(value: ClassValue, types: Types): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  for (const owner of linearized(value, types.world)) {
    if (owner.kind !== 'class' || isFramework(owner.module)) continue;
    const init = owner.members.get('__init__');
    const unit = init?.kind === 'function' ? init.statement.body : undefined;
    const body = unit === undefined ? undefined : types.files.body(owner.place.path, unit);
    if (unit === undefined || body === undefined) continue;
    for (const { name, n } of addedBy(body.statements))
      if (!found.has(name)) found.set(name, { path: owner.place.path, unit, n });
  }
  return found;
}

function* addedBy(statements: readonly Statement[]): Generator<{ name: string; n: number }> {
  for (const statement of statements) {
    if (statement.kind === 'assign')
      for (const target of statement.targets) {
        const name = fieldIn(target);
        if (name !== undefined) yield { name, n: target.n };
      }
    else if (statement.kind === 'if') yield* addedBy([...statement.then, ...statement.otherwise]);
    else if (statement.kind === 'with' || statement.kind === 'for') yield* addedBy(statement.body);
    else if (statement.kind === 'try') yield* addedBy([...statement.body, ...statement.otherwise]);
  }
}

/** The name in `self.fields['name']`. */
function fieldIn(target: Expression): string | undefined {
  if (target.kind !== 'subscript' || target.index.kind !== 'string') return undefined;
  const { of } = target;
  const isFields = of.kind === 'attribute' && of.name === 'fields' && of.of.kind === 'name' && of.of.name === 'self';
  return isFields ? target.index.value : undefined;
}
