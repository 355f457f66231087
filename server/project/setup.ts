import { type DjangoVersion, isKnownVersion, nearestVersion } from '../django/versions';
import type { Call } from '../python/values';
import type { World } from '../python/world';
import type { Path } from '../text/paths';
import { sameItems } from '../text/same';
import { createAppRegistry } from './apps/appRegistry';
import { type App, type Apps, readApps } from './apps/apps';
import type { FoundProject } from './discovery';
import { readEntryPoints } from './environment/entryPoints';
import {
  type Environment,
  type EnvironmentHints,
  findEnvironment,
  sameEnvironment,
  type Variables,
} from './environment/environment';
import { type DjangoInstallation, installedDjango } from './environment/installedDjango';
import { importFolders } from './environment/searchPath';
import type { FileStore } from './fileStore';
import { djangoKnowledge } from './knowledge';
import { createAncestry } from './models/ancestry';
import { fieldNamed, modelOptions } from './models/options';
import { areImportsRead, importsOf as importsOfModule } from './modules/imports';
import { createModules, type Modules } from './modules/modules';
import type { NamedQueries } from './queries/namedQueries';
import { family, firewall, query } from './queries/query';
import { readSettings, type Settings } from './settings';
import { isOwnModule, startingPoints, startUp } from './startup';
import { createPlainWorld, createWorld } from './world';

/** What `django.setup()` leads to: a project's environment, settings and apps, and its modules before and after that. */
export interface Setup {
  readonly modules: Modules;
  environment(): Environment | undefined;
  django(): DjangoInstallation;
  /** The version that describes the project's Django best. */
  version(): DjangoVersion;
  /** Whether Django's own libraries are taken from the data that ships with us: its version is described exactly, or it is not installed. */
  usesData(): boolean;
  settings(): Settings;
  apps(): Apps;
  /** The modules, each by itself. */
  readonly plainWorld: World;
  /** The modules as they are when Django has started. */
  readonly world: World;
  /** The modules that a module imports when it runs. */
  importsOf(module: string): readonly string[];
  /** Whether all files are read that the apps and the URLconf lead to by imports. */
  areSourcesRead(): boolean;
  /** Whether code of a module belongs to the project or to the package of an installed app. */
  isOwn(module: string): boolean;
  /** The modules that have been imported when all apps are ready. */
  importedAtStart(): Iterable<string>;
  /** The calls in an app's `ready()` that were not computed. */
  readyEffects(app: App): readonly Call[];
}

/** How a project is found, and what it sees of the world around. */
export interface ProjectOptions {
  readonly found: FoundProject;
  /** The workspace folder that the project was found in. */
  readonly workspace: Path;
  readonly hints: () => EnvironmentHints;
  /** Environment variables whose values the project's code sees; empty in an editor, where they are not known. */
  readonly variables: Variables;
  readonly isComplete: () => boolean;
}

/**
 * Sets a project up as django.setup and django.apps.registry.Apps.populate do.
 * @param store the workspace's files
 * @param files the same as the project sees them
 */
export function createSetup(
  { runtime, data, answer, remembered }: NamedQueries,
  store: FileStore,
  files: FileStore,
  { found, workspace, hints, variables }: ProjectOptions,
): Setup {
  const environment = data(
    'environment',
    () => findEnvironment(files, found.root, workspace, hints()),
    sameEnvironment,
  );
  const searchPath = data(
    'search path',
    () => importFolders(files, found, workspace, environment(), variables),
    sameItems,
  );
  const isWhole = () => environment() !== undefined;
  const modules = createModules(runtime, files, searchPath, isWhole, remembered('module', 'compared'));

  const django = data(
    'django',
    () => installedDjango(plainWorld, modules),
    (a, b) => a.version === b.version && a.installed === b.installed,
  );
  // Undefined while the version is itself being read: Django's own __init__.py calls get_version().
  const installation: () => DjangoInstallation | undefined = django;
  const version = () => nearestVersion(installation()?.installed ? installation()?.version : undefined);
  const usesData = () => !django().installed || isKnownVersion(django().version);
  const settings = firewall(runtime, () => readSettings(found.settingsModule, plainWorld, version()));
  const installedApps = () => apps()?.list ?? [];
  const knowledgeOf = (own: () => World) =>
    djangoKnowledge(
      settings,
      () => installation()?.version,
      createAppRegistry(runtime, installedApps, own),
      (model) => modelOptions(model, installedApps(), knownSettings(), own()),
      (options, name) => fieldNamed(options, name, own(), createAncestry(own(), version())),
    );
  const entryPoints = query(runtime, () =>
    environment() === undefined ? undefined : readEntryPoints(searchPath(), files),
  );
  const plainContext = { runtime, files, modules, variables, knowledge: knowledgeOf(() => plainWorld), entryPoints };
  // Undefined while the settings are being read: these may run code that asks for apps.
  const knownSettings: () => Settings | undefined = settings;
  const isOwn = family(runtime, (module: string) => isOwnModule(module, installedApps(), knownSettings()));
  const plainWorld = createPlainWorld(plainContext, isOwn);
  const importsOf = family(runtime, (module: string) => [...importsOfModule(module, { files, modules })], sameItems);
  const importsRead = firewall(runtime, () =>
    areImportsRead(startingPoints(installedApps(), settings()), isOwn, { files, modules, importsOf }),
  );
  const areSourcesRead = () => {
    const read = importsRead();
    store.isAtOnce ||= read;
    return read;
  };
  const started = firewall(runtime, () => (areSourcesRead() ? startUp(installedApps(), plainWorld) : undefined));
  const readyEffects = (app: App) => started()?.ready.get(app.label) ?? [];
  const importedAtStart = () => started()?.imports ?? [];
  const context = { ...plainContext, knowledge: knowledgeOf(() => world) };
  const world = createWorld(context, plainWorld, () => started()?.heap, isOwn);

  const apps = answer('apps', () => {
    const known = knownSettings();
    return known ? readApps(known, plainWorld, modules, version()) : noApps;
  });
  return {
    modules,
    environment,
    django,
    version,
    usesData,
    settings,
    apps,
    plainWorld,
    world,
    importsOf,
    areSourcesRead,
    isOwn,
    importedAtStart,
    readyEffects,
  };
}

const noApps: Apps = { list: [], certain: false, problems: [] };
