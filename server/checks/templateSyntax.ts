import type { Check } from '../project/findings/finding';
import { templateErrors } from '../project/findings/templateErrors';

/** What is no template language: an empty tag, a tag without an end, an expression that cannot be read. */
export const templateSyntax: Check = {
  rule: 'template-syntax',
  severity: 'error',
  run: (view) => templateErrors(view, ['empty-tag', 'unfinished-tag', 'invalid-expression']),
};
