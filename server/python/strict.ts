import type { Frame } from './frame';
import { type Dict, optionsOf, sameValue, type Value } from './values';

/**
 * Whether an error is raised that is certain: in a strict evaluation, all that the code sees is what it was given. Elsewhere
 * a dict may have been filled, and a name bound, by code that was not read.
 */
export function raises(error: 'AttributeError' | 'KeyError', isCertain: boolean, frame: Frame): boolean {
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
