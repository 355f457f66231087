import { usesOfKind } from '../facts/uses';
import { type Check, didYouMean, type Finding } from '../project/findings/finding';
import { useInstead } from '../project/findings/missingNames';
import { templateNameOf } from '../project/templates/templateName';
import { isTestCode } from '../project/tests/testCode';
import type { FileView } from '../project/view';
import { tagsOf } from '../templates/nodes';
import type { Range } from '../text/range';
import { suggest } from '../text/suggest';

/** A partial that its template does not define: in `{% partial %}`, and behind `#` in the name of a template. */
export const partialNotFound: Check = {
  rule: 'partial-not-found',
  severity: 'error',
  run(view) {
    if (view.template ? view.template.name === undefined : !view.project.isComplete()) return [];
    if (isTestCode(view.project, view.path)) return [];
    return [...inTags(view), ...inTemplateNames(view)];
  },
};

/** django.template.defaulttags.PartialNode finds the partials of the template that it is written in, wherever they are defined there. */
function inTags({ template, project, path, text }: FileView): Finding[] {
  if (template === undefined || template.tree.errors.length > 0) return [];
  const known = project.files.template(path)?.partials.map(({ name }) => name) ?? [];
  const found: Finding[] = [];
  for (const { opening } of tagsOf(template.tree, 'django.template.defaulttags.partial_func')) {
    const named = opening.arguments.find(({ role }) => role === 'partial');
    const name = named && text.slice(named.start, named.end);
    if (name !== undefined && !known.includes(name)) found.push(finding(name, named!, known));
  }
  return found;
}

/** django.template.engine.Engine.find_template, since Django 6.0. */
function inTemplateNames(view: FileView): Finding[] {
  const { project, path } = view;
  const { files, certain } = project.templates();
  if (!certain || !project.isComplete() || Number.parseInt(project.django().version, 10) < 6) return [];
  return usesOfKind(view.uses, 'template').flatMap((use): Finding[] => {
    const cut = use.name.indexOf('#');
    // Where the name is not written as it is, the offset of the '#' is another one.
    if (!use.required || cut < 1 || use.end - use.start !== use.name.length) return [];
    const [file] = files.get(templateNameOf(project, path, use)) ?? [];
    const declared = file === undefined ? undefined : project.files.template(file);
    if (declared === undefined) return [];
    const known = declared.partials.map(({ name }) => name);
    const name = use.name.slice(cut + 1);
    return known.includes(name) ? [] : [finding(name, { start: use.start + cut + 1, end: use.end }, known)];
  });
}

function finding(name: string, { start, end }: Range, known: readonly string[]): Finding {
  const other = suggest(name, known);
  const message = `The template has no partial '${name}'.${didYouMean(other)}`;
  return { range: { start, end }, message, fixes: useInstead({ start, end }, other) };
}
