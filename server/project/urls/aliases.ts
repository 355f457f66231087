import { isSamePlace } from '../../python/values';
import type { Project } from '../project';
import type { Route } from './routes';

/** The routes that a name may mean: by its instance namespace, or by its application namespace (django.urls.base.reverse). */
export function routesNamed(project: Project, name: string): Route[] {
  const names = new Set([name]);
  const cut = name.lastIndexOf(':');
  if (cut > 0)
    for (const namespace of project.routes().applications.get(name.slice(0, cut)) ?? [])
      names.add(namespace + name.slice(cut));
  return project.routes().list.filter((one) => one.name !== undefined && names.has(one.name));
}

/**
 * Every name by which the routes of a name can be reversed, wherever includes lead to the same path()
 * (django.urls.resolvers.URLResolver._populate).
 */
export function aliasesOf(project: Project, name: string): ReadonlySet<string> {
  const names = new Set([name]);
  const own = routesNamed(project, name);
  const isSame = (one: Route) => own.some(({ namePlace }) => namePlace && isSamePlace(namePlace, one.namePlace));
  for (const one of project.routes().list.filter((route) => own.includes(route) || isSame(route))) {
    const cut = one.name!.lastIndexOf(':');
    names.add(one.name!);
    if (cut < 0) continue;
    for (const [application, namespaces] of project.routes().applications) {
      if (namespaces.includes(one.name!.slice(0, cut))) names.add(application + one.name!.slice(cut));
    }
  }
  return names;
}
