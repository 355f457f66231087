import { classMember, findMember, isFramework, resolve } from '../../python/resolve';
import { runMethod, runOnInstance } from '../../python/run';
import {
  asItems,
  type Call,
  type ClassValue,
  callOf,
  dottedOf,
  likeliest,
  literal,
  nowhere,
  type Place,
  type Ref,
  truth,
  unknownItems,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import type { RegisteredModel } from '../admin/admin';
import { type AdminSite, siteOf } from '../admin/sites';
import { type View, viewOf } from './view';

/**
 * The admin site of `site.urls`, of `site` being an instance of AdminSite or a subclass of it (django.contrib.admin.sites.AdminSite.urls).
 */
export function adminSiteOf(value: Value, world: World): AdminSite | undefined {
  if (value.kind === 'ref' && value.dotted.endsWith('.urls'))
    return siteOf({ kind: 'ref', dotted: value.dotted.slice(0, -'.urls'.length) }, world);
  return value.kind === 'member' && value.name === 'urls' ? siteOf(value.of, world) : undefined;
}

/** Patterns as an admin site or a ModelAdmin gives them: one that Django itself makes, or what a method of the project does. */
export type AdminPattern =
  | {
      readonly route: string;
      readonly parameters: readonly string[];
      readonly name?: string;
      readonly view: View | undefined;
    }
  | { readonly route: string; readonly patterns: AdminUrls };

/** What `get_urls()` gives: Django's own patterns, or the list that a method of the project returns. */
export interface AdminUrls {
  readonly list: readonly AdminPattern[];
  /** The result of a `get_urls` of the project or a package. Where it calls `super().get_urls()`, `list` stands. */
  readonly overridden?: Value;
  readonly place: Place | undefined;
}

/** django.contrib.admin.sites.AdminSite.get_urls: without models where it is not known which ones are registered. */
export function urlsOfSite(site: AdminSite, models: readonly RegisteredModel[] | undefined, world: World): AdminUrls {
  const view = (method: string) => methodOf(site.value, method, world);
  const labels = [...new Set((models ?? []).map(({ label }) => labelOf(label)))];
  const last = site.value && classMember(site.value, 'final_catch_all_view', world);
  const withModels = withRegistry(site, models ?? [], world);
  const catchesAll = last === undefined || truth(resolve(last, world))?.value !== false;
  const list: AdminPattern[] = [
    ...ofSite.map(([route, name, method]) => ({ route, parameters: [], name, view: view(method) })),
    {
      route: 'r/<path:content_type_id>/<path:object_id>/',
      parameters: ['content_type_id', 'object_id'],
      name: 'view_on_site',
      view: viewOf({ kind: 'ref', dotted: 'django.contrib.contenttypes.views.shortcut' }, world),
    },
    ...(models ?? []).map((one) => ({
      route: `${labelOf(one.label)}/${nameOf(one.label).toLowerCase()}/`,
      patterns: urlsOfModel(one, withModels),
    })),
    {
      route: `^(?P<app_label>${labels.length > 0 || models ? labels.join('|') : 'auth'})/$`,
      parameters: ['app_label'],
      name: 'app_list',
      view: view('app_index'),
    },
    ...(catchesAll ? [{ route: '(?P<url>.*)$', parameters: ['url'], view: view('catch_all_view') }] : []),
  ];
  return withOverride(list, site.value, instance(site.value, new Map([['name', literal(site.name)]])), world);
}

const ofSite = [
  ['', 'index', 'index'],
  ['login/', 'login', 'login'],
  ['logout/', 'logout', 'logout'],
  ['password_change/', 'password_change', 'password_change'],
  ['password_change/done/', 'password_change_done', 'password_change_done'],
  ['autocomplete/', 'autocomplete', 'autocomplete_view'],
  ['jsi18n/', 'jsi18n', 'i18n_javascript'],
] as const;

/** django.contrib.admin.options.ModelAdmin.get_urls, with what django.contrib.auth.admin.UserAdmin puts before it. */
function urlsOfModel({ site, label, model, value, class: path }: RegisteredModel, world: World): AdminUrls {
  const app = labelOf(label);
  const name = nameOf(label).toLowerCase();
  const view = (method: string) => methodOf(value, method, world);
  const object = ['object_id'];
  const found = value && findMember(value, 'get_urls', world);
  const isUser = path === userAdmin || found?.owner.module === 'django.contrib.auth.admin';
  const list: AdminPattern[] = [
    ...(isUser
      ? [
          {
            route: '<id>/password/',
            parameters: ['id'],
            name: 'auth_user_password_change',
            view: view('user_change_password'),
          },
        ]
      : []),
    { route: '', parameters: [], name: `${app}_${name}_changelist`, view: view('changelist_view') },
    { route: 'add/', parameters: [], name: `${app}_${name}_add`, view: view('add_view') },
    ...['history', 'delete', 'change'].map((one) => ({
      route: `<path:object_id>/${one}/`,
      parameters: object,
      name: `${app}_${name}_${one}`,
      view: view(`${one}_view`),
    })),
    { route: '<path:object_id>/', parameters: object, view: viewOf(redirectView, world) },
  ];
  if (!isOwnMethod(value, '__init__', world) && !isOwnMethod(value, 'get_urls', world))
    return { list, place: value?.place };
  const opts = instance(
    undefined,
    new Map<string, Value>([
      ['app_label', literal(app)],
      ['model_name', literal(name)],
      ['object_name', literal(nameOf(label))],
    ]),
  );
  const modelValue = model
    ? classNow(model.value, world)
    : instance(undefined, new Map<string, Value>([['_meta', opts]]));
  const siteValue = instance(site.value ?? adminSite, new Map([['name', literal(site.name)]]));
  const given = new Map<string, Value>([
    ['opts', opts],
    ['model', modelValue],
    ['admin_site', siteValue],
  ]);
  return withOverride(list, value, initialized(instance(value, given), value, [modelValue, siteValue], world), world);
}

/** A class as its module has it now: the list of models does not change with what is in them. */
function classNow(value: ClassValue, world: World): ClassValue {
  const now = likeliest(resolve({ kind: 'ref', dotted: dottedOf(value)! }, world));
  return now.kind === 'class' ? now : value;
}

function isOwnMethod(type: ClassValue | undefined, name: string, world: World): boolean {
  const found = type && findMember(type, name, world);
  return found?.value.kind === 'function' && !isFramework(found.owner.module);
}

const adminSite: Ref = { kind: 'ref', dotted: 'django.contrib.admin.sites.AdminSite' };

/** An instance on which the `__init__` of the project or a package has run, if the class has one. */
function initialized(self: Call, type: ClassValue | undefined, args: readonly Value[], world: World): Call {
  const init = type && findMember(type, '__init__', world);
  if (init?.value.kind !== 'function' || isFramework(init.owner.module)) return self;
  const ran = runOnInstance(
    self,
    [{ method: init, given: { args, keywords: new Map() } }],
    () => self.attributes ?? new Map(),
    world,
  );
  return ran?.value.kind === 'call' ? ran.value : self;
}

/** The world in which a site is asked for its models (django.contrib.admin.sites.AdminSite.is_registered). */
function withRegistry(site: AdminSite, models: readonly RegisteredModel[], world: World): World {
  const registered = new Set(models.map(({ model }) => model && dottedOf(model.value)));
  const method = `${site.value ? dottedOf(site.value) : adminSite.dotted}.is_registered`;
  return {
    ...world,
    knownCall(dotted, call) {
      if (dotted !== method && dotted !== `${adminSite.dotted}.is_registered`) return world.knownCall(dotted, call);
      const model = call.args[1] && resolve(call.args[1], world);
      return model?.kind === 'class' ? literal(registered.has(dottedOf(model)), call.place) : undefined;
    },
  };
}

const userAdmin = 'django.contrib.auth.admin.UserAdmin';
const redirectView: Value = { kind: 'ref', dotted: 'django.views.generic.base.RedirectView' };

function withOverride(list: AdminPattern[], type: ClassValue | undefined, self: Call, world: World): AdminUrls {
  const found = type && findMember(type, 'get_urls', world);
  if (found?.value.kind !== 'function' || isFramework(found.owner.module)) return { list, place: type?.place };
  const ran = runMethod(found, self, world);
  return { list, place: found.value.place, ...(ran && { overridden: withAdded(ran.value, ran.effects) }) };
}

/** A list that is not computed, with what the method puts into it: `urls = super().get_urls(); urls.append(…)`. */
function withAdded(value: Value, effects: readonly Call[]): Value {
  const before: Value[] = [];
  const after: Value[] = [];
  for (const { callee, args } of effects) {
    if (callee.kind !== 'member' || callee.of !== value) continue;
    if (callee.name === 'append') after.push(...args);
    else if (callee.name === 'insert') before.push(...args.slice(1));
    else if (callee.name === 'extend') after.push(...(asItems(args[0])?.map((item) => item.value) ?? []));
  }
  if (before.length + after.length === 0) return value;
  const items = [...before, unknownItems(value), ...after].map((item) => ({ value: item }));
  return { kind: 'list', items, depth: 0, owner: {} };
}

/** The admin site whose `get_urls()` a call is (django.contrib.admin.sites.AdminSite.get_urls). */
export function siteOfGetUrls({ callee }: Call, world: World): AdminSite | undefined {
  if (callee.kind === 'ref' && callee.dotted.endsWith('.get_urls'))
    return siteOf({ kind: 'ref', dotted: callee.dotted.slice(0, -'.get_urls'.length) }, world);
  return callee.kind === 'member' && callee.name === 'get_urls' ? siteOf(callee.of, world) : undefined;
}

/** Whether a call is the `super().get_urls()` of a method that Django's own stands behind. */
export function isInheritedUrls(call: Call): boolean {
  return call.callee.kind === 'member' && call.callee.name === 'get_urls';
}

function methodOf(type: ClassValue | undefined, name: string, world: World): View | undefined {
  const method = type && classMember(type, name, world);
  return method?.kind === 'function'
    ? { dotted: dottedOf(method)!, place: method.place, value: method }
    : method && viewOf(method, world);
}

function instance(type: Value | undefined, attributes: Map<string, Value>): Call {
  const callee = type ?? { kind: 'ref', dotted: 'builtins.object' };
  const place = (type?.kind === 'class' && type.place) || nowhere;
  return callOf(callee, place, attributes);
}

function labelOf(label: string): string {
  return label.slice(0, label.indexOf('.'));
}

function nameOf(label: string): string {
  return label.slice(label.indexOf('.') + 1);
}
