import type { Check } from '../project/findings/finding';
import { useInstead } from '../project/findings/missingNames';
import { templateErrors } from '../project/findings/templateErrors';

/** A tag that continues or ends a block where another one, or none, is open. */
export const mismatchedTag: Check = {
  rule: 'mismatched-tag',
  severity: 'error',
  run: (view) =>
    templateErrors(view, ['mismatched-tag'], (error) => ({
      fixes: error.ends?.length === 1 ? useInstead(error, error.ends[0]) : [],
    })),
};
