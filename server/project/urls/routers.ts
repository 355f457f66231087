import { findMember, linearized, resolve } from '../../python/resolve';
import { runMethod } from '../../python/run';
import {
  asString,
  type Call,
  type ClassValue,
  dottedOf,
  type FunctionValue,
  likeliest,
  truth,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import { formatParameter, suffixed } from './formatSuffix';
import { nestedBelow } from './nestedRouter';
import { type PatternParameters, regexParameters } from './pattern';
import {
  isDjangoRestFramework,
  lookupOf,
  type Registration,
  type RouterRoute,
  registrationsOf,
  routesOf,
} from './routerRoutes';

/** A pattern that a router of Django REST framework makes of a registered viewset. */
export interface RouterPattern {
  /** As the router writes it, a regular expression. */
  readonly route: string;
  readonly name: string;
  readonly parameters: PatternParameters;
  /** The viewset, or the view of the API's root. */
  readonly view: Value;
  /** The call of `register()`; undefined for the API's root. */
  readonly place: Call['place'] | undefined;
}

export interface RouterContext {
  readonly world: World;
  /** The module of a file. */
  readonly moduleOf: (path: string) => string | undefined;
  /** What the modules that are imported with the URLconf register. */
  readonly registerCalls: () => readonly Call[];
}

export interface RouterUrls {
  readonly patterns: readonly RouterPattern[];
  /** Why a registered viewset gives no patterns that could be told. */
  readonly problems: readonly { readonly why: string; readonly place: Call['place'] }[];
}

/**
 * The patterns of `router.urls` (rest_framework.routers.SimpleRouter.get_urls and DefaultRouter.get_urls); undefined for
 * what is no router, or one whose class writes its routes itself.
 */
export function routerUrls(value: Value, { world, moduleOf, registerCalls }: RouterContext): RouterUrls | undefined {
  if (value.kind !== 'member' || value.name !== 'urls') return undefined;
  const router = likeliest(resolve(value.of, world));
  const kind = router.kind === 'call' ? routerKind(router, world) : undefined;
  if (router.kind !== 'call' || kind === undefined) return undefined;
  const callsFor = (path: string) => {
    const module = moduleOf(path);
    const own = (module === undefined ? undefined : world.namespace(module)?.effects) ?? [];
    return [...own, ...registerCalls().filter((call) => !own.includes(call))];
  };
  const nested = nestedBelow(router, callsFor, world);
  const routes = nested ? nested.routes : routesOf(likeliest(resolve(router.callee, world)), world);
  if (routes === undefined) return undefined;
  const problems: { why: string; place: Call['place'] }[] = [];
  const registrations = registrationsOf(router, callsFor(router.place.path), world);
  if (registrations.length === 0 && hasOwn('register', router, world)) return undefined;
  const slash = trailingSlash(nested?.root ?? router);
  const patterns = registrations.flatMap((registration) =>
    patternsOf(registration, router, routes, slash, world, problems),
  );
  return { patterns: kind === 'default' ? withRoot(patterns, router, world) : patterns, problems };
}

/** Whether a router's class defines a method again that Django REST framework has. */
function hasOwn(method: string, router: Call, world: World): boolean {
  const type = likeliest(resolve(router.callee, world));
  const found = type.kind === 'class' ? findMember(type, method, world) : undefined;
  return found !== undefined && !isDjangoRestFramework(found.owner);
}

/** The end of each route: what the instance has set, else what `trailing_slash` says. */
function trailingSlash(router: Call): string {
  const own = asString(router.attributes?.get('trailing_slash'));
  const given = router.keywords.get('trailing_slash') ?? router.args[0];
  return own ?? (given && truth(likeliest(given))?.value === false ? '' : '/');
}

function routerKind(router: Call, world: World): 'simple' | 'default' | undefined {
  const type = likeliest(resolve(router.callee, world));
  const line = type.kind === 'class' ? linearized(type, world) : [type];
  for (const one of line) {
    const path = dottedOf(one);
    if (path === 'rest_framework.routers.DefaultRouter') return 'default';
    if (path === 'rest_framework.routers.SimpleRouter') return 'simple';
    if (
      one.kind === 'class' &&
      !isDjangoRestFramework(one) &&
      ['get_urls', 'get_routes'].some((name) => one.members.has(name))
    )
      return undefined;
  }
  return undefined;
}

function patternsOf(
  registration: Registration,
  router: Call,
  routes: readonly RouterRoute[],
  slash: string,
  world: World,
  problems: { why: string; place: Call['place'] }[],
): RouterPattern[] {
  const { place } = registration;
  const text = (value: Value | undefined) => asString(value && resolve(value, world));
  const prefix = text(registration.prefix);
  const viewset = registration.viewset && likeliest(resolve(registration.viewset, world));
  const basename = registration.basename
    ? text(registration.basename)
    : viewset?.kind === 'class'
      ? modelName(viewset, world)
      : undefined;
  if (prefix === undefined || basename === undefined || viewset?.kind !== 'class') {
    problems.push({
      why:
        prefix === undefined
          ? 'its prefix is not known'
          : viewset?.kind !== 'class'
            ? 'the viewset cannot be read'
            : 'the model of its queryset is not known',
      place,
    });
    return [];
  }
  const lookup = lookupFor(viewset, router, world);
  if (lookup === undefined) {
    problems.push({ why: 'its get_lookup_regex() cannot be followed without running it', place });
    return [];
  }
  const actions = extraActions(viewset, world);
  return routes.flatMap(({ url, name, detail, methods }) => {
    const pattern = (own: { path: string; name: string }): RouterPattern => {
      const texts = {
        prefix,
        lookup,
        trailing_slash: slash,
        basename,
        url_path: own.path,
        url_name: own.name,
      };
      const route = formatted(url, texts);
      // Without a prefix the slash would come first, so it is left out.
      return {
        route: prefix === '' && route.startsWith('^/') ? `^${route.slice(2)}` : route,
        name: formatted(name, texts),
        parameters: { names: regexParameters(route).names, unnamed: 0 },
        view: viewset,
        place,
      };
    };
    if (methods)
      return methods.some((method) => hasAction(viewset, method, world)) ? [pattern({ path: '', name: '' })] : [];
    return actions.filter((action) => action.detail === detail).map(pattern);
  });
}

/** `str.format()` with names alone, doubled braces left as they are: what is put in may hold some. */
function formatted(template: string, texts: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => texts[name] ?? whole);
}

/** SimpleRouter.get_lookup_regex, or what the router's own gives; undefined where that is not known. */
function lookupFor(viewset: ClassValue, router: Call, world: World): string | undefined {
  const type = likeliest(resolve(router.callee, world));
  const own = type.kind === 'class' ? findMember(type, 'get_lookup_regex', world) : undefined;
  if (own === undefined || isDjangoRestFramework(own.owner)) return lookupOf(viewset, world);
  return asString(runMethod(own, router, world, { args: [viewset], keywords: new Map() })?.value);
}

/** Whether a viewset has a method; the mixins of a framework that is not installed are known by name. */
function hasAction(viewset: ClassValue, action: string, world: World): boolean {
  if (findMember(viewset, action, world)) return true;
  return linearized(viewset, world).some(
    (one) => one.kind === 'ref' && (mixins[one.dotted.slice(one.dotted.lastIndexOf('.') + 1)] ?? []).includes(action),
  );
}

const mixins: Readonly<Record<string, readonly string[]>> = {
  ModelViewSet: ['list', 'create', 'retrieve', 'update', 'partial_update', 'destroy'],
  ReadOnlyModelViewSet: ['list', 'retrieve'],
  ListModelMixin: ['list'],
  CreateModelMixin: ['create'],
  RetrieveModelMixin: ['retrieve'],
  UpdateModelMixin: ['update', 'partial_update'],
  DestroyModelMixin: ['destroy'],
};

interface ExtraAction {
  readonly detail: boolean;
  readonly path: string;
  readonly name: string;
}

/** The methods under `@action`, sorted by name as inspect.getmembers gives them (ViewSetMixin.get_extra_actions). */
function extraActions(viewset: ClassValue, world: World): ExtraAction[] {
  const methods = new Map<string, FunctionValue>();
  for (const one of linearized(viewset, world)) {
    if (one.kind !== 'class') continue;
    for (const [name, member] of one.members)
      if (member.kind === 'function' && !methods.has(name)) methods.set(name, member);
  }
  return [...methods]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, method]): ExtraAction[] => {
      const decorator = method.decorators.find(
        (one) => one.kind === 'call' && actionDecorator.test(dottedOf(one.callee) ?? ''),
      );
      if (decorator?.kind !== 'call') return [];
      const option = (key: string) => {
        const value = decorator.keywords.get(key);
        return value && likeliest(resolve(value, world));
      };
      const route = /^rest_framework\.decorators\.(detail|list)_route$/.exec(dottedOf(decorator.callee) ?? '');
      const detail = route
        ? route[1] === 'detail'
        : truth(option('detail') ?? decorator.args[1] ?? { kind: 'literal', value: false })?.value === true;
      return [
        {
          detail,
          path: asString(option('url_path')) ?? name,
          name: asString(option('url_name')) ?? name.replaceAll('_', '-'),
        },
      ];
    });
}

const actionDecorator = /^rest_framework\.decorators\.(?:action|detail_route|list_route)$/;

/** SimpleRouter.get_default_basename: the name of the model behind the class's queryset. */
function modelName(viewset: ClassValue, world: World): string | undefined {
  const queryset = findMember(viewset, 'queryset', world)?.value;
  const model = queryset && rootClass(queryset, world);
  return model?.name.toLowerCase();
}

/** The class at the start of `Model.objects.filter(…)`. */
function rootClass(value: Value, world: World): { name: string } | undefined {
  const current = likeliest(value);
  if (current.kind === 'call') {
    const type = likeliest(resolve(current.callee, world));
    // `SomeQuerySet(model=Book)` names it itself; a model that is called here is none that a queryset starts from.
    const given = type.kind === 'class' ? (current.keywords.get('model') ?? current.args[0]) : undefined;
    return given ? rootClass(given, world) : rootClass(current.callee, world);
  }
  if (current.kind === 'member') return rootClass(current.of, world);
  if (current.kind === 'class') return { name: current.statement.name };
  if (current.kind !== 'ref') return undefined;
  const parts = current.dotted.split('.');
  for (let length = parts.length; length > 0; length--) {
    const found = likeliest(resolve({ kind: 'ref', dotted: parts.slice(0, length).join('.') }, world));
    if (found.kind === 'class') return { name: found.statement.name };
  }
  return undefined;
}

const apiRoot: Value = { kind: 'ref', dotted: 'rest_framework.routers.APIRootView' };

/** What DefaultRouter adds: the API's root, and every pattern again with a format suffix. */
function withRoot(patterns: readonly RouterPattern[], router: Call, world: World): RouterPattern[] {
  const flag = (name: string) => {
    const own = likeliest(resolve(router.callee, world));
    const value = own.kind === 'class' ? findMember(own, name, world)?.value : undefined;
    return value === undefined ? true : truth(resolve(value, world))?.value !== false;
  };
  const type = likeliest(resolve(router.callee, world));
  const own = (name: string) => (type.kind === 'class' ? findMember(type, name, world)?.value : undefined);
  const name = asString(own('root_view_name')) ?? 'api-root';
  const root: RouterPattern[] = flag('include_root_view')
    ? [
        {
          route: '',
          name,
          parameters: { names: [], unnamed: 0 },
          view: own('APIRootView') ?? apiRoot,
          place: undefined,
        },
      ]
    : [];
  const all = [...patterns, ...root];
  if (!flag('include_format_suffixes')) return all;
  return all.flatMap((pattern) => [
    pattern,
    {
      ...pattern,
      route: suffixed(pattern.route, pattern.route.startsWith('^') ? 're_path' : 'path'),
      parameters: { names: [...pattern.parameters.names, formatParameter], unnamed: 0 },
    },
  ]);
}
