import type { Check } from '../project/findings/finding';
import { templateErrors } from '../project/findings/templateErrors';

/** A block tag whose end is missing. */
export const unclosedTag: Check = {
  rule: 'unclosed-tag',
  severity: 'error',
  run: (view) => templateErrors(view, ['unclosed-tag']),
};
