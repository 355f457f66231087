import type { Check } from '../project/finding';
import { templateErrors } from '../project/templateErrors';

/** A block tag whose end is missing. */
export const unclosedTag: Check = {
  rule: 'unclosed-tag',
  severity: 'error',
  run: (view) => templateErrors(view, ['unclosed-tag']),
};
