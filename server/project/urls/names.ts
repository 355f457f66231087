import { once } from '../../text/once';
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
  let similar: RouteNames['similar'] | undefined;
  return {
    names,
    byName,
    namespaces,
    similar(name) {
      similar ??= once(nearestOf(names));
      return similar(name);
    },
  };
}

/** Most often only the namespace is missing or wrong; else the last part is compared, which the namespace would drown. */
function nearestOf(names: ReadonlySet<string>): RouteNames['similar'] {
  const all: Candidates = new Map();
  const inNamespace = new Map<string, Candidates>();
  for (const name of names) {
    const [namespace, last] = splitName(name);
    const beside: Candidates = inNamespace.get(namespace) ?? new Map();
    inNamespace.set(namespace, beside);
    for (const candidates of [beside, all]) if (!candidates.has(last)) candidates.set(last, name);
  }
  return (name) => {
    const [namespace, last] = splitName(name);
    const sameLast = all.get(last);
    if (sameLast !== undefined) return sameLast;
    for (const candidates of [inNamespace.get(namespace) ?? none, all]) {
      const near = suggest(last, [...candidates.keys()]);
      if (near !== undefined) return candidates.get(near);
    }
    return undefined;
  };
}

/** The first name for each last part. */
type Candidates = Map<string, string>;

const none: ReadonlyMap<string, string> = new Map();

/** A route's name as its namespaces, with colons between them, and the last part. */
export function splitName(name: string): [namespace: string, last: string] {
  const cut = name.lastIndexOf(':');
  return [name.slice(0, Math.max(0, cut)), name.slice(cut + 1)];
}
