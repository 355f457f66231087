/**
 * What Django says and what the index says, in one form: `{kind: Set of facts}`, each fact one line that a person can
 * read in a list of misses. Only what lives in the project counts.
 */

import { addIndexedSetup, addSetup } from './setup.mjs';

const settingsWithItems = ['INSTALLED_APPS', 'MIDDLEWARE'];
const settingsWithText = ['ROOT_URLCONF', 'AUTH_USER_MODEL', 'DEFAULT_AUTO_FIELD', 'STATIC_URL'];

/** The facts of what ask_django wrote. */
export function factsOfDjango(truth) {
  const { facts, add } = collection();
  const own = (thing) => thing.file?.startsWith('$PROJECT') ?? false;
  const apps = truth.apps.filter((app) => app.path.startsWith('$PROJECT'));
  for (const app of apps) add('apps', app.label, app.name);
  addSettings(add, truth.settings.values);
  for (const model of truth.models.filter(own)) {
    if (!model.auto_created && !model.abstract && !model.swapped) addModel(add, model);
  }
  for (const pattern of truth.urls?.patterns ?? []) {
    const place = pattern.view?.class ?? pattern.view?.callable ?? {};
    if (!own(place)) continue;
    addRoute(add, pattern.full_name, pattern.groups, pattern.route, isImportable(place) && dotted(place));
  }
  for (const engine of truth.templates) {
    // Only Django's own backend has libraries; those of Jinja2 are not Django templates.
    if (engine.library_contents === undefined) continue;
    for (const [library, contents] of Object.entries(engine.library_contents)) {
      for (const kind of ['tags', 'filters']) {
        for (const [name, place] of Object.entries(contents[kind])) {
          if (own(place)) add(kind, library.startsWith('builtin:') ? 'builtin' : library, name);
        }
      }
    }
    for (const [name, [first]] of Object.entries(engine.templates)) {
      if (own(first)) add('templates', name, first.file.replace('$PROJECT/', ''));
    }
  }
  for (const [name, command] of Object.entries(truth.commands)) {
    if (own(command)) add('commands', name, command.module);
  }
  for (const [name, command] of Object.entries(truth.commands)) {
    if (!own(command)) continue;
    for (const argument of command.arguments ?? []) {
      add('command arguments', name, argument.names.join('/'));
      if (own(argument)) add('argument places', name, argument.names.join('/'), placed(argument));
    }
  }
  for (const admin of truth.admin.filter(own)) add('admin', admin.model, dotted(admin));
  for (const form of truth.forms.filter(own)) {
    for (const field of Object.keys(form.fields)) add('forms', dotted(form), field);
  }
  for (const serializer of truth.serializers.filter(own)) {
    const fields = serializer.fields ? Object.keys(serializer.fields) : serializer.declared;
    for (const field of fields) add('serializers', dotted(serializer), field);
  }
  const labels = new Set(apps.map((app) => app.label));
  for (const migration of truth.migrations.migrations) if (labels.has(migration.app)) addMigration(add, migration);
  for (const [app, name] of truth.migrations.leaves ?? []) if (labels.has(app)) add('migration leaves', app, name);
  for (const test of truth.tests?.filter(own) ?? []) add('tests', test.id);
  for (const test of truth.pytest ?? []) add('tests of pytest', test.id);
  addSetup(add, truth, own);
  return facts;
}

/** The facts of what `djangology inspect --json` printed; tests of pytest only where pytest was asked, too. */
export function factsOfIndex(index, asked) {
  const { facts, add } = collection();
  // A file outside the project has an absolute path, on Windows with a drive's letter.
  const own = (file) => typeof file === 'string' && !/^(\/|[A-Za-z]:)/.test(file);
  for (const app of index.apps) if (own(app.path)) add('apps', app.label, app.name);
  addSettings(add, index.settings);
  for (const model of index.models) if (own(model.file) && !model.abstract) addIndexedModel(add, model);
  for (const url of index.urls) {
    if (own(url.viewFile)) addRoute(add, url.name, url.parameters, url.route, url.view);
  }
  for (const library of index.libraries) {
    for (const kind of ['tags', 'filters']) {
      for (const item of library[kind]) if (own(item.file)) add(kind, library.name ?? 'builtin', item.name);
    }
  }
  for (const { name, files } of index.templates) if (own(files[0])) add('templates', name, files[0]);
  for (const command of index.commands.filter((one) => own(one.file))) {
    add('commands', command.name, command.module);
    for (const argument of command.arguments) {
      add('command arguments', command.name, argument.names.join('/'));
      if (own(argument.file)) add('argument places', command.name, argument.names.join('/'), placed(argument));
    }
  }
  for (const admin of index.admin) if (own(admin.file)) add('admin', admin.model, admin.class);
  for (const kind of ['forms', 'serializers']) {
    for (const item of index[kind].filter((one) => own(one.file))) {
      for (const field of item.fields) add(kind, item.class, field);
    }
  }
  for (const migration of index.migrations.filter((one) => own(one.file))) addIndexedMigration(add, migration);
  const ownApps = new Set(index.apps.filter((app) => own(app.path)).map((app) => app.label));
  for (const [app, name] of index.migrationLeaves) if (ownApps.has(app)) add('migration leaves', app, name);
  for (const test of index.tests) if (own(test.file)) add('tests', test.id);
  for (const test of asked.pytest ? index.testsOfPytest : []) if (own(test.file)) add('tests of pytest', test.id);
  addIndexedSetup(add, index, own);
  return facts;
}

function collection() {
  const facts = {};
  const add = (kind, ...parts) => {
    facts[kind] ??= new Set();
    facts[kind].add(parts.join(' '));
  };
  return { facts, add };
}

function addSettings(add, values) {
  for (const name of settingsWithItems) for (const item of values[name] ?? []) add('settings', name, item);
  for (const name of settingsWithText) if (values[name]) add('settings', name, values[name]);
}

function addRoute(add, name, parameters, route, view) {
  if (name) {
    add('url names', name);
    add('url parameters', name, [...parameters].sort().join(','));
  }
  if (view) add('routes to views', route, view);
}

function addModel(add, model) {
  add('models', model.label);
  for (const field of model.fields.filter((one) => !one.hidden)) {
    if (field.kind === 'reverse') {
      if (!field.accessor) continue;
      add('reverse accessors', model.label, field.accessor, field.related_model);
      add('query names', model.label, field.query_name);
    } else {
      add('fields', model.label, field.name, lastPart(field.class));
      add('query names', model.label, field.name);
      if (field.relation && field.related_model) add('relations', model.label, field.name, field.related_model);
    }
  }
  for (const manager of model.managers) add('managers', model.label, manager.name);
}

function addIndexedModel(add, model) {
  add('models', model.label);
  for (const field of model.fields) {
    add('fields', model.label, field.name, lastPart(field.class));
    add('query names', model.label, field.name);
    if (field.to) add('relations', model.label, field.name, field.to);
  }
  for (const reverse of model.reverse.filter((one) => one.accessor)) {
    add('reverse accessors', model.label, reverse.accessor, reverse.from);
    add('query names', model.label, reverse.queryName);
  }
  for (const manager of model.managers) add('managers', model.label, manager);
}

function addMigration(add, { app, name, dependencies, run_before: runBefore, replaces, operations }) {
  add('migrations', app, name);
  operations.forEach((operation, at) => {
    add('operations', app, name, at, operation);
  });
  for (const [kind, keys] of Object.entries({ dependencies, 'run before': runBefore, replaces })) {
    for (const [otherApp, other] of keys) add('migration links', app, name, kind, otherApp, other);
  }
}

function addIndexedMigration(add, { operations, runBefore, ...rest }) {
  addMigration(add, { ...rest, run_before: runBefore, operations: operations.map((one) => one.class) });
}

/** A function made inside another one has no dotted path that could be compared. */
function isImportable(place) {
  return place.qualname !== undefined && !/<locals>|<lambda>/.test(place.qualname);
}

function placed({ file, line }) {
  return `${file.replace('$PROJECT/', '')}:${line}`;
}

function dotted(place) {
  return `${place.module}.${place.qualname}`;
}

function lastPart(path) {
  return path?.slice(path.lastIndexOf('.') + 1) ?? '';
}
