import type { Check } from '../project/findings/finding';
import { missingName } from '../project/findings/missingNames';
import { templateErrors } from '../project/findings/templateErrors';

/** A filter that neither a builtin nor a loaded library registers. */
export const unknownFilter: Check = {
  rule: 'unknown-filter',
  severity: 'error',
  run: (view) => templateErrors(view, ['unknown-filter'], (error) => missingName(view, 'filters', error)),
};
