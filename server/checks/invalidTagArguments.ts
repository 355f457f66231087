import type { Check } from '../project/findings/finding';
import { templateErrors } from '../project/findings/templateErrors';

/** Arguments that a tag or filter refuses when the template is compiled. */
export const invalidTagArguments: Check = {
  rule: 'invalid-tag-arguments',
  severity: 'error',
  run: (view) => templateErrors(view, ['invalid-arguments', 'invalid-filter-arguments', 'broken-tag']),
};
