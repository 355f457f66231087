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
  const other = similar(
    use.name,
    project.routes().list.flatMap((route) => route.name ?? []),
  );
  return { range: use, message: `No route is named '${use.name}'.${didYouMean(other)}`, fixes: useInstead(use, other) };
}

/** Most often only the namespace is missing or wrong; else the last part is compared, which the namespace would drown. */
function similar(name: string, names: readonly string[]): string | undefined {
  const [namespace, last] = split(name);
  const sameLast = names.find((one) => split(one)[1] === last);
  if (sameLast !== undefined) return sameLast;
  const beside = names.filter((one) => split(one)[0] === namespace);
  for (const candidates of [beside, names]) {
    const found = suggest(
      last,
      candidates.map((one) => split(one)[1]),
    );
    if (found !== undefined) return candidates.find((one) => split(one)[1] === found);
  }
  return undefined;
}

function split(name: string): [namespace: string, last: string] {
  const cut = name.lastIndexOf(':');
  return [name.slice(0, Math.max(0, cut)), name.slice(cut + 1)];
}

/** Whether certainly no route has the name (django.urls.base.reverse): not below a part of the URLconf that could not be followed, nor in a URLconf that only some requests use. */
function isMissing(project: Project, name: string): boolean {
  if (!project.isComplete() || !project.settings().certain) return false;
  const { unlikely, ...likely } = project.routes();
  const parts = [likely, unlikely];
  const [namespace, last] = split(name);
  const instances = [namespace, ...parts.flatMap(({ applications }) => applications.get(namespace) ?? [])];
  const full = instances.map((one) => (one === '' ? last : `${one}:${last}`));
  if (parts.some(({ list }) => list.some((route) => route.name !== undefined && full.includes(route.name))))
    return false;
  const paths = instances.map((one) => (one === '' ? [] : one.split(':')));
  const read = new Set(
    parts.flatMap(({ list }) => list.flatMap(({ name }) => (name === undefined ? [] : above(name)))),
  );
  const inGap = parts
    .flatMap(({ gaps }) => gaps)
    .some(({ namespaces }) => paths.some((path) => mayLead(namespaces, path, read)));
  return !inGap && !project.otherRouteNames().has(last);
}

/** The namespaces around a name: `a` and `a:b` of `a:b:c`. */
function above(name: string): string[] {
  const parts = name.split(':').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join(':'));
}

/**
 * Whether a part of the URLconf that could not be followed may hold a route with these namespaces: it stands above them,
 * and the next of them is none that another include fills already.
 */
function mayLead(gap: readonly string[], path: readonly string[], read: ReadonlySet<string>): boolean {
  if (!gap.every((part, i) => path[i] === part)) return false;
  return path.length === gap.length || !read.has(path.slice(0, gap.length + 1).join(':'));
}
