import { linearized, resolve } from '../../python/resolve';
import { asString, type Call, dottedOf, likeliest, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { lookupOf, type RouterRoute, registrationsOf, routesOf } from './routerRoutes';

/** A router that stands below what another one registered. */
export interface NestedRouter {
  /** Undefined where it cannot be told below what it stands. */
  readonly routes: readonly RouterRoute[] | undefined;
  /** The router that ends the chain of parents: its slash ends the routes of all, unless one has its own. */
  readonly root: Call;
}

/** How a router of drf-nested-routers is nested; undefined for any other. Source: rest_framework_nested.routers.NestedMixin. */
export function nestedBelow(
  router: Call,
  callsFor: (path: string) => readonly Call[],
  world: World,
  depth = 0,
): NestedRouter | undefined {
  const type = likeliest(resolve(router.callee, world));
  const line = type.kind === 'class' ? linearized(type, world) : [type];
  if (!line.some((one) => nestedRouters.test(dottedOf(one) ?? ''))) return undefined;
  const given = (name: string, at: number): Value | undefined => {
    const value = router.keywords.get(name) ?? router.args[at];
    return value && likeliest(resolve(value, world));
  };
  const parent = given('parent_router', 0);
  const prefix = asString(given('parent_prefix', 1));
  const name = asString(given('lookup', Number.NaN));
  const unclear = { routes: undefined, root: router };
  if (parent?.kind !== 'call' || prefix === undefined || name === undefined || depth > 10) return unclear;
  const registered = registrationsOf(parent, callsFor(parent.place.path), world).find(
    (one) => asString(one.prefix && resolve(one.prefix, world)) === prefix,
  );
  const viewset = registered?.viewset && likeliest(resolve(registered.viewset, world));
  const above = nestedBelow(parent, callsFor, world, depth + 1);
  const own = routesOf(type, world);
  const outer = above ? above.routes : own;
  if (viewset?.kind !== 'class' || outer === undefined || own === undefined) return unclear;
  const start = above ? startOf(above.routes) : '';
  const nested = `^${start}${prefix}/${lookupOf(viewset, world, `${name}_`)}/`;
  const routes = own.map((route) => ({ ...route, url: route.url.replace('^', () => nested) }));
  return { routes, root: router.keywords.has('trailing_slash') ? router : (above?.root ?? parent) };
}

const nestedRouters = /^rest_framework_nested\.routers\.Nested/;

/** What all routes of a nested router begin with. */
function startOf(routes: readonly RouterRoute[] | undefined): string {
  return /^\^(.*?)\{prefix\}/.exec(routes?.[0]?.url ?? '')?.[1] ?? '';
}
