import { resolve } from '../../python/resolve';
import {
  asItems,
  asString,
  type Call,
  dottedOf,
  isNone,
  likeliest,
  type Place,
  placeOf,
  type Value,
} from '../../python/values';
import type { RegisteredModel } from '../admin/admin';
import type { AdminSite } from '../admin/sites';
import { type Problem, whyNot } from '../problem';
import type { Keep } from '../queries/query';
import type { Settings } from '../settings';
import { type AdminUrls, adminSiteOf, isInheritedUrls, siteOfGetUrls, urlsOfSite } from './admin';
import { urlFunction } from './canonical';
import { type FormatSuffix, formatParameter, formatSuffixOf, suffixed } from './formatSuffix';
import { localePrefix, translated } from './i18n';
import { type Included, includedIn } from './include';
import { regexParameters, routeParameters } from './pattern';
import { type RouterContext, routerUrls } from './routers';
import type { Gap, Route, Routes } from './routes';
import { staticRoute } from './static';
import { viewOf } from './view';

/** Where in the tree of includes the reading stands. */
interface Level {
  readonly route: string;
  readonly parameters: readonly string[];
  readonly unnamed: number;
  readonly defaults?: true;
  readonly namespaces: readonly string[];
  readonly applications: readonly string[];
  readonly depth: number;
  /** The URLconfs that the level is included through. */
  readonly within: readonly string[];
  /** What `super().get_urls()` gives in the method of an admin site or a ModelAdmin. */
  readonly inherited?: AdminUrls;
  /** What the patterns are given once more. */
  readonly suffix?: FormatSuffix;
}

export interface RouteContext extends RouterContext {
  readonly settings: Settings;
  /** The models that are registered with an admin site; undefined where that is not known. */
  readonly modelsOf: (site: AdminSite) => RegisteredModels | undefined;
  /** Keeps what is read of each include. */
  readonly keep: Keep;
}

export interface RegisteredModels {
  readonly list: readonly RegisteredModel[];
  /** What else may be registered. */
  readonly problems: readonly Problem[];
}

/** All routes below ROOT_URLCONF, in the order in which Django tries them (django.urls.resolvers.URLResolver). */
export function readRoutes(context: RouteContext): Routes {
  const reading = startReading(context);
  const root = context.settings.value('ROOT_URLCONF');
  const module = asString(root);
  const top: Level = { route: '', parameters: [], unnamed: 0, namespaces: [], applications: [], depth: 0, within: [] };
  if (module === undefined)
    gap(
      reading,
      top,
      'ROOT_URLCONF',
      root ? whyNot(root, 'a module') : 'the setting is not set',
      root && placeOf(root),
    );
  else readModule(reading, top, module, placeOf(root!));
  return { ...found(reading), unlikely: found(reading.unlikely!) };
}

function found({ routes, applications, gaps, sites }: Reading): Omit<Routes, 'unlikely'> {
  return { list: routes, applications, gaps, sites };
}

export interface Reading extends RouteContext {
  readonly context: RouteContext;
  readonly routes: Route[];
  readonly gaps: Gap[];
  readonly sites: AdminSite[];
  readonly applications: Map<string, string[]>;
  /** Takes what stands in unlikely branches; undefined for that reading itself. */
  readonly unlikely?: Reading;
}

function startReading(context: RouteContext): Reading {
  const empty = (): Reading => ({ ...context, context, routes: [], gaps: [], sites: [], applications: new Map() });
  return { ...empty(), unlikely: empty() };
}

function gap(reading: Reading, level: Level, what: string, why: string, place?: Place): void {
  reading.gaps.push({ what, why, place, namespaces: level.namespaces });
}

function readModule(reading: Reading, outer: Level, module: string, place?: Place): void {
  // One that includes itself, by way of others or not, has no end.
  if (outer.within.includes(module)) return;
  const level = { ...outer, within: [...outer.within, module] };
  const namespace = reading.world.namespace(module);
  if (namespace === undefined) {
    gap(reading, level, `the URLconf '${module}'`, 'the module is not found or cannot be read', place);
    return;
  }
  const patterns = namespace.names.get('urlpatterns');
  if (patterns) readPatterns(reading, level, patterns);
  else gap(reading, level, `the URLconf '${module}'`, 'it has no urlpatterns that could be read', place);
}

function readPatterns(reading: Reading, level: Level, value: Value): void {
  const { world } = reading;
  const patterns = likeliest(resolve(value, world));
  const items = asItems(patterns);
  if (items) {
    for (const item of items) {
      const into = item.maybe === 'unlikely' ? (reading.unlikely ?? reading) : reading;
      readPattern(into, level, likeliest(resolve(item.value, world)));
    }
    return;
  }
  if (patterns.kind === 'call' && readListCall(reading, level, patterns)) return;
  if (readRouter(reading, level, patterns)) return;
  const parts = partsOfSum(patterns);
  if (parts) {
    for (const part of parts) readPatterns(reading, level, part);
    return;
  }
  gap(reading, level, 'a list of URL patterns', whyNot(patterns, 'a list of patterns'), placeOf(patterns));
}

/** The two sides of `a + b`, of which neither is known to be a list: `router.urls + other.urls`. */
function partsOfSum(value: Value): readonly Value[] | undefined {
  const by = value.kind === 'unknown' ? value.by : undefined;
  return by?.kind === 'call' && dottedOf(by.callee) === 'operator.+' ? by.args : undefined;
}

/** `router.urls` of Django REST framework. */
function readRouter(reading: Reading, level: Level, value: Value): boolean {
  const urls = routerUrls(value, reading);
  for (const { route, name, parameters, view, place } of urls?.patterns ?? []) {
    addRoute(reading, level, route, route.startsWith('^') ? 're_path' : 'path', {
      name: [...level.namespaces, name].join(':'),
      route: level.route + route,
      parameters: [...new Set([...level.parameters, ...parameters.names])],
      unnamed: 0,
      view: viewOf(view, reading.world),
      place,
    });
  }
  for (const { why, place } of urls?.problems ?? [])
    gap(reading, level, 'a viewset that is registered with a router', why, place);
  return urls !== undefined;
}

/** Functions that give a list of patterns. */
function readListCall(reading: Reading, level: Level, call: Call): boolean {
  const [first] = call.args;
  if (level.inherited && isInheritedUrls(call)) {
    readAdminUrls(reading, { ...level, inherited: undefined }, level.inherited, call.place);
    return true;
  }
  const site = siteOfGetUrls(call, reading.world);
  if (site) {
    readSite(reading, level, site, call.place);
    return true;
  }
  switch (urlFunction(call.callee)) {
    case 'i18n_patterns': {
      const prefix = localePrefix(reading.settings, call);
      for (const pattern of call.args)
        readPattern(reading, { ...level, route: level.route + prefix }, likeliest(resolve(pattern, reading.world)));
      return true;
    }
    case 'static': {
      const served = staticRoute(call, reading.settings, reading.world);
      if (served) {
        const parameters = [...level.parameters, ...served.parameters];
        reading.routes.push({ ...served, route: level.route + served.route, parameters });
      }
      return true;
    }
    case 'staticfiles_urlpatterns':
      return true;
    case 'format_suffix_patterns':
      if (first) readPatterns(reading, { ...level, suffix: formatSuffixOf(call, reading.world) }, first);
      return first !== undefined;
    default:
      return false;
  }
}

function readPattern(reading: Reading, level: Level, pattern: Value): void {
  if (level.depth > 30) return;
  if (pattern.kind === 'unknown' && pattern.itemsOf) {
    const source = likeliest(resolve(pattern.itemsOf, reading.world));
    if (source.kind !== 'call' || !readListCall(reading, level, source)) readPatterns(reading, level, source);
    return;
  }
  const kind = pattern.kind === 'call' ? urlFunction(pattern.callee) : undefined;
  if (pattern.kind !== 'call' || (kind !== 'path' && kind !== 're_path')) {
    if (pattern.kind === 'call' && readListCall(reading, level, pattern)) return;
    gap(reading, level, 'a URL pattern', whyNot(pattern, 'a call of path() or re_path()'), placeOf(pattern));
    return;
  }
  readPathCall(reading, level, pattern, kind);
}

function readPathCall(reading: Reading, level: Level, call: Call, kind: 'path' | 're_path'): void {
  const { world } = reading;
  const given = call.args[0] ?? call.keywords.get('route') ?? call.keywords.get('regex');
  const text = asString(given && resolve(likeliest(given).kind === 'call' ? translated(given) : given, world));
  const view = call.args[1] ?? call.keywords.get('view');
  const parameters = text === undefined ? undefined : kind === 'path' ? routeParameters(text) : regexParameters(text);
  const below: Level = {
    ...level,
    route: level.route + (text ?? ''),
    parameters: [...new Set([...level.parameters, ...(parameters?.names ?? [])])],
    unnamed: level.unnamed + (parameters?.unnamed ?? 0),
    ...((level.defaults || call.keywords.has('kwargs') || call.args[2] !== undefined) && { defaults: true }),
    depth: level.depth + 1,
  };
  if (view === undefined) return;
  const included = includedIn(likeliest(resolve(view, world)), world);
  if (included) {
    readIncluded(reading, below, included, call);
    return;
  }
  if (parameters === undefined) {
    gap(reading, level, 'a URL pattern', given ? whyNot(likeliest(given), 'a text') : 'it has no route', call.place);
    return;
  }
  const nameValue = call.keywords.get('name') ?? call.args[3];
  const name = asString(nameValue && resolve(nameValue, world));
  if (nameValue && name === undefined && !isNone(nameValue))
    gap(reading, level, 'the name of a URL pattern', whyNot(likeliest(nameValue), 'a text'), call.place);
  addRoute(reading, level, text!, kind, {
    ...(name !== undefined && {
      name: [...level.namespaces, name].join(':'),
      namePlace: nameValue && placeOf(nameValue),
    }),
    route: below.route,
    parameters: below.parameters,
    unnamed: below.parameters.length > 0 ? 0 : below.unnamed,
    ...(below.defaults && { defaults: true }),
    view: viewOf(view, world),
    place: call.place,
  });
}

/** @param own the route as its pattern has it, without what stands before */
function addRoute({ routes }: Reading, level: Level, own: string, kind: 'path' | 're_path', route: Route): void {
  const { suffix } = level;
  if (!suffix?.required) routes.push(route);
  if (suffix === undefined) return;
  const parameters = [...new Set([...route.parameters, formatParameter])];
  routes.push({ ...route, route: level.route + suffixed(own, kind, suffix), parameters, unnamed: 0 });
}

/** One include rests on its own URLconf, so that those beside it stand when that changes. */
function readIncluded(reading: Reading, level: Level, included: Included, call: Call): void {
  const { world } = reading;
  const source = likeliest(resolve(included.source, world));
  if (reading.unlikely === undefined || level.inherited) {
    readSource(reading, level, included, source, call);
    return;
  }
  const { app, namespace, place } = included;
  const given = [source.kind === 'ref' ? source.dotted : source, app, namespace];
  const found = reading.keep(JSON.stringify([call.place, place, level]), given, () => {
    const own = startReading(reading.context);
    readSource(own, level, included, source, call);
    return own;
  });
  add(found, reading);
  add(found.unlikely!, reading.unlikely);
}

function add({ routes, gaps, sites, applications }: Reading, to: Reading): void {
  for (const route of routes) to.routes.push(route);
  for (const one of gaps) to.gaps.push(one);
  for (const site of sites) to.sites.push(site);
  for (const [key, all] of applications)
    to.applications.set(key, [...new Set([...(to.applications.get(key) ?? []), ...all])]);
}

function readSource(reading: Reading, level: Level, included: Included, source: Value, call: Call): void {
  const { world } = reading;
  const site = adminSiteOf(source, world);
  if (site) {
    const below = enter(reading, level, 'admin', site.name);
    readSite(reading, below, site, call.place);
    return;
  }
  const module = source.kind === 'ref' ? source.dotted : asString(source);
  const ownApp = module === undefined ? undefined : world.namespace(module)?.names.get('app_name');
  const app = asString(included.app && resolve(included.app, world)) ?? asString(ownApp && resolve(ownApp, world));
  const namespace = asString(included.namespace && resolve(included.namespace, world)) ?? app;
  const below = namespace === undefined ? level : enter(reading, level, app, namespace);
  if (module !== undefined) readModule(reading, below, module, included.place);
  else readPatterns(reading, below, source);
}

function readSite(reading: Reading, level: Level, site: AdminSite, place: Place): void {
  reading.sites.push(site);
  const models = reading.modelsOf(site);
  readAdminUrls(reading, level, urlsOfSite(site, models?.list, reading.world), place);
  const unknown = { what: `the admin site '${site.name}'`, why: 'the registered models are not known', place };
  for (const { what, why, place: at } of models?.problems ?? [unknown]) gap(reading, level, what, why, at);
}

/** The patterns of an admin site or of one of its models, which a method of the project may have changed. */
function readAdminUrls(reading: Reading, level: Level, urls: AdminUrls, place: Place): void {
  if (urls.overridden) {
    readPatterns(reading, { ...level, inherited: { list: urls.list, place: urls.place } }, urls.overridden);
    return;
  }
  for (const pattern of urls.list) {
    const route = level.route + pattern.route;
    if ('patterns' in pattern) readAdminUrls(reading, { ...level, route }, pattern.patterns, place);
    else {
      reading.routes.push({
        ...(pattern.name !== undefined && { name: [...level.namespaces, pattern.name].join(':') }),
        route,
        parameters: [...level.parameters, ...pattern.parameters],
        unnamed: 0,
        view: pattern.view,
        place,
      });
    }
  }
}

function enter(reading: Reading, level: Level, app: string | undefined, namespace: string): Level {
  const namespaces = [...level.namespaces, namespace];
  const path = [...level.applications, app ?? namespace];
  if (app !== undefined) {
    const key = path.join(':');
    const known = reading.applications.get(key) ?? [];
    if (!known.includes(namespaces.join(':'))) reading.applications.set(key, [...known, namespaces.join(':')]);
  }
  return { ...level, namespaces, applications: path };
}
