import type { Place, Value } from '../python/values';

/** Something that reading could not decide: what, why, and where it stands. */
export interface Problem {
  /** For people, short: the setting, the include, the tag. */
  readonly what: string;
  /** For people: the reason. */
  readonly why: string;
  readonly place?: Place;
}

/** Why a value is not what was wanted. */
export function whyNot(value: Value, wanted: string): string {
  if (value.kind === 'unknown') return value.reason;
  if (value.kind === 'ref') return `'${value.dotted}' cannot be found or read`;
  if (value.kind === 'call') return `it is the result of a call that is not computed, not ${wanted}`;
  return `it is not ${wanted}`;
}
