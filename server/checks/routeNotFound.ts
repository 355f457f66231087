import { type Use, usesOfKind } from '../facts/uses';
import { type Check, didYouMean, type Finding } from '../project/findings/finding';
import { useInstead } from '../project/findings/missingNames';
import type { Project } from '../project/project';
import { isTestCode } from '../project/tests/testCode';
import { isMissing } from '../project/urls/lookup';
import { routeNames } from '../project/urls/names';
import { once } from '../text/once';

/** A route name that no URLconf of the project gives to a route. */
export const routeNotFound: Check = {
  rule: 'route-not-found',
  severity: 'error',
  run(view) {
    const { project } = view;
    if (view.template ? view.template.name === undefined : !project.isComplete()) return [];
    if (isTestCode(project, view.path)) return [];
    const isAbsent = once((name: string) => isMissing(project, name));
    return usesOfKind(view.uses, 'route')
      .filter((use) => use.required && use.name !== '' && isAbsent(use.name))
      .map((use) => finding(project, use));
  },
};

function finding(project: Project, use: Use): Finding {
  const other = routeNames(project.routes()).similar(use.name);
  return { range: use, message: `No route is named '${use.name}'.${didYouMean(other)}`, fixes: useInstead(use, other) };
}
