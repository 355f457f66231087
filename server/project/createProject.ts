import { isFramework } from '../python/resolve';
import { asString } from '../python/values';
import type { Template } from '../templates/nodes';
import { parseTemplate } from '../templates/tree';
import type { Path } from '../text/paths';
import { sameItems } from '../text/same';
import { haveSameUrls, readAdmin, registeredWith } from './admin/admin';
import { adminCalls } from './admin/registrations';
import type { AdminSite } from './admin/sites';
import { isInstalled } from './apps/apps';
import { type CommandArguments, commandArguments } from './commands/commandArguments';
import { readCommands } from './commands/commands';
import { createTemplateContexts } from './context/templateContext';
import type { FileStore } from './fileStore';
import { type Forms, formClassesIn, readForms, sameForms } from './forms/forms';
import { type ProjectLibrary, readLibraries } from './libraries/libraries';
import { readLibrary } from './libraries/library';
import { migrationGraph } from './migrations/graph';
import { type Migration, migrationContent, readMigrations } from './migrations/migrations';
import { createAncestry } from './models/ancestry';
import { createInheritance } from './models/inherit';
import { lookupsOf, registeredLookups } from './models/lookups';
import { managerMembers } from './models/managers';
import { type ModelMember, modelMembers } from './models/members';
import { createModels, plainModels } from './models/models';
import { importedModules } from './models/reach';
import { readImportStrings } from './modules/importStrings';
import { isOwnFile } from './ownFiles';
import type { Project } from './project';
import { collectPytest } from './pytest/collect';
import { namedQueries } from './queries/namedQueries';
import { answers, createKeep, family, firewall, isOutside, query } from './queries/query';
import type { Runtime } from './queries/runtime';
import { readSerializers } from './serializers/serializers';
import { createSetup, type ProjectOptions } from './setup';
import { readSignals } from './signals/signals';
import { pythonBelow } from './sources';
import { readStaticFiles } from './staticFiles';
import { readEngines } from './templates/engines';
import { withLexing } from './templates/lexedUses';
import { readLooseTemplates, readTemplates } from './templates/templates';
import { readTemplateTree, sameTemplateTree } from './templates/templateTree';
import { readTests } from './tests/tests';
import { readErrorHandlers } from './urls/handlers';
import { readOtherRouteNames } from './urls/otherNames';
import { createRegisterCalls } from './urls/registering';
import { modulesOf } from './urls/routes';
import { readRoutes } from './urls/urlconf';

/** Makes the queries that tell of a project. None computes before somebody asks. */
export function createProject(runtime: Runtime, store: FileStore, options: ProjectOptions): Project {
  const { found, workspace, isComplete } = options;
  const files = withLexing(store, () => libraries().lexing);
  const named = namedQueries(runtime, JSON.stringify([found, workspace]));
  const { data, answer, remembered } = named;
  const setup = createSetup(named, store, files, options);
  const { modules, environment, django, version, usesData, settings, apps } = setup;
  const { plainWorld, world, importsOf, areSourcesRead, importedAtStart, readyEffects } = setup;
  const allReady = () => apps().list.flatMap(readyEffects);

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
  const rootUrlconf = () => asString(settings().value('ROOT_URLCONF'));
  const registering = { world, isOwn: setup.isOwn, importsOf, rootUrlconf, atStart: importedAtStart };
  const registerCalls = createRegisterCalls(runtime, registering);
  const routing = () => ({ world, settings: settings(), moduleOf: modules.nameOf, registerCalls });
  const keepInUrlconf = createKeep(runtime);
  const urlconf = firewall(runtime, () => readRoutes({ ...routing(), modelsOf: () => undefined, keep: keepInUrlconf }));
  const routed = firewall(
    runtime,
    () => modulesOf(urlconf(), modules.nameOf),
    (a, b) => sameItems([...a], [...b]),
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
            rootUrlconf: rootUrlconf(),
            atStart: importedAtStart(),
            routed: routed(),
          })
        : noModules,
    (a, b) => sameItems([...a], [...b]),
  );
  const inheritance = createInheritance(runtime, world, version);
  const modelsInParts = createModels(
    runtime,
    inheritance,
    () => ({
      world,
      apps: apps().list,
      areAppsKnown: apps().certain,
      settings: settings(),
      version: version(),
      readyEffects: allReady,
    }),
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
    const isAppInstalled = (name: string) => apps().list.some((app) => app.name === name && isInstalled(app));
    const lookups = {
      world,
      ancestry: ancestry(),
      version: version(),
      isInstalled: isAppInstalled,
      registered: registered(),
    };
    const fields = models().byLabel.get(label)?.fields ?? [];
    return new Map(fields.map((field) => [field.name, lookupsOf(field, lookups)]));
  });
  const registrations = query(runtime, admin, haveSameUrls);
  const keepInRoutes = createKeep(runtime);
  const modelsOf = (site: AdminSite) => registeredWith(registrations(), site);
  const routes = answer('routes', () =>
    urlconf().sites.length > 0 ? readRoutes({ ...routing(), modelsOf, keep: keepInRoutes }) : urlconf(),
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
    () => [...templates().names.keys()].filter((path) => isOwnFile({ workspace }, path)),
    sameItems,
  );
  const otherRouteNames = data('other route names', () => readOtherRouteNames(routes(), pythonFiles(), files));
  const looseTemplates = data('loose templates', () => readLooseTemplates(engines(), workspace, files));
  const staticFiles = data('static files', () =>
    readStaticFiles(settings(), apps().list, found.root, plainWorld, files),
  );
  const assigned = firewall(
    runtime,
    () => {
      const imports = [...imported()].filter((name) => !isFramework(name)).map((name) => modules.find(name)?.path);
      const paths = new Set([...pythonFiles(), ...imports.filter((path) => path !== undefined)]);
      return [...new Set([...paths].flatMap((path) => files.assigned(path).onOthers))];
    },
    sameItems,
  );
  const assignedNames = query(runtime, () => new Set(assigned().filter((name) => !name.startsWith('['))));
  const assignedKeys = query(
    runtime,
    () => new Set(assigned().flatMap((name) => (name.startsWith('[') ? [name.slice(1, -1)] : []))),
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
    assignedNames,
    assignedKeys,
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
