import { isSamePlace } from '../../python/values';
import type { Project } from '../project';
import { likelyRoutes } from './lookup';
import type { Route } from './routes';

/**
 * Every name by which the routes of a name can be reversed, wherever includes lead to the same path()
 * (django.urls.resolvers.URLResolver._populate).
 */
export function aliasesOf(project: Project, name: string): ReadonlySet<string> {
  const names = new Set([name]);
  const own = likelyRoutes(project, name);
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
