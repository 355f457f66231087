import type { Diagnostic, Fix } from '../project/findings/finding';
import type { Range } from '../text/range';

/** The fixes for what is reported in a range, with what they fix; the first of each is preferred where it is the only one. */
export function quickFixes(
  found: readonly Diagnostic[],
  range: Range,
): { fix: Fix; diagnostic: Diagnostic; isPreferred: boolean }[] {
  return found
    .filter((diagnostic) => diagnostic.range.start <= range.end && range.start <= diagnostic.range.end)
    .flatMap((diagnostic) => (diagnostic.fixes ?? []).map((fix, i) => ({ fix, diagnostic, isPreferred: i === 0 })));
}
