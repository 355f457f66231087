import { resolve } from '../../python/resolve';
import { likeliest, type Place, placeOf, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { adminSiteOf } from './admin';
import { urlFunction } from './canonical';

/**
 * The include in a route's second argument: django.urls.conf.include, or the (patterns, app, namespace) tuple of an admin site or the like.
 * Undefined for anything else.
 */
export function includedIn(view: Value, world: World): Included | undefined {
  if (view.kind === 'call' && urlFunction(view.callee) === 'include') {
    const argument = view.args[0] ?? view.keywords.get('arg');
    if (argument === undefined) return undefined;
    const namespace = view.keywords.get('namespace') ?? view.args[1];
    const source = likeliest(resolve(argument, world));
    if (source.kind === 'tuple') {
      const [patterns, app, own] = source.items.map((item) => item.value);
      return { source: patterns, app, namespace: namespace ?? own, place: view.place };
    }
    return { source, namespace, place: view.place };
  }
  if (view.kind === 'tuple' || view.kind === 'list') {
    const [patterns, app, namespace] = view.items.map((item) => item.value);
    return view.kind === 'tuple' && view.items.length === 3
      ? { source: patterns, app, namespace, place: view.place }
      : undefined;
  }
  return adminSiteOf(view, world) ? { source: view, place: placeOf(view) } : undefined;
}

/** What `include()` hands on: patterns or a module with them, and the namespaces. */
export interface Included {
  readonly source: Value;
  readonly app?: Value;
  readonly namespace?: Value;
  readonly place?: Place;
}
