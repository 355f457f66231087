import { inspectSetup } from './inspectSetup';
import { failingCommands } from './project/commands/failingCommands';
import { placeInLibrary } from './project/libraries/library';
import { rangeOf } from './project/places';
import type { Project } from './project/project';
import type { View } from './project/urls/view';
import { resolve } from './python/resolve';
import { asItems, asString, dottedOf, type Place, placeOf, type Value } from './python/values';
import { type LineIndex, lineIndex } from './text/lineIndex';
import { isInside, type Path, relative } from './text/paths';

/** The index of a project as plain data: what `djangology inspect --json` prints. Lines count from 1. */
export function inspect(project: Project, root: Path): object {
  const file = (path: Path | undefined) => (path === undefined ? undefined : relative(path, root));
  const settings = project.settings();
  const libraries = project.libraries();
  const failing = failingCommands(project);
  const commands = [...project.commands().byName.values()].filter(({ name }) => !failing.has(name));
  const lines = new Map<Path, LineIndex>();
  const line = (place: Place | undefined) => place && lineOf(project, place, lines);
  const apps = project.apps().list.filter((app) => app.maybe !== 'unlikely');
  const unlikely = project.apps().list.filter((app) => app.maybe === 'unlikely');
  const isUnlikely = (path: Path) => unlikely.some((app) => app.path !== undefined && isInside(path, app.path));
  return {
    version: 1,
    root,
    settingsModule: settings.module,
    django: project.django().version,
    apps: apps.map((app) => ({ label: app.label, name: app.name, path: file(app.path) ?? null, ...where(app.place) })),
    settings: Object.fromEntries(
      settingNames(project)
        .map((name) => [name, plain(settings.value(name), project)])
        .filter(([, value]) => value !== undefined),
    ),
    models: project
      .models()
      .list.filter((model) => model.swapped === undefined)
      .map((model) => ({
        label: model.label,
        file: file(model.place.path),
        line: line(model.place),
        abstract: model.abstract,
        proxy: model.proxy,
        fields: model.fields.map((field) => ({
          name: field.name,
          class: field.class,
          to: field.to,
          file: file(field.place?.path) ?? null,
          line: line(field.place),
        })),
        reverse: model.reverse.map(({ accessor, queryName, from, field }) => ({ accessor, queryName, from, field })),
        managers: model.managers.map(({ name }) => name),
      })),
    urls: project.routes().list.map((route) => ({
      name: route.name ?? null,
      route: route.route,
      parameters: route.parameters,
      // What a function makes has no name by which one could import it.
      view: viewName(route.view),
      viewFile: file(route.view?.place?.path) ?? null,
      file: file(route.place?.path) ?? null,
      line: line(route.place),
    })),
    libraries: [
      ...libraries.builtins,
      ...[...libraries.byName.values()].filter(
        ({ module }) => !unlikely.some((app) => module.startsWith(`${app.name}.`)),
      ),
    ].map((library) => {
      const place = (entries: 'tags' | 'filters', name: string) => placeInLibrary(library, entries, name, project);
      return {
        name: library.name ?? null,
        module: library.module,
        file: file(project.modules.find(library.module)?.path) ?? null,
        tags: [...library.tags.keys()].map((name) => entry(name, place('tags', name))),
        filters: [...library.filters.keys()].map((name) => entry(name, place('filters', name))),
      };
    }),
    templates: [...project.templates().files]
      .map(([name, paths]) => ({ name, files: paths.filter((path) => !isUnlikely(path)).map(file) }))
      .filter(({ files }) => files.length > 0),
    commands: commands.map(({ name, app, module, value }) => ({
      name,
      app,
      module,
      file: file(value?.place.path ?? project.modules.find(module)?.path) ?? null,
      line: line(value?.place) ?? null,
      arguments: project.commandArguments(name).list.map(({ names, place }) => ({ names, ...where(place) })),
    })),
    admin: project.admin().list.map(({ site, label, class: path, place }) => ({
      site: site.name,
      model: label,
      class: path,
      ...where(place),
    })),
    forms: project.forms().list.map(({ class: path, value, model, fields }) => ({
      class: path,
      model,
      fields: fields.map(({ name }) => name),
      ...where(value.place),
    })),
    serializers: project.serializers().list.map(({ class: path, value, model, fields }) => ({
      class: path,
      model,
      fields: fields.map(({ name }) => name),
      ...where(value.place),
    })),
    migrations: project.migrations().list.map((migration) => {
      const content = project.migration(migration);
      return {
        app: migration.app,
        name: migration.name,
        dependencies: content?.dependencies.map(({ app, name }) => [app, name]) ?? [],
        replaces: content?.replaces.map(({ app, name }) => [app, name]) ?? [],
        runBefore: content?.runBefore.map(({ app, name }) => [app, name]) ?? [],
        operations: content?.operations.map((one) => ({ class: operationName(one), ...where(placeOf(one)) })) ?? [],
        file: file(migration.path),
        line: line(content?.value.place),
      };
    }),
    migrationLeaves: [...project.migrationGraph().leaves.values()].flat().map(({ app, name }) => [app, name]),
    ...inspectSetup(project, { file, where }),
    tests: project.tests().list.map(({ id, place }) => ({ id, ...where(place) })),
    testsOfPytest: project.pytestTests().list.map(({ id, place }) => ({ id, ...where(place) })),
    unresolved: [
      ...project.problems(),
      ...project.models().problems,
      ...project.admin().problems,
      ...project.commands().problems,
      ...commands.flatMap(({ name }) => project.commandArguments(name).problems),
      ...[...failing].map(([name, why]) => ({ what: `the command '${name}'`, why, place: undefined })),
      ...project.forms().problems,
      ...project.serializers().problems,
      ...project.migrations().problems,
      ...project.migrations().list.flatMap((migration) => project.migration(migration)?.problems ?? []),
      ...project.tests().problems,
      ...project.pytestTests().problems,
      ...project.middleware().problems,
      ...project.signals().problems,
      ...project.staticFiles().problems,
    ].map(({ what, why, place }) => ({ what, why, ...where(place) })),
  };

  function where(place: Place | undefined) {
    return { file: file(place?.path) ?? null, line: line(place) };
  }

  function entry(name: string, place: Place | undefined) {
    return { name, ...where(place) };
  }
}

/** The class of a migration's operation, by its own name. */
function operationName(operation: Value): string {
  const path = operation.kind === 'call' ? (dottedOf(operation.callee) ?? '') : '';
  return path.slice(path.lastIndexOf('.') + 1);
}

function settingNames(project: Project): string[] {
  const own = [...(project.settings().namespace?.names.keys() ?? [])].filter((name) => /^[A-Z][A-Z0-9_]*$/.test(name));
  return [
    ...new Set([
      ...own,
      'INSTALLED_APPS',
      'MIDDLEWARE',
      'ROOT_URLCONF',
      'AUTH_USER_MODEL',
      'DEFAULT_AUTO_FIELD',
      'STATIC_URL',
    ]),
  ];
}

/** A value as JSON, as far as it is plain data; what is unlikely is left out. */
function plain(value: Value | undefined, project: Project): unknown {
  if (value === undefined) return undefined;
  const items = asItems(value);
  if (items) {
    const present = items
      .filter((item) => item.maybe !== 'unlikely')
      .map((item) => plain(resolve(item.value, project.world), project));
    return present.filter((item) => item !== undefined);
  }
  const text = asString(value);
  if (text !== undefined) return text;
  const likely = value.kind === 'choice' ? value.options[0] : value;
  return likely.kind === 'literal' ? likely.value : undefined;
}

/** The line of a place, from 1; undefined where its file is not read. */
/** As Django names it; null for a view that has no name of its own. */
function viewName(view: View | undefined): string | null {
  const name = view && (view.runs ?? view.dotted);
  return name === undefined || /<locals>|<lambda>/.test(name) ? null : name;
}

function lineOf(project: Project, place: Place, lines: Map<Path, LineIndex>): number | undefined {
  const range = rangeOf(project.files, place);
  const text = project.files.text(place.path);
  if (text === undefined || range === undefined) return undefined;
  const known = lines.get(place.path) ?? lineIndex(text);
  lines.set(place.path, known);
  return known.position(range.start).line + 1;
}
