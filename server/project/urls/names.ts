import { suggest } from '../../text/suggest';
import type { Route, Routes } from './routes';

/** The names of a URLconf's routes, for looking many of them up. */
export interface RouteNames {
  /** Names with their namespaces. */
  readonly names: ReadonlySet<string>;
  /** The routes of each name. */
  readonly byName: ReadonlyMap<string, readonly Route[]>;
  /** Every namespace, those around others included. */
  readonly namespaces: ReadonlySet<string>;
  /** The name that a person most likely meant by one that no route has; undefined where none is close. */
  similar(name: string): string | undefined;
}

/** The names of routes; made once for each value of the query. */
export function routeNames(routes: Pick<Routes, 'list'>): RouteNames {
  let made = known.get(routes.list);
  if (made === undefined) {
    made = make(routes);
    known.set(routes.list, made);
  }
  return made;
}

const known = new WeakMap<object, RouteNames>();

function make({ list }: Pick<Routes, 'list'>): RouteNames {
  const byName = new Map<string, Route[]>();
  for (const route of list) {
    if (route.name === undefined) continue;
    const same = byName.get(route.name);
    if (same) same.push(route);
    else byName.set(route.name, [route]);
  }
  const names = new Set(byName.keys());
  const namespaces = new Set<string>();
  for (const name of names)
    for (let end = name.indexOf(':'); end >= 0; end = name.indexOf(':', end + 1)) namespaces.add(name.slice(0, end));
  const found = new Map<string, string | undefined>();
  return {
    names,
    byName,
    namespaces,
    similar(name) {
      if (!found.has(name)) found.set(name, nearest(name, [...names]));
      return found.get(name);
    },
  };
}

/** Most often only the namespace is missing or wrong; else the last part is compared, which the namespace would drown. */
function nearest(name: string, names: readonly string[]): string | undefined {
  const [namespace, last] = splitName(name);
  const sameLast = names.find((one) => splitName(one)[1] === last);
  if (sameLast !== undefined) return sameLast;
  const beside = names.filter((one) => splitName(one)[0] === namespace);
  for (const candidates of [beside, names]) {
    const near = suggest(
      last,
      candidates.map((one) => splitName(one)[1]),
    );
    if (near !== undefined) return candidates.find((one) => splitName(one)[1] === near);
  }
  return undefined;
}

/** A route's name as its namespaces, with colons between them, and the last part. */
export function splitName(name: string): [namespace: string, last: string] {
  const cut = name.lastIndexOf(':');
  return [name.slice(0, Math.max(0, cut)), name.slice(cut + 1)];
}
