import { cottonTags } from '../../templates/cottonTags';
import type { TemplateError, TemplateErrorCode } from '../../templates/errors';
import type { Range } from '../../text/range';
import { projectCotton } from '../components/cottonComponents';
import type { FileView } from '../view';
import type { Finding, Fix } from './finding';

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
  const forgiven = forgivenPlaces(view);
  return template.tree.errors
    .filter((error) => codes.includes(error.code))
    .filter(({ start }) => !forgiven.some((range) => range.start <= start && start <= range.end))
    .map((error) => {
      const { hint = '', fixes = [] } = add(error);
      const related = relatedTo(error);
      const range = { start: error.start, end: error.end };
      return { range, message: error.message + hint, fixes, ...(related && { related }) };
    });
}

/** The tag that stays open, where the error itself stands elsewhere. */
function relatedTo({ start, open }: TemplateError): Finding['related'] {
  if (open === undefined || (open.start <= start && start < open.end)) return undefined;
  const message = `This '${open.name}' is open: its end may be missing.`;
  return { range: { start: open.start, end: open.end }, message };
}

/**
 * The values of attributes of django-cotton's components: what cannot be compiled in them is shown as it is written
 * (django_cotton.templatetags._component._try_compile_template).
 */
function forgivenPlaces({ project, text }: FileView): Range[] {
  if (!text.includes('<c-') || projectCotton(project) === undefined) return [];
  return cottonTags(text).flatMap(({ attributes }) => attributes.flatMap(({ value }) => value ?? []));
}
