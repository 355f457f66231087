import type { Use } from '../facts/uses';
import { type Check, didYouMean, type Finding } from '../project/finding';
import { useInstead } from '../project/missingNames';
import type { Project } from '../project/project';
import { isTestCode } from '../project/testCode';
import { suggest } from '../text/suggest';

/** A route name that no URLconf of the project gives to a route. */
export const routeNotFound: Check = {
  rule: 'route-not-found',
  severity: 'error',
  run(view) {
    const { project } = view;
    if (view.template ? view.template.name === undefined : !project.isComplete()) return [];
    if (isTestCode(project, view.path)) return [];
    return view.uses
      .filter((use) => use.kind === 'route' && use.required && use.name !== '' && isMissing(project, use.name))
      .map((use) => finding(project, use));
  },
};

function finding(project: Project, use: Use): Finding {
  const names = project.routes().list.flatMap((route) => route.name ?? []);
  const last = use.name.slice(use.name.lastIndexOf(':') + 1);
  // Most often only the namespace is missing or wrong.
  const other = names.find((name) => name.endsWith(`:${last}`)) ?? suggest(use.name, names);
  return { range: use, message: `No route is named '${use.name}'.${didYouMean(other)}`, fixes: useInstead(use, other) };
}

/** Whether certainly no route has the name (django.urls.base.reverse): not below a part of the URLconf that could not be followed, nor in a URLconf that only some requests use. */
function isMissing(project: Project, name: string): boolean {
  const { list, applications, gaps } = project.routes();
  if (!project.isComplete() || !project.settings().certain) return false;
  const cut = name.lastIndexOf(':');
  const [namespace, last] = [name.slice(0, Math.max(0, cut)), name.slice(cut + 1)];
  const instances = [namespace, ...(applications.get(namespace) ?? [])].filter(
    (one, i) => i === 0 || one !== namespace,
  );
  const full = instances.map((one) => (one === '' ? last : `${one}:${last}`));
  if (list.some((route) => route.name !== undefined && full.includes(route.name))) return false;
  const parts = namespace === '' ? [] : namespace.split(':');
  const inGap = gaps.some((gap) =>
    [parts, ...instances.map((one) => one.split(':'))].some((path) =>
      gap.namespaces.every((part, i) => path[i] === part),
    ),
  );
  return !inGap && !project.otherRouteNames().has(last);
}
