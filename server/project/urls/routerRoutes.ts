import { attribute, findMember, resolve } from '../../python/resolve';
import {
  asItems,
  asString,
  type Call,
  type ClassValue,
  dottedOf,
  likeliest,
  truth,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import { extendedPrefix } from './extendedRouter';

/** A template of a router's patterns: rest_framework.routers.Route, or DynamicRoute for the viewsets' own actions. */
export interface RouterRoute {
  readonly url: string;
  readonly name: string;
  readonly detail: boolean;
  /** The methods of a viewset of which one must be there; undefined for a DynamicRoute. */
  readonly methods?: readonly string[];
}

/** `routes` of a router's class; undefined where these cannot be read (rest_framework.routers.SimpleRouter.routes). */
export function routesOf(type: Value, world: World): readonly RouterRoute[] | undefined {
  const found = type.kind === 'class' ? findMember(type, 'routes', world) : undefined;
  if (found === undefined || isDjangoRestFramework(found.owner)) return simpleRoutes;
  const items = asItems(resolve(found.value, world));
  const routes = items?.map((item) => (item.maybe ? undefined : routeOf(likeliest(resolve(item.value, world)), world)));
  return routes?.every((route) => route !== undefined) ? routes : undefined;
}

/** Whether a class is one of Django REST framework's own. */
export function isDjangoRestFramework(type: ClassValue): boolean {
  return /^rest_framework(?:\.|$)/.test(type.module);
}

function routeOf(value: Value, world: World): RouterRoute | undefined {
  const type = value.kind === 'call' ? tupleName(value.callee) : undefined;
  const fields = type && tuples[type];
  if (value.kind !== 'call' || fields === undefined) return undefined;
  const field = (name: string) => {
    const given = value.keywords.get(name) ?? value.args[fields.indexOf(name)];
    return given && likeliest(resolve(given, world));
  };
  const [url, name, detail] = [asString(field('url')), asString(field('name')), field('detail')];
  const isDetail = detail && truth(detail);
  if (url === undefined || name === undefined || !isDetail?.certain) return undefined;
  if (type === 'DynamicRoute') return { url, name, detail: isDetail.value };
  const mapping = field('mapping');
  const methods = mapping?.kind === 'dict' ? mapping.entries.map((entry) => asString(entry.value)) : [undefined];
  return methods.every((method) => method !== undefined) ? { url, name, detail: isDetail.value, methods } : undefined;
}

/** `Route` or `DynamicRoute`, imported or as the call of namedtuple() that makes it. */
function tupleName(callee: Value): string | undefined {
  if (callee.kind === 'call' && dottedOf(callee.callee) === 'collections.namedtuple') return asString(callee.args[0]);
  return /^rest_framework\.routers\.(\w+)$/.exec(dottedOf(callee) ?? '')?.[1];
}

const tuples: Readonly<Record<string, readonly string[]>> = {
  Route: ['url', 'mapping', 'name', 'detail', 'initkwargs'],
  DynamicRoute: ['url', 'name', 'detail', 'initkwargs'],
};

/** rest_framework.routers.SimpleRouter.routes. */
const simpleRoutes: readonly RouterRoute[] = [
  { url: '^{prefix}{trailing_slash}$', name: '{basename}-list', detail: false, methods: ['list', 'create'] },
  { url: '^{prefix}/{url_path}{trailing_slash}$', name: '{basename}-{url_name}', detail: false },
  {
    url: '^{prefix}/{lookup}{trailing_slash}$',
    name: '{basename}-detail',
    detail: true,
    methods: ['retrieve', 'update', 'partial_update', 'destroy'],
  },
  { url: '^{prefix}/{lookup}/{url_path}{trailing_slash}$', name: '{basename}-{url_name}', detail: true },
];

/** What a router's `register()` was given. */
export interface Registration {
  readonly prefix: Value | undefined;
  readonly viewset: Value | undefined;
  /** Undefined where the router's default is to be taken. */
  readonly basename: Value | undefined;
  readonly place: Call['place'];
}

/**
 * What is registered with a router among the calls of the module that made it: by `register()`, or as a class's own one appends it
 * (rest_framework.routers.BaseRouter.register).
 */
export function registrationsOf(router: Call, calls: readonly Call[], world: World): Registration[] {
  const isRouter = (value: Value) => likeliest(resolve(value, world)) === router;
  return calls.flatMap((call): Registration[] => {
    const { callee, args, keywords, place } = call;
    if (callee.kind === 'member' && callee.name === 'append') {
      const isRegistry = callee.of.kind === 'member' && callee.of.name === 'registry' && isRouter(callee.of.of);
      const entry = isRegistry ? asItems(args[0] && resolve(args[0], world)) : undefined;
      if (entry === undefined) return [];
      const [prefix, viewset, basename] = entry.map((item) => item.value);
      return [{ prefix, viewset, basename: isDefaultName(basename) ? undefined : basename, place }];
    }
    const of =
      callee.kind === 'member' && callee.name === 'register'
        ? callee.of
        : callee.kind === 'ref' && callee.dotted.endsWith('.register')
          ? ({ kind: 'ref', dotted: callee.dotted.slice(0, -'.register'.length) } as const)
          : undefined;
    if (of === undefined) return [];
    const below = isRouter(of) ? undefined : extendedPrefix(of, call, isRouter, world);
    if (below === undefined && !isRouter(of)) return [];
    const basename = keywords.get('basename') ?? keywords.get('base_name') ?? args[2];
    return [
      {
        prefix: below ?? args[0] ?? keywords.get('prefix'),
        viewset: args[1] ?? keywords.get('viewset'),
        basename: isDefaultName(basename) ? undefined : basename,
        place,
      },
    ];
  });
}

/** `None`, or the result of BaseRouter.get_default_basename(). */
function isDefaultName(value: Value | undefined): boolean {
  const likely = value && likeliest(value);
  if (likely?.kind === 'literal') return likely.value === null;
  return likely?.kind === 'call' && likely.callee.kind === 'member' && likely.callee.name === 'get_default_basename';
}

/** The part of a route that finds one object (SimpleRouter.get_lookup_regex); `start` is put before the parameter's name. */
export function lookupOf(viewset: ClassValue, world: World, start = ''): string {
  const text = (name: string) => asString(likeliest(resolve(attribute(viewset, name, world), world)));
  const name = text('lookup_url_kwarg') ?? text('lookup_field') ?? 'pk';
  return `(?P<${start}${name}>${text('lookup_value_regex') ?? '[^/.]+'})`;
}
