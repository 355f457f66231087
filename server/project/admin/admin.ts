import { resolve } from '../../python/resolve';
import { type ClassValue, dottedOf, isSamePlace, likeliest, type Place } from '../../python/values';
import { type App, type Apps, isInstalled } from '../apps/apps';
import type { Model } from '../models/field';
import { type ModelNames, modelNamed } from '../models/modelNamed';
import { userModelLabel } from '../models/userModel';
import { type Problem, whyNot } from '../problem';
import type { AdminCalls, Registration } from './registrations';
import { type AdminSite, defaultSite } from './sites';

/** A model as an admin site has it. */
export interface RegisteredModel {
  readonly site: AdminSite;
  /** The model's label, `app_label.Name`. */
  readonly label: string;
  /** The model; undefined for one of Django's own apps whose source is not at hand. */
  readonly model: Model | undefined;
  /** Dotted path of the ModelAdmin class. */
  readonly class: string;
  /** The class; of one that Django makes of keywords the class it derives from. */
  readonly value: ClassValue | undefined;
  /** Where the class is defined: undefined for one that Django makes. */
  readonly place: Place | undefined;
  /** The call that registers it. */
  readonly registered: Place | undefined;
}

export interface Admin {
  readonly list: readonly RegisteredModel[];
  /** What may register more: with one site, or, where none is given, with any. */
  readonly problems: readonly (Problem & { readonly site?: AdminSite })[];
}

export interface AdminContext extends ModelNames {
  readonly apps: Apps;
  /** The modules that the project imports. */
  readonly imported: ReadonlySet<string>;
  /** What importing a module does. */
  readonly ofModule: (module: string) => AdminCalls;
  /** What an app's `ready()` does. */
  readonly ofReady: (app: App) => AdminCalls;
}

/**
 * The registries of all admin sites once every `admin` module is imported (django.contrib.admin.autodiscover) and the
 * URLconf is read: each model of a site with its ModelAdmin.
 */
export function readAdmin(context: AdminContext): Admin {
  const apps = context.apps.list.filter(isInstalled);
  if (!apps.some((app) => app.name === 'django.contrib.admin')) return { list: [], problems: [] };
  const registry = new Map<string, RegisteredModel>();
  const problems: Admin['problems'][number][] = [];
  // A module may take away what another one registers that, as far as one can see here, runs later.
  const takenBefore = new Set<string>();
  const discovered = apps.map((app) => `${app.name}.admin`).filter((module) => context.imported.has(module));
  for (const app of apps) for (const one of ofContrib(app.name, context)) registry.set(keyOf(one.site, one.label), one);
  const modules = [...new Set([...discovered, ...context.imported])];
  for (const [module, calls] of [
    ...modules.map((name): [string, AdminCalls] => [name, context.ofModule(name)]),
    ...apps.map((app): [string, AdminCalls] => [app.name, context.ofReady(app)]),
  ]) {
    for (const { site, place } of calls.handedOn) problems.push({ ...handedOn, place, site });
    for (const one of calls.registrations) {
      const model = modelNamed(one.model, context);
      if (model === undefined) {
        if (one.kind === 'register') problems.push({ ...unknownModel(one, context), site: one.site });
        continue;
      }
      const key = keyOf(one.site, model.label);
      if (one.kind === 'unregister') {
        if (!registry.delete(key)) takenBefore.add(key);
      } else if (takenBefore.has(key) && !isTakenIn(module, key, context)) takenBefore.delete(key);
      else if (!registry.has(key) && model.swapped === undefined && !model.abstract)
        registry.set(key, registered(one, model, context));
    }
  }
  if (!context.apps.certain) problems.push(moreApps);
  return { list: [...registry.values()], problems };
}

/** What is registered with one site, and what else may be (AdminSite._registry). */
export function registeredWith({ list, problems }: Admin, site: AdminSite): Admin {
  return {
    list: list.filter((one) => one.site.key === site.key),
    problems: problems.filter((one) => one.site === undefined || one.site.key === site.key),
  };
}

/** Whether the URLs of two are the same (django.contrib.admin.sites.AdminSite.get_urls): these rest on which models there are, not on what these have. */
export function haveSameUrls(a: Admin, b: Admin): boolean {
  return (
    a.list.length === b.list.length &&
    a.problems.length === b.problems.length &&
    a.list.every((one, i) => {
      const other = b.list[i];
      return (
        isSameSite(one.site, other.site) &&
        one.label === other.label &&
        pathOf(one) === pathOf(other) &&
        one.class === other.class &&
        one.value === other.value
      );
    }) &&
    a.problems.every((one, i) => {
      const { what, why, place, site } = b.problems[i];
      return one.what === what && one.why === why && isSamePlace(one.place, place) && isSameSite(one.site, site);
    })
  );
}

function pathOf({ model }: RegisteredModel): string | undefined {
  return model && dottedOf(model.value);
}

function isSameSite(a: AdminSite | undefined, b: AdminSite | undefined): boolean {
  return a?.key === b?.key && a?.name === b?.name && a?.value === b?.value;
}

const moreApps = { what: 'the models of the admin', why: 'not every entry of INSTALLED_APPS is known' };
const handedOn = { what: 'an admin site', why: 'it is handed to code that is not run, which may register models' };

function keyOf(site: AdminSite, label: string): string {
  return `${site.key} ${label}`;
}

/** Whether the module takes a model away itself, so that what it registers is meant to stand. */
function isTakenIn(module: string, key: string, context: AdminContext): boolean {
  return context.ofModule(module).registrations.some((one) => {
    const model = one.kind === 'unregister' ? modelNamed(one.model, context) : undefined;
    return model !== undefined && keyOf(one.site, model.label) === key;
  });
}

function unknownModel({ model, call }: Registration, { world }: AdminContext): Problem {
  const value = likeliest(resolve(model, world));
  return { what: 'a model of an admin site', why: whyNot(value, 'a model of an installed app'), place: call.place };
}

const modelAdmin = 'django.contrib.admin.options.ModelAdmin';

/** AdminSite.register: without a class it is ModelAdmin; of options Django makes a class, in its own module. */
function registered(one: Registration, model: Model, { world }: AdminContext): RegisteredModel {
  const given = likeliest(resolve(one.admin ?? { kind: 'ref', dotted: modelAdmin }, world));
  const value = given.kind === 'class' ? given : undefined;
  const common = { site: one.site, label: model.label, model, value, registered: one.call.place };
  const dotted = dottedOf(given) ?? modelAdmin;
  if (!one.hasOptions) return { ...common, class: dotted, place: value?.place };
  // django.contrib.admin.sites.AdminSite.register names it after the model, with its own module.
  return { ...common, class: `django.contrib.admin.sites.${model.name}Admin`, place: undefined };
}

/** What the apps of django.contrib register whose source is not at hand. */
const contrib: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'django.contrib.auth': [
    ['auth.Group', 'django.contrib.auth.admin.GroupAdmin'],
    ['auth.User', 'django.contrib.auth.admin.UserAdmin'],
  ],
  'django.contrib.flatpages': [['flatpages.FlatPage', 'django.contrib.flatpages.admin.FlatPageAdmin']],
  'django.contrib.redirects': [['redirects.Redirect', 'django.contrib.redirects.admin.RedirectAdmin']],
  'django.contrib.sites': [['sites.Site', 'django.contrib.sites.admin.SiteAdmin']],
};

function ofContrib(app: string, { models, imported, settings }: AdminContext): RegisteredModel[] {
  if (imported.has(`${app}.admin`)) return [];
  const user = userModelLabel(settings);
  return (contrib[app] ?? [])
    .filter(([label]) => label !== 'auth.User' || user === label)
    .map(([label, path]) => ({
      site: defaultSite,
      label,
      model: models.byLabel.get(label),
      class: path,
      value: undefined,
      place: undefined,
      registered: undefined,
    }));
}
