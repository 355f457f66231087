import type { Use } from '../facts/uses';
import { type Check, didYouMean, type Finding } from '../project/finding';
import { useInstead } from '../project/missingNames';
import type { Project } from '../project/project';
import { isTestCode } from '../project/testCode';
import { routeNames, splitName } from '../project/urls/names';

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
  const other = routeNames(project.routes()).similar(use.name);
  return { range: use, message: `No route is named '${use.name}'.${didYouMean(other)}`, fixes: useInstead(use, other) };
}

/** Whether certainly no route has the name (django.urls.base.reverse): not below a part of the URLconf that could not be followed, nor in a URLconf that only some requests use. */
function isMissing(project: Project, name: string): boolean {
  if (!project.isComplete() || !project.settings().certain) return false;
  const routes = project.routes();
  const parts = [routes, routes.unlikely];
  const known = parts.map(routeNames);
  const [namespace, last] = splitName(name);
  const instances = [namespace, ...parts.flatMap(({ applications }) => applications.get(namespace) ?? [])];
  const full = instances.map((one) => (one === '' ? last : `${one}:${last}`));
  if (known.some(({ names }) => full.some((one) => names.has(one)))) return false;
  const paths = instances.map((one) => (one === '' ? [] : one.split(':')));
  const isRead = (one: string) => known.some(({ namespaces }) => namespaces.has(one));
  const inGap = parts
    .flatMap(({ gaps }) => gaps)
    .some(({ namespaces }) => paths.some((path) => mayLead(namespaces, path, isRead)));
  return !inGap && !project.otherRouteNames().has(last);
}

/**
 * Whether a part of the URLconf that could not be followed may hold a route with these namespaces: it stands above them,
 * and the next of them is none that another include fills already.
 */
function mayLead(gap: readonly string[], path: readonly string[], isRead: (namespace: string) => boolean): boolean {
  if (!gap.every((part, i) => path[i] === part)) return false;
  return path.length === gap.length || !isRead(path.slice(0, gap.length + 1).join(':'));
}
