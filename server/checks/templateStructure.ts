import type { Check } from '../project/findings/finding';
import { templateErrors } from '../project/findings/templateErrors';

/** Tags in a place where Django refuses them: `{% extends %}` that is not first, a block name used twice. */
export const templateStructure: Check = {
  rule: 'template-structure',
  severity: 'error',
  run: (view) =>
    templateErrors(view, [
      'extends-not-first',
      'duplicate-extends',
      'duplicate-block',
      'duplicate-partial',
      'invalid-content',
    ]),
};
