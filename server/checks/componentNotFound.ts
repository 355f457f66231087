import { type Use, usesOfKind } from '../facts/uses';
import {
  componentFile,
  componentsOf,
  componentTemplates,
  isSameComponent,
  projectCotton,
} from '../project/components/cottonComponents';
import { type Check, didYouMean, type Finding, type Fix } from '../project/findings/finding';
import { useInstead } from '../project/findings/missingNames';
import type { Project } from '../project/project';
import { isTestCode } from '../project/tests/testCode';
import type { FileView } from '../project/view';
import { join } from '../text/paths';
import { suggest } from '../text/suggest';

/** A component of django-cotton that has no template. */
export const componentNotFound: Check = {
  rule: 'component-not-found',
  severity: 'error',
  run(view) {
    const { project } = view;
    if (view.template?.name === undefined || !isKnown(project) || isTestCode(project, view.path)) return [];
    return usesOfKind(view.uses, 'component').flatMap((use): Finding[] => {
      if (!use.required) return [];
      const name = view.text.slice(use.start, use.end);
      return componentFile(project, name) === undefined ? [finding(view, use, name)] : [];
    });
  },
};

/** Whether all components are known. With several engines of Django a template may be of one without cotton. */
function isKnown(project: Project): boolean {
  if (projectCotton(project) === undefined || !project.isComplete() || !project.templates().certain) return false;
  const folder = project.settings().value('COTTON_DIR');
  const isPlain = folder === undefined || folder.kind === 'literal' || folder.kind === 'path';
  return isPlain && project.engines().list.filter(({ backend }) => backend === 'django').length === 1;
}

function finding(view: FileView, use: Use, name: string): Finding {
  const { start, end } = use;
  const all = componentsOf(view.project).map((one) => one.name);
  const other = suggest(name, all);
  // The end of the element has the name, too.
  const closing = view.uses.find(
    (one) =>
      one.kind === 'component' &&
      !one.required &&
      one.start > end &&
      isSameComponent(view.text.slice(one.start, one.end), name),
  );
  const fixes = useInstead({ start, end }, other).map((fix): Fix => {
    const edit = closing && other !== undefined ? [{ start: closing.start, end: closing.end, text: other }] : [];
    return { ...fix, edits: [...fix.edits, ...edit] };
  });
  return {
    range: { start, end },
    message: `No component is named '${name}'.${didYouMean(other)}`,
    fixes: [...fixes, ...createComponent(view, name)],
  };
}

/** Creates the template where the others are: in the folder of the template that names it. */
function createComponent({ project, path, template }: FileView, name: string): Fix[] {
  const cotton = projectCotton(project);
  if (cotton === undefined || template?.name === undefined) return [];
  const [file] = componentTemplates(cotton, name);
  const folder = path.slice(0, -template.name.length - 1);
  return [{ title: `Create the component '${file}'`, edits: [], create: { path: join(folder, file), text: '' } }];
}
