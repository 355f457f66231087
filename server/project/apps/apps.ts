import { type ContribApp, contribApps } from '../../django/apps';
import type { DjangoVersion } from '../../django/versions';
import { classMember, linearized, resolve } from '../../python/resolve';
import {
  asString,
  type ClassValue,
  dottedOf,
  type Likelihood,
  likeliest,
  type Place,
  truth,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import { dirname, type Path } from '../../text/paths';
import type { Modules } from '../modules/modules';
import type { Problem } from '../problem';
import { isSureList, type Settings, stringList } from '../settings';

/** An installed app, as `django.apps.AppConfig` describes it. */
export interface App {
  readonly label: string;
  /** Dotted name of its package. */
  readonly name: string;
  /** Its folder; undefined where the package was not found. */
  readonly path: Path | undefined;
  readonly config: ClassValue | undefined;
  /** For an app of Django itself whose package was not found: what is known of it all the same. */
  readonly contrib?: ContribApp;
  /** Set where it is not sure that the app is installed. */
  readonly maybe?: Likelihood;
  /** The entry of INSTALLED_APPS. */
  readonly place?: Place;
}

export interface Apps {
  readonly list: readonly App[];
  /** Whether every entry of INSTALLED_APPS is known and its package was found. */
  readonly certain: boolean;
  readonly problems: readonly Problem[];
}

/** The apps of INSTALLED_APPS, as django.apps.registry.Apps.populate makes them. */
export function readApps(settings: Settings, world: World, modules: Modules, version: DjangoVersion): Apps {
  const value = settings.value('INSTALLED_APPS');
  const { items, complete } = stringList(value, world);
  const problems: Problem[] = [];
  const list: App[] = [];
  for (const { text, item, place } of items) {
    const app = knownApp(createApp(text, world, modules), version);
    if (!isFound(app) && item.maybe !== 'unlikely') {
      problems.push({
        what: `INSTALLED_APPS: '${text}'`,
        why: 'the package is not found in the project or its environment',
        place,
      });
    }
    const entry = { ...app, place, ...(item.maybe && { maybe: item.maybe }) };
    const at = list.findIndex((other) => other.name === app.name);
    if (at < 0) list.push(entry);
    // One app of two branches: what the likelier branch says of it counts.
    else if (list[at].maybe === 'unlikely' && entry.maybe !== 'unlikely') list[at] = entry;
  }
  return {
    list,
    problems,
    certain:
      settings.certain &&
      complete &&
      isSureList(value, world) &&
      list.every((app) => isFound(app) || app.maybe !== undefined),
  };
}

/** Whether what the app brings is known. */
function isFound(app: App): boolean {
  return app.path !== undefined || app.contrib !== undefined;
}

function knownApp(app: App, version: DjangoVersion): App {
  const contrib = app.path === undefined ? contribApps(version).get(app.name) : undefined;
  return contrib ? { ...app, label: contrib.label, contrib } : app;
}

/** Whether an app is installed, as far as one can tell: `django.apps.registry.Apps.is_installed`. */
export function isInstalled({ maybe }: App): boolean {
  return maybe !== 'unlikely';
}

/** The apps in loading order, but those that are likely not installed behind all others: what they bring may be there, and hides nothing. */
export function unlikelyLast(apps: readonly App[]): App[] {
  return [...apps.filter(isInstalled), ...apps.filter((app) => !isInstalled(app))];
}

/** django.apps.AppConfig.create: the entry is a package with one fitting config, a package without, or a config class. */
function createApp(entry: string, world: World, modules: Modules): App {
  const isModule = modules.find(entry) !== undefined;
  const config = isModule ? defaultConfig(entry, world, modules) : configClass(entry, world);
  const name =
    (config && asString(member(config, 'name', world))) ??
    (isModule || !/\.[A-Z]\w*$/.test(entry) ? entry : packageOfConfig(entry));
  const label = (config && asString(member(config, 'label', world))) ?? name.slice(name.lastIndexOf('.') + 1);
  const module = modules.find(name);
  const set = config && asString(member(config, 'path', world));
  return { label, name, path: set ?? module?.folders[0] ?? (module?.path && dirname(module.path)), config };
}

/** `shop.apps.ShopConfig` of a package that is not found belongs to the app `shop`, as far as one can guess. */
function packageOfConfig(entry: string): string {
  return entry.replace(/\.[A-Z]\w*$/, '').replace(/\.apps$/, '');
}

function defaultConfig(entry: string, world: World, modules: Modules): ClassValue | undefined {
  const name = `${entry}.apps`;
  if (modules.find(name) === undefined) return undefined;
  const candidates: ClassValue[] = [];
  for (const value of world.namespace(name)?.names.values() ?? []) {
    const candidate = likeliest(resolve(value, world));
    if (candidate.kind === 'class' && isAppConfig(candidate, world) && isDefault(candidate, world))
      candidates.push(candidate);
  }
  if (candidates.length <= 1) return candidates[0];
  const explicit = candidates.filter((candidate) => isTrue(member(candidate, 'default', world)));
  return explicit.length === 1 ? explicit[0] : undefined;
}

function configClass(entry: string, world: World): ClassValue | undefined {
  const value = likeliest(resolve({ kind: 'ref', dotted: entry }, world));
  return value.kind === 'class' ? value : undefined;
}

/** A subclass of AppConfig, and not AppConfig itself. */
function isAppConfig(candidate: ClassValue, world: World): boolean {
  return linearized(candidate, world)
    .slice(1)
    .some((base) => /^django\.apps\.(?:config\.)?AppConfig$/.test(dottedOf(base) ?? ''));
}

function isDefault(candidate: ClassValue, world: World): boolean {
  const value = member(candidate, 'default', world);
  return value === undefined || isTrue(value);
}

function isTrue(value: Value | undefined): boolean {
  return value !== undefined && truth(value)?.value === true;
}

function member(config: ClassValue, name: string, world: World): Value | undefined {
  const value = classMember(config, name, world);
  return value && resolve(value, world);
}
