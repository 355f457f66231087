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
  truth,
  type Value,
} from '../../python/values';
import type { RegisteredModel } from '../admin/admin';
import type { AdminSite } from '../admin/sites';
import { type Problem, whyNot } from '../problem';
import type { Settings } from '../settings';
import { type AdminUrls, adminSiteOf, isInheritedUrls, siteOfGetUrls, urlsOfSite } from './admin';
import { urlFunction } from './canonical';
import { regexParameters, routeParameters } from './pattern';
import { type RouterContext, routerUrls } from './routers';
import { type View, viewOf } from './view';

/** A URL pattern that leads to a view. */
export interface Route {
  /** As `reverse()` takes it, with its namespaces; undefined for a pattern without a name. */
  readonly name?: string;
  /** The whole route from the root, as Django joins it. */
  readonly route: string;
  /** Names of the parameters, those of the includes first. */
  readonly parameters: readonly string[];
  /** How many groups have no name; only a pattern without named groups has any. */
  readonly unnamed: number;
  /** Whether the pattern or an include above it gives the view further arguments: these may be left out or given when it is reversed. */
  readonly defaults?: true;
  readonly view?: View;
  /** The call of `path()` or `re_path()`. */
  readonly place?: Place;
  /** The string that names the route. */
  readonly namePlace?: Place;
}

/** A part of the URLconf that could not be followed: any route may be below its namespaces. */
export interface Gap extends Problem {
  readonly namespaces: readonly string[];
}

export interface Routes {
  readonly list: readonly Route[];
  /** Instance namespaces by application namespace, each with its own outer namespaces: `reverse('app:name')` finds any of them. */
  readonly applications: ReadonlyMap<string, readonly string[]>;
  readonly gaps: readonly Gap[];
  /** The admin sites that are included. */
  readonly sites: readonly AdminSite[];
  /** What a branch adds that is likely not taken, such as `if settings.DEBUG:`; it may still be there. */
  readonly unlikely: Omit<Routes, 'unlikely'>;
}

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
}

export interface RouteContext extends RouterContext {
  readonly settings: Settings;
  /** The models that are registered with an admin site; undefined where that is not known. */
  readonly modelsOf: (site: AdminSite) => RegisteredModels | undefined;
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

/** The modules that the routes are written in, and those of their views. */
export function modulesOf({ list }: Routes, moduleOf: RouteContext['moduleOf']): ReadonlySet<string> {
  const paths = new Set(list.flatMap(({ place, view }) => [place?.path, view?.place?.path]));
  return new Set([...paths].map((path) => path && moduleOf(path)).filter((module) => module !== undefined));
}

function found({ routes, applications, gaps, sites }: Reading): Omit<Routes, 'unlikely'> {
  return { list: routes, applications, gaps, sites };
}

interface Reading extends RouteContext {
  readonly routes: Route[];
  readonly gaps: Gap[];
  readonly sites: AdminSite[];
  readonly applications: Map<string, string[]>;
  /** Takes what stands in unlikely branches; undefined for that reading itself. */
  readonly unlikely?: Reading;
}

function startReading(context: RouteContext): Reading {
  const empty = (): Reading => ({ ...context, routes: [], gaps: [], sites: [], applications: new Map() });
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
    reading.routes.push({
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
      const prefix = localePrefix(reading, call);
      for (const pattern of call.args)
        readPattern(reading, { ...level, route: level.route + prefix }, likeliest(resolve(pattern, reading.world)));
      return true;
    }
    case 'static': {
      const prefix = asString(first && resolve(first, reading.world));
      const debug = reading.settings.value('DEBUG');
      // Without DEBUG, or for files on another host, it gives no pattern (django.conf.urls.static.static).
      if (prefix === undefined || /^[a-z]+:\/\//.test(prefix) || !(debug && truth(debug)?.value)) return true;
      const view = call.keywords.get('view') ?? call.args[1];
      const served = view && viewOf(view, reading.world);
      const route = `${level.route}^${escapeRegex(prefix.replace(/^\//, ''))}(?P<path>.*)$`;
      reading.routes.push({
        route,
        parameters: [...level.parameters, 'path'],
        unnamed: 0,
        view: served ?? viewOf({ kind: 'ref', dotted: 'django.views.static.serve' }, reading.world),
        place: call.place,
      });
      return true;
    }
    case 'staticfiles_urlpatterns':
      return true;
    case 'format_suffix_patterns':
      if (first) readPatterns(reading, level, first);
      return first !== undefined;
    default:
      return false;
  }
}

/** django.urls.resolvers.LocalePrefixPattern.language_prefix for the language of the settings. */
function localePrefix(reading: Reading, call: Call): string {
  const language = asString(reading.settings.value('LANGUAGE_CODE')) ?? 'en-us';
  const prefixed = call.keywords.get('prefix_default_language');
  const internationalized = reading.settings.value('USE_I18N');
  if (internationalized && truth(internationalized)?.value === false) return '';
  return prefixed && truth(prefixed)?.value === false ? '' : `${language}/`;
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}#&~\s-]/g, '\\$&');
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
  const included = includedIn(reading, likeliest(resolve(view, world)));
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
  reading.routes.push({
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

/** A translated route, `_("about/")`, stands for its own text. */
function translated(value: Value): Value {
  const call = likeliest(value);
  return call.kind === 'call' &&
    call.args.length === 1 &&
    call.callee.kind === 'ref' &&
    /gettext/.test(call.callee.dotted)
    ? call.args[0]
    : value;
}

/** What `include()` hands on: patterns or a module with them, and the namespaces. */
interface Included {
  readonly source: Value;
  readonly app?: Value;
  readonly namespace?: Value;
  readonly place?: Place;
}

/** The include in a route's second argument: `include(…)`, or the (patterns, app, namespace) tuple of an admin site or the like. */
function includedIn(reading: Reading, view: Value): Included | undefined {
  if (view.kind === 'call' && urlFunction(view.callee) === 'include') {
    const argument = view.args[0] ?? view.keywords.get('arg');
    if (argument === undefined) return undefined;
    const namespace = view.keywords.get('namespace') ?? view.args[1];
    const source = likeliest(resolve(argument, reading.world));
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
  return adminSiteOf(view, reading.world) ? { source: view, place: placeOf(view) } : undefined;
}

function readIncluded(reading: Reading, level: Level, included: Included, call: Call): void {
  const { world } = reading;
  const source = likeliest(resolve(included.source, world));
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
