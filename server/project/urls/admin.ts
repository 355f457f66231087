import { linearized, resolve } from '../../python/resolve';
import { asString, dottedOf, likeliest, type Place, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Route } from './routes';

/** An admin site as a URLconf includes it. */
export interface AdminSite {
  readonly value: Value;
  /** The instance namespace; undefined for the default site, which is called 'admin'. */
  readonly name: string | undefined;
}

/** The admin site of `admin.site.urls`, of `site` being an instance of AdminSite or a subclass of it. */
export function adminSiteOf(value: Value, world: World): AdminSite | undefined {
  if (value.kind === 'ref') {
    return /^django\.contrib\.admin\.(?:sites\.)?site\.urls$/.test(value.dotted)
      ? { value, name: undefined }
      : undefined;
  }
  if (value.kind !== 'member' || value.name !== 'urls') return undefined;
  const site = likeliest(resolve(value.of, world));
  if (site.kind !== 'call') return undefined;
  const type = likeliest(resolve(site.callee, world));
  const ancestors = type.kind === 'class' ? linearized(type, world) : [type];
  if (ancestors.some((one) => defaultSite.test(dottedOf(one) ?? ''))) return { value: site, name: undefined };
  if (!ancestors.some((one) => siteClass.test(dottedOf(one) ?? ''))) return undefined;
  return { value: site, name: asString(site.keywords.get('name') ?? site.args[0]) };
}

const siteClass = /^django\.contrib\.admin\.(?:sites\.)?AdminSite$/;
const defaultSite = /^django\.contrib\.admin\.(?:sites\.)?DefaultAdminSite$/;

/** The routes of django.contrib.admin.sites.AdminSite.get_urls and ModelAdmin.get_urls. */
export function adminRoutes(
  level: { route: string; parameters: readonly string[]; namespaces: readonly string[] },
  models: readonly { app: string; model: string }[] | undefined,
  place: Place | undefined,
): Route[] {
  const route = (suffix: string, name: string, parameters: string[] = []): Route => ({
    name: [...level.namespaces, name].join(':'),
    route: level.route + suffix,
    parameters: [...level.parameters, ...parameters],
    unnamed: 0,
    place,
  });
  return [
    ...fixed.map(([suffix, name]) => route(suffix, name)),
    route('r/<path:content_type_id>/<path:object_id>/', 'view_on_site', ['content_type_id', 'object_id']),
    route('^(?P<app_label>auth)/$', 'app_list', ['app_label']),
    ...(models ?? []).flatMap(({ app, model }) =>
      ofModel.map(([suffix, name, ...parameters]) =>
        route(`${app}/${model}/${suffix}`, `${app}_${model}_${name}`, parameters),
      ),
    ),
  ];
}

const fixed = [
  ['', 'index'],
  ['login/', 'login'],
  ['logout/', 'logout'],
  ['password_change/', 'password_change'],
  ['password_change/done/', 'password_change_done'],
  ['autocomplete/', 'autocomplete'],
  ['jsi18n/', 'jsi18n'],
] as const;

const ofModel = [
  ['', 'changelist'],
  ['add/', 'add'],
  ['<path:object_id>/history/', 'history', 'object_id'],
  ['<path:object_id>/delete/', 'delete', 'object_id'],
  ['<path:object_id>/change/', 'change', 'object_id'],
] as const;
