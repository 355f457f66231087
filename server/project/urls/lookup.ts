import { once } from '../../text/once';
import type { Project } from '../project';
import { routeNames, splitName } from './names';
import type { Route, Routes } from './routes';

/** What a name leads to, in `{% url %}` and `reverse()` (django.urls.base.reverse). */
export interface RoutesNamed {
  /** The routes that may be meant: in each instance of the namespace, and also in branches that are likely not taken. */
  readonly routes: readonly Route[];
  /** Whether there may be further ones of that name: below a part of the URLconf that could not be followed, or in another URLconf. */
  readonly open: boolean;
}

/** The routes that a name may mean (django.urls.base.reverse). */
export function lookUp(project: Project, name: string): RoutesNamed {
  const { routes, inGap, last } = routesNamed(project.routes(), name);
  return { routes, open: !isKnown(project) || inGap || project.otherRouteNames().has(last) };
}

/** The routes that a name means where each branch goes as it likely does: by its instance namespace, or by its application namespace. */
export function likelyRoutes(project: Project, name: string): Route[] {
  const routes = project.routes();
  const { full } = spellings([routes], name);
  return routes.list.filter((one) => one.name !== undefined && full.has(one.name));
}

/** Whether certainly no route has the name: not below a part of the URLconf that could not be followed, nor in a URLconf that only some requests use. */
export function isMissing(project: Project, name: string): boolean {
  if (!isKnown(project)) return false;
  const { last, isAbsent } = absence(project.routes(), name);
  return isAbsent && !project.otherRouteNames().has(last);
}

const routesNamed = ofRoutes((routes, name) => {
  const parts = partsOf(routes);
  const { full, paths, last } = spellings(parts, name);
  return {
    last,
    routes: parts.map(routeNames).flatMap(({ byName }) => [...full].flatMap((one) => byName.get(one) ?? [])),
    inGap: parts.some(({ gaps }) =>
      gaps.some(({ namespaces }) => paths.some((path) => namespaces.every((part, i) => path[i] === part))),
    ),
  };
});

const absence = ofRoutes((routes, name) => {
  const parts = partsOf(routes);
  const known = parts.map(routeNames);
  const { full, paths, last } = spellings(parts, name);
  const isRead = (one: string) => known.some(({ namespaces }) => namespaces.has(one));
  const isAbsent =
    !known.some(({ names }) => [...full].some((one) => names.has(one))) &&
    !parts
      .flatMap(({ gaps }) => gaps)
      .some(({ namespaces }) => paths.some((path) => mayLead(namespaces, path, isRead)));
  return { last, isAbsent };
});

/** What a URLconf says of a name, found once for each. */
function ofRoutes<T>(find: (routes: Routes, name: string) => T): (routes: Routes, name: string) => T {
  const known = new WeakMap<Routes, (name: string) => T>();
  return (routes, name) => {
    let ofName = known.get(routes);
    if (ofName === undefined) {
      ofName = once((one: string) => find(routes, one));
      known.set(routes, ofName);
    }
    return ofName(name);
  };
}

function isKnown(project: Project): boolean {
  return project.isComplete() && project.settings().certain;
}

function partsOf(routes: Routes): Omit<Routes, 'unlikely'>[] {
  return [routes, routes.unlikely];
}

/** A name by its namespace and by all instances of it. */
function spellings(parts: readonly Pick<Routes, 'applications'>[], name: string) {
  const [namespace, last] = splitName(name);
  const instances = [namespace, ...parts.flatMap(({ applications }) => applications.get(namespace) ?? [])];
  return {
    last,
    full: new Set(instances.map((one) => (one === '' ? last : `${one}:${last}`))),
    paths: instances.map((one) => (one === '' ? [] : one.split(':'))),
  };
}

/**
 * Whether a part of the URLconf that could not be followed may hold a route with these namespaces: it stands above them,
 * and the next of them is none that another include fills already.
 */
function mayLead(gap: readonly string[], path: readonly string[], isRead: (namespace: string) => boolean): boolean {
  if (!gap.every((part, i) => path[i] === part)) return false;
  return path.length === gap.length || !isRead(path.slice(0, gap.length + 1).join(':'));
}
