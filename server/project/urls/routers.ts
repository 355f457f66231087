import { attribute, findMember, linearized, resolve } from '../../python/resolve';
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
import type { PatternParameters } from './pattern';

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

export interface RouterUrls {
  readonly patterns: readonly RouterPattern[];
  /** Why a registered viewset gives no patterns that could be told. */
  readonly problems: readonly { readonly why: string; readonly place: Call['place'] }[];
}

/**
 * The patterns of `router.urls` (rest_framework.routers.SimpleRouter.get_urls and DefaultRouter.get_urls); undefined for
 * what is no router, or one whose class writes its routes itself.
 */
export function routerUrls(
  value: Value,
  world: World,
  moduleOf: (path: string) => string | undefined,
): RouterUrls | undefined {
  if (value.kind !== 'member' || value.name !== 'urls') return undefined;
  const router = likeliest(resolve(value.of, world));
  const kind = router.kind === 'call' ? routerKind(router, world) : undefined;
  if (router.kind !== 'call' || kind === undefined) return undefined;
  const slash =
    truth(likeliest(router.keywords.get('trailing_slash') ?? router.args[0] ?? { kind: 'literal', value: true }))
      ?.value === false
      ? ''
      : '/';
  const problems: { why: string; place: Call['place'] }[] = [];
  const patterns = registrations(router, world, moduleOf).flatMap((call) => patternsOf(call, slash, world, problems));
  return { patterns: kind === 'default' ? withRoot(patterns, router, world) : patterns, problems };
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
      ['get_urls', 'routes', 'get_routes', 'get_lookup_regex'].some((name) => one.members.has(name))
    )
      return undefined;
  }
  return undefined;
}

/** The calls of `router.register()` in the module that made the router. */
function registrations(router: Call, world: World, moduleOf: (path: string) => string | undefined): Call[] {
  const module = moduleOf(router.place.path);
  return (module === undefined ? [] : (world.namespace(module)?.effects ?? [])).filter((call) => {
    const method = call.callee;
    if (method.kind === 'member') return method.name === 'register' && likeliest(resolve(method.of, world)) === router;
    if (method.kind !== 'ref' || !method.dotted.endsWith('.register')) return false;
    return likeliest(resolve({ kind: 'ref', dotted: method.dotted.slice(0, -'.register'.length) }, world)) === router;
  });
}

function patternsOf(
  call: Call,
  slash: string,
  world: World,
  problems: { why: string; place: Call['place'] }[],
): RouterPattern[] {
  const text = (value: Value | undefined) => asString(value && resolve(value, world));
  const prefix = text(call.args[0] ?? call.keywords.get('prefix'));
  const given = call.args[1] ?? call.keywords.get('viewset');
  const viewset = given && likeliest(resolve(given, world));
  const ownName = call.keywords.get('basename') ?? call.keywords.get('base_name') ?? call.args[2];
  const basename = ownName ? text(ownName) : viewset?.kind === 'class' ? modelName(viewset, world) : undefined;
  if (prefix === undefined || basename === undefined || viewset?.kind !== 'class') {
    problems.push({
      why:
        prefix === undefined
          ? 'its prefix is not known'
          : viewset?.kind !== 'class'
            ? 'the viewset cannot be read'
            : 'the model of its queryset is not known',
      place: call.place,
    });
    return [];
  }
  const lookup = lookupOf(viewset, world);
  const start = prefix === '' ? '^' : `^${prefix}/`;
  const pattern = (route: string, name: string, parameters: readonly string[]): RouterPattern => ({
    route,
    name: `${basename}-${name}`,
    parameters: { names: parameters, unnamed: 0 },
    view: viewset,
    place: call.place,
  });
  const has = (names: readonly string[]) => names.some((name) => hasAction(viewset, name, world));
  const actions = extraActions(viewset, world);
  // Without a prefix the slash would come first, so it is left out.
  const list = prefix === '' ? '^$' : `^${prefix}${slash}$`;
  return [
    ...(has(['list', 'create']) ? [pattern(list, 'list', [])] : []),
    ...actions
      .filter((action) => !action.detail)
      .map(({ path, name }) => pattern(`${start}${path}${slash}$`, name, groupNames(path))),
    ...(has(['retrieve', 'update', 'partial_update', 'destroy'])
      ? [pattern(`${start}${lookup.regex}${slash}$`, 'detail', [lookup.name])]
      : []),
    ...actions
      .filter((action) => action.detail)
      .map(({ path, name }) =>
        pattern(`${start}${lookup.regex}/${path}${slash}$`, name, [lookup.name, ...groupNames(path)]),
      ),
  ];
}

function groupNames(path: string): string[] {
  return [...path.matchAll(/\(\?P<(\w+)>/g)].map((match) => match[1]);
}

/** SimpleRouter.get_lookup_regex. */
function lookupOf(viewset: ClassValue, world: World): { name: string; regex: string } {
  const text = (name: string) => asString(likeliest(resolve(attribute(viewset, name, world), world)));
  const name = text('lookup_url_kwarg') ?? text('lookup_field') ?? 'pk';
  return { name, regex: `(?P<${name}>${text('lookup_value_regex') ?? '[^/.]+'})` };
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
  if (current.kind === 'call') return rootClass(current.callee, world);
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
  const root: RouterPattern[] = flag('include_root_view')
    ? [{ route: '', name: 'api-root', parameters: { names: [], unnamed: 0 }, view: apiRoot, place: undefined }]
    : [];
  const all = [...patterns, ...root];
  if (!flag('include_format_suffixes')) return all;
  return all.flatMap((pattern) => [
    pattern,
    {
      ...pattern,
      route: suffixed(pattern.route),
      parameters: { names: [...pattern.parameters.names, 'format'], unnamed: 0 },
    },
  ]);
}

/** rest_framework.urlpatterns.apply_suffix_patterns. */
function suffixed(route: string): string {
  const base = route.replace(/\$$/, '').replace(/\/$/, '');
  return route.startsWith('^') ? `${base}\\.(?P<format>[a-z0-9]+)/?$` : `${base}<drf_format_suffix:format>`;
}
