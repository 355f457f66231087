import type { Frame } from './frame';
import { linearized, resolve } from './resolve';
import { type Dict, dottedOf, likeliest, optionsOf, sameValue, type Value } from './values';

/**
 * Whether an error is raised that is certain: in a strict evaluation, all that the code sees is what it was given. Elsewhere
 * a dict may have been filled, a name bound and a database set up, by code that was not read.
 */
export function raises(
  error: 'AttributeError' | 'DatabaseError' | 'KeyError',
  isCertain: boolean,
  frame: Frame,
): boolean {
  if (!frame.evaluation.isStrict || !isCertain) return false;
  frame.evaluation.raised = error;
  return true;
}

/** Whether a dict that this evaluation made certainly has no such key. */
export function lacksKey(dict: Dict, key: Value, frame: Frame): boolean {
  if (dict.owner !== frame.evaluation.owner || dict.factory || key.kind !== 'literal') return false;
  return dict.entries.every((entry) => entry.key.kind === 'literal' && !sameValue(entry.key, key));
}

/** Whether a value is certainly None. */
export function isSurelyNone(value: Value): boolean {
  return optionsOf(value).every((one) => one.kind === 'literal' && one.value === null);
}

/** Whether a call asks the database at once: `Book.objects.get(…)`. */
export function asksDatabase(callee: Value, frame: Frame): boolean {
  if (callee.kind === 'member') return asking.has(callee.name) && isQueryset(callee.of, frame);
  const method = callee.kind === 'ref' ? /\.objects\.(\w+)$/.exec(callee.dotted)?.[1] : undefined;
  return method !== undefined && asking.has(method);
}

/** The methods of django.db.models.query.QuerySet that do. */
const asking = new Set(
  'get first last exists count aggregate earliest latest create get_or_create update_or_create update delete in_bulk'.split(
    ' ',
  ),
);

/** Whether a value is a model's manager, or what the methods of one give. */
export function isQueryset(value: Value, frame: Frame): boolean {
  const { world } = frame.evaluation;
  for (let current = likeliest(value), depth = 0; depth < 20; depth++) {
    if (current.kind === 'ref') return /\.objects(?:\.|$)/.test(current.dotted);
    if (current.kind === 'call') {
      const type = likeliest(resolve(current.callee, world));
      if (type.kind === 'class')
        return linearized(type, world).some((one) => /^django\.db\.models\.manager\./.test(dottedOf(one) ?? ''));
      current = likeliest(current.callee);
    } else if (current.kind === 'member') {
      if (current.name === 'objects' && current.of.kind === 'class') return true;
      current = likeliest(current.of);
    } else return false;
  }
  return false;
}
