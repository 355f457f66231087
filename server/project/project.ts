import { isKnownVersion, nearestVersion } from '../django/versions';
import { isFramework } from '../python/resolve';
import { asString } from '../python/values';
import type { World } from '../python/world';
import type { Template } from '../templates/nodes';
import { parseTemplate } from '../templates/tree';
import { isInside, type Path } from '../text/paths';
import { sameItems } from '../text/same';
import { type Admin, haveSameUrls, readAdmin, registeredWith } from './admin/admin';
import { adminCalls } from './admin/registrations';
import { createAppRegistry } from './appRegistry';
import { type App, type Apps, readApps } from './apps';
import { type CommandArguments, commandArguments } from './commandArguments';
import { type Commands, readCommands } from './commands';
import { createTemplateContexts, type TemplateContexts } from './context/templateContext';
import type { FoundProject } from './discovery';
import { readEntryPoints } from './entryPoints';
import {
  type Environment,
  type EnvironmentHints,
  findEnvironment,
  sameEnvironment,
  type Variables,
} from './environment';
import type { FileStore } from './files';
import { type Forms, formClassesIn, readForms, sameForms } from './forms/forms';
import { type ImportStrings, readImportStrings } from './importStrings';
import { areImportsRead, importsOf as importsOfModule } from './imports';
import { type DjangoInstallation, installedDjango } from './installedDjango';
import { djangoKnowledge } from './knowledge';
import { withLexing } from './lexedUses';
import { type Libraries, type ProjectLibrary, readLibraries, readLibrary } from './libraries';
import { type MigrationGraph, migrationGraph } from './migrationGraph';
import { type Migration, type MigrationContent, type Migrations, migrationContent, readMigrations } from './migrations';
import { createAncestry } from './models/ancestry';
import { createInheritance } from './models/inherit';
import { type FieldLookup, lookupsOf, registeredLookups } from './models/lookups';
import { type ManagerMember, managerMembers } from './models/managers';
import { type ModelMember, modelMembers } from './models/members';
import { createModels, type Models, plainModels } from './models/models';
import { fieldNamed, modelOptions } from './models/options';
import { importedModules } from './models/reach';
import { createModules, type Modules } from './modules';
import type { Problem } from './problem';
import { collectPytest, type PytestTests } from './pytest/collect';
import { answers, family, firewall, isOutside, query } from './query';
import type { Remembered, Runtime } from './runtime';
import { importFolders } from './searchPath';
import { readSerializers, type Serializers } from './serializers';
import { readSettings, type Settings } from './settings';
import { readSignals, type Signals } from './signals';
import { pythonBelow } from './sources';
import { isOwnModule, startingPoints, startUp } from './startup';
import { readStaticFiles, type StaticFiles } from './staticFiles';
import { type Engines, readEngines, readLooseTemplates, readTemplates, type TemplateIndex } from './templates';
import { readTemplateTree, sameTemplateTree, type TemplateTree } from './templateTree';
import { readTests, type Tests } from './tests';
import { type ErrorHandler, readErrorHandlers } from './urls/handlers';
import { modulesOf, type Routes, readRoutes } from './urls/routes';
import { createPlainWorld, createWorld } from './world';

/** All that is known of one Django project. Every function is a query: computed when first asked, and again when something it read has changed. */
export interface Project {
  readonly found: FoundProject;
  readonly root: Path;
  /** The workspace folder that the project was found in. */
  readonly workspace: Path;
  readonly files: FileStore;
  readonly world: World;
  readonly modules: Modules;
  environment(): Environment | undefined;
  django(): DjangoInstallation;
  settings(): Settings;
  apps(): Apps;
  engines(): Engines;
  /** Templates of the Django engines. */
  templates(): TemplateIndex;
  /** Templates of engines with another language. */
  foreignTemplates(): TemplateIndex;
  libraries(): Libraries;
  /** A template as parsed with the project's libraries; undefined while its text is not read. */
  template(path: Path): Template | undefined;
  models(): Models;
  /** What a model and its instances have, by its label: the attributes of its code, and those that Django adds. */
  modelMembers(label: string): ReadonlyMap<string, ModelMember>;
  /** What a manager of a model has beyond Django's own. */
  managerMembers(label: string, name: string): ReadonlyMap<string, ManagerMember>;
  /** The lookups and transforms that may follow a field of a model. */
  fieldLookups(label: string, name: string): ReadonlyMap<string, FieldLookup>;
  routes(): Routes;
  /** What templates can see, and of which types it is. */
  readonly contexts: TemplateContexts;
  /** The views that answer errors. */
  errorHandlers(): readonly ErrorHandler[];
  /** The classes and functions of MIDDLEWARE, in its order. */
  middleware(): ImportStrings;
  signals(): Signals;
  /** The models that admin sites have. */
  admin(): Admin;
  commands(): Commands;
  /** What a command takes, the options of every command first. */
  commandArguments(name: string): CommandArguments;
  forms(): Forms;
  serializers(): Serializers;
  migrations(): Migrations;
  /** What the file of a migration says; undefined where it has no class Migration, or is not read. */
  migration(migration: Migration): MigrationContent | undefined;
  /** How the migrations build on each other; this reads all of them. */
  migrationGraph(): MigrationGraph;
  /** The tests that Django's runner finds. */
  tests(): Tests;
  /** The tests that pytest collects. */
  pytestTests(): PytestTests;
  /** Names, without namespaces, that a file gives to routes which ROOT_URLCONF does not lead to: other settings, some requests or tests use these. */
  otherRouteNames(): ReadonlySet<string>;
  /** Templates in folders of the workspace that no loader searches: code that is not installed, or runs with other settings, names these. */
  looseTemplates(): ReadonlySet<string>;
  staticFiles(): StaticFiles;
  /** Every Python file of the project. */
  pythonFiles(): readonly Path[];
  /** The templates that lie in the workspace. */
  ownTemplates(): readonly Path[];
  /** Which templates extend which. */
  templateTree(): TemplateTree;
  /** Whether every file has been read. Before that nothing may be called missing. */
  isComplete(): boolean;
  /** All that could not be resolved, with the reasons. */
  problems(): readonly Problem[];
  /**
   * What a function answers about a file to somebody outside, asked again only when something that it read has changed. Each
   * function is known by its identity, and must read the project alone.
   */
  answerAbout<T>(path: Path, answer: (project: Project, path: Path) => T): T;
}

export interface ProjectOptions {
  readonly found: FoundProject;
  /** The workspace folder that the project was found in. */
  readonly workspace: Path;
  readonly hints: () => EnvironmentHints;
  /** Environment variables whose values the project's code sees; empty in an editor, where they are not known. */
  readonly variables: Variables;
  readonly isComplete: () => boolean;
}

export function createProject(
  runtime: Runtime,
  store: FileStore,
  { found, workspace, hints, variables, isComplete }: ProjectOptions,
): Project {
  const own = JSON.stringify([found, workspace]);
  const files = withLexing(store, () => libraries().lexing);
  const remembered = (name: string, as: Remembered['as']): Remembered => ({ name: `${own} ${name}`, as });
  /** A query for plain data, whose value may stand from one run to the next. */
  const data = <T>(name: string, compute: () => T, equal?: (a: T, b: T) => boolean) =>
    firewall(runtime, compute, equal, remembered(name, 'data'));
  /** The same for a value with parts that are told apart by identity. */
  const answer = <T>(name: string, compute: () => T) =>
    firewall(runtime, compute, undefined, remembered(name, 'answer'));

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
  const allReady = () => apps().list.flatMap(readyEffects);
  const context = { ...plainContext, knowledge: knowledgeOf(() => world) };
  const world = createWorld(context, plainWorld, () => started()?.heap, isOwn);

  const apps = answer('apps', () => {
    const known = knownSettings();
    return known ? readApps(known, plainWorld, modules, version()) : noApps;
  });
  const engines = data('engines', () => readEngines(settings(), apps(), plainWorld, found.root));
  const templates = data('templates', () =>
    readTemplates(engines(), apps(), files, (engine) => engine.backend === 'django'),
  );
  const foreignTemplates = data('foreign templates', () =>
    readTemplates(engines(), apps(), files, (engine) => engine.backend !== 'django'),
  );
  const library = family(runtime, (module: string): ProjectLibrary | undefined =>
    readLibrary(module, plainWorld, version(), usesData()),
  );
  const libraries = data('libraries', () =>
    readLibraries({
      world: plainWorld,
      modules,
      apps: apps(),
      engines: engines().list,
      version: version(),
      usesData: usesData(),
      settings: settings(),
      templateText: (name) => files.text(templates().files.get(name)?.[0] ?? ''),
      library,
    }),
  );
  const tagsAndFilters = query(runtime, () => {
    const { builtins, byName, certain, lexing } = libraries();
    return { builtins, libraries: byName, certain, lexing };
  });
  const template = family(runtime, (path: Path): Template | undefined => {
    const text = files.text(path);
    const knowledge = tagsAndFilters();
    if (text === undefined) return undefined;
    // Only a relative name asks for the template's own.
    const own = /["']\.\.?\//.test(text) ? templates().names.get(path) : undefined;
    const parse = files.parsers.get(path) ?? parseTemplate;
    return parse(text, knowledge, own);
  });
  const urlconf = firewall(runtime, () =>
    readRoutes({ world, settings: settings(), moduleOf: modules.nameOf, modelsOf: () => undefined }),
  );
  const imported = data(
    'imported',
    () =>
      areSourcesRead()
        ? importedModules({
            modules,
            importsOf,
            world,
            apps: apps().list,
            rootUrlconf: asString(settings().value('ROOT_URLCONF')),
            routed: modulesOf(urlconf(), modules.nameOf),
          })
        : noModules,
    (a, b) => sameItems([...a], [...b]),
  );
  const inheritance = createInheritance(runtime, world, version);
  const modelsInParts = createModels(
    runtime,
    inheritance,
    () => ({ world, apps: apps().list, settings: settings(), version: version(), readyEffects: allReady }),
    imported,
  );
  const plain = answer('models', () => plainModels(modelsInParts));
  /** A computation rests on those models alone that it looks at; who asks from outside may have what is remembered. */
  const models = () => (isOutside(runtime) ? plain() : modelsInParts);
  const names = () => ({ world, models: models(), settings: settings() });
  const adminCallsOf = family(runtime, (module: string) => adminCalls(world.namespace(module)?.effects ?? [], world));
  const admin = answer('admin', () =>
    readAdmin({
      ...names(),
      apps: apps(),
      imported: imported(),
      ofModule: adminCallsOf,
      ofReady: (app) => adminCalls(readyEffects(app), world),
    }),
  );
  // Each query looks for itself, so that it knows what it rests on.
  const ancestry = () => createAncestry(world, version());
  const modelMembersOf = family(runtime, (label: string): ReadonlyMap<string, ModelMember> => {
    const model = models().byLabel.get(label);
    return model ? modelMembers(model, { models: models(), world, ancestry: ancestry() }) : new Map();
  });
  const managersOf = family(runtime, (label: string) => {
    const managers = models().byLabel.get(label)?.managers ?? [];
    return new Map(managers.map((manager) => [manager.name, managerMembers(manager, world, ancestry())]));
  });
  const registered = firewall(runtime, () => {
    // What Django registers is known by its data.
    const others = [...imported()].filter((module) => !isFramework(module));
    const effects = others.flatMap((module) => world.namespace(module)?.effects ?? []);
    const ready = allReady();
    return registeredLookups([...effects, ...ready], { world, ancestry: ancestry(), version: version() });
  });
  const lookupsOfModel = family(runtime, (label: string) => {
    const isInstalled = (name: string) => apps().list.some((app) => app.name === name && app.maybe !== 'unlikely');
    const lookups = { world, ancestry: ancestry(), version: version(), isInstalled, registered: registered() };
    const fields = models().byLabel.get(label)?.fields ?? [];
    return new Map(fields.map((field) => [field.name, lookupsOf(field, lookups)]));
  });
  const registrations = query(runtime, admin, haveSameUrls);
  const routes = answer('routes', () =>
    urlconf().sites.length > 0
      ? readRoutes({
          world,
          settings: settings(),
          moduleOf: modules.nameOf,
          modelsOf: (site) => registeredWith(registrations(), site),
        })
      : urlconf(),
  );
  const errorHandlers = data('error handlers', () => readErrorHandlers(settings(), plainWorld));
  const middleware = data('middleware', () =>
    readImportStrings('MIDDLEWARE', settings().value('MIDDLEWARE'), plainWorld),
  );
  const signals = data('signals', () =>
    readSignals({
      ...names(),
      apps: apps(),
      modules,
      imported: imported(),
      version: version(),
      ready: readyEffects,
    }),
  );
  const commandContext = () => ({ world: plainWorld, modules, apps: apps(), version: version() });
  const commands = answer('commands', () => readCommands(commandContext()));
  const commandArgumentsOf = family(
    runtime,
    (name: string): CommandArguments => {
      const command = commands().byName.get(name);
      return command ? commandArguments(command, commandContext()) : { list: [], problems: [] };
    },
    undefined,
    remembered('arguments', 'data'),
  );
  const formsIn = family(
    runtime,
    (module: string) => readForms({ ...names(), classes: formClassesIn(module, world, version()), version: version() }),
    sameForms,
  );
  const forms = answer('forms', (): Forms => {
    const all = [...imported()].map(formsIn);
    return { list: all.flatMap(({ list }) => list), problems: all.flatMap(({ problems }) => problems) };
  });
  const serializers = answer('serializers', () =>
    readSerializers({ ...names(), imported: imported(), version: version() }),
  );
  const migrations = answer('migrations', () =>
    readMigrations({ world: plainWorld, modules, files, apps: apps(), settings: settings() }),
  );
  const migration = (one: Migration) => migrationContent(one, plainWorld);
  const graph = data('migration graph', () => migrationGraph(migrations().list, migration));
  const testContext = () => ({
    files,
    modules,
    world: plainWorld,
    apps: apps().list,
    version: version(),
    root: found.root,
  });
  const tests = answer('tests', () => readTests(testContext()));
  const pytestTests = data('tests of pytest', () => collectPytest({ ...testContext(), workspace }));
  const pythonFiles = data('python files', () => pythonBelow(files, found.root), sameItems);
  const ownTemplates = data(
    'own templates',
    () =>
      [...templates().names.keys()].filter((path) => isInside(path, workspace) && !path.includes('/site-packages/')),
    sameItems,
  );
  const otherRouteNames = data('other route names', () => {
    const reached = new Map<Path | undefined, Set<string>>();
    for (const { place, name } of routes().list) {
      const names = reached.get(place?.path) ?? new Set();
      reached.set(place?.path, names.add(name?.slice(name.lastIndexOf(':') + 1) ?? ''));
    }
    const paths = new Set([...pythonFiles(), ...[...reached.keys()].filter((path) => path !== undefined)]);
    return new Set(
      [...paths].flatMap((path) => files.routeNames(path).filter((name) => !reached.get(path)?.has(name))),
    );
  });
  const looseTemplates = data('loose templates', () => readLooseTemplates(engines(), workspace, files));
  const staticFiles = data('static files', () =>
    readStaticFiles(settings(), apps().list, found.root, plainWorld, files),
  );
  const assigned = firewall(
    runtime,
    () => {
      const imports = [...imported()].filter((name) => !isFramework(name)).map((name) => modules.find(name)?.path);
      const paths = new Set([...pythonFiles(), ...imports.filter((path) => path !== undefined)]);
      return new Set([...paths].flatMap((path) => files.assigned(path).onOthers));
    },
    (a, b) => sameItems([...a], [...b]),
  );
  const contexts = createTemplateContexts({
    runtime,
    files,
    modules,
    world,
    version,
    settings,
    models,
    modelMembers: modelMembersOf,
    managerMembers: (label, name) => managersOf(label).get(name) ?? new Map(),
    forms,
    middleware,
    assignedNames: assigned,
    isWhole: () => apps().certain && isComplete(),
    pythonFiles,
    importsOf,
    apps,
    routes,
    engines,
    templates,
    libraries,
    template,
  });
  const problems = data('problems', () => [
    ...settings().problems,
    ...apps().problems,
    ...engines().problems,
    ...libraries().problems,
    ...routes().gaps,
  ]);
  const answering = new WeakMap<object, (path: Path) => unknown>();
  const project: Project = {
    found,
    root: found.root,
    workspace,
    files,
    world,
    modules,
    environment,
    django,
    settings,
    apps,
    engines,
    templates,
    foreignTemplates,
    libraries,
    template,
    models,
    modelMembers: modelMembersOf,
    managerMembers: (label, name) => managersOf(label).get(name) ?? new Map(),
    fieldLookups: (label, name) => lookupsOfModel(label).get(name) ?? new Map(),
    routes,
    contexts,
    errorHandlers,
    middleware,
    signals,
    admin,
    commands,
    commandArguments: commandArgumentsOf,
    forms,
    serializers,
    migrations,
    migration,
    migrationGraph: graph,
    tests,
    pytestTests,
    otherRouteNames,
    looseTemplates,
    staticFiles,
    pythonFiles,
    ownTemplates,
    templateTree: query(runtime, () => readTemplateTree(project), sameTemplateTree),
    isComplete,
    problems,
    answerAbout<T>(path: Path, answer: (project: Project, path: Path) => T) {
      let ask = answering.get(answer);
      if (ask === undefined) {
        ask = answers(runtime, (one: Path) => answer(project, one));
        answering.set(answer, ask);
      }
      return ask(path) as T;
    },
  };
  return project;
}

const noModules: ReadonlySet<string> = new Set();
const noApps: Apps = { list: [], certain: false, problems: [] };
