import type { TemplateError, TemplateErrorCode } from '../templates/errors';
import type { Finding, Fix } from './finding';
import type { FileView } from './view';

/** What a rule adds to an error of the compiler. */
export interface Addition {
  /** Behind the error's message. */
  readonly hint?: string;
  readonly fixes?: readonly Fix[];
}

/** The template compiler's errors of some codes, as findings. A file that no loader finds may be a template of something else altogether, and has none. */
export function templateErrors(
  view: FileView,
  codes: readonly TemplateErrorCode[],
  add: (error: TemplateError) => Addition = () => ({}),
): Finding[] {
  const { template } = view;
  if (template?.name === undefined) return [];
  return template.tree.errors
    .filter((error) => codes.includes(error.code))
    .map((error) => {
      const { hint = '', fixes = [] } = add(error);
      return { range: { start: error.start, end: error.end }, message: error.message + hint, fixes };
    });
}
