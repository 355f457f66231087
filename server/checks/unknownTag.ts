import type { Check } from '../project/findings/finding';
import { missingName } from '../project/findings/missingNames';
import { templateErrors } from '../project/findings/templateErrors';

/** A tag that neither a builtin nor a loaded library registers. */
export const unknownTag: Check = {
  rule: 'unknown-tag',
  severity: 'error',
  run: (view) => templateErrors(view, ['unknown-tag'], (error) => missingName(view, 'tags', error)),
};
