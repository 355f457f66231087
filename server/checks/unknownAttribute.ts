import { type Check, didYouMean } from '../project/findings/finding';
import { useInstead } from '../project/findings/missingNames';
import { variableFaults } from '../project/findings/variableFaults';
import { showType } from '../project/types/type';

/** An attribute or key that a value of a known type does not have: Django shows nothing in its place. */
export const unknownAttribute: Check = {
  rule: 'unknown-attribute',
  severity: 'warning',
  run: (view) =>
    variableFaults(view, 'unknown', ({ name, owner, similar }) => ({
      range: { start: name.start, end: name.end },
      message: `${showType(owner)} has no '${name.text}', so that nothing is shown here.${didYouMean(similar)}`,
      fixes: useInstead(name, similar),
    })),
};
