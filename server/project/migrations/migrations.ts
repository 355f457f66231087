import { classMember, resolve } from '../../python/resolve';
import {
  asItems,
  asString,
  type ClassValue,
  dottedOf,
  entryOf,
  likeliest,
  optionsOf,
  placeOf,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import { join, type Path } from '../../text/paths';
import { type App, type Apps, isInstalled } from '../apps/apps';
import type { Files } from '../files';
import type { Modules } from '../modules/modules';
import { type Problem, whyNot } from '../problem';
import type { Settings } from '../settings';

/** A migration of an installed app, as its file is named. */
export interface Migration {
  readonly app: string;
  readonly name: string;
  readonly module: string;
  readonly path: Path;
}

export interface Migrations {
  readonly list: readonly Migration[];
  readonly problems: readonly Problem[];
}

export interface MigrationContext {
  readonly world: World;
  readonly modules: Modules;
  readonly files: Files;
  readonly apps: Apps;
  readonly settings: Settings;
}

/** The migrations of the installed apps, by their files (django.db.migrations.loader.MigrationLoader.load_disk); none of them is read. */
export function readMigrations(context: MigrationContext): Migrations {
  const list: Migration[] = [];
  const problems: Problem[] = [];
  for (const app of context.apps.list) {
    if (!isInstalled(app)) continue;
    const module = migrationsModule(app, context);
    if (module === undefined) continue;
    if (typeof module !== 'string') problems.push(module);
    else for (const migration of migrationsIn(app, module, context)) list.push(migration);
  }
  return { list, problems };
}

/** MigrationLoader.migrations_module: MIGRATION_MODULES may name another package, or none for an app without migrations. */
function migrationsModule(app: App, { settings, world }: MigrationContext): string | Problem | undefined {
  const own = entryOf(settings.value('MIGRATION_MODULES'), app.label);
  if (own === undefined) return `${app.name}.migrations`;
  const value = likeliest(resolve(own, world));
  const text = asString(value);
  if (text !== undefined) return text;
  if (value.kind === 'literal') return undefined;
  return { what: `the migrations of '${app.label}'`, why: 'MIGRATION_MODULES names a package that is not known' };
}

/** The modules of the package whose names do not start with `_` or `~`; a package without __init__.py has none. */
function migrationsIn(app: App, module: string, { modules, files }: MigrationContext): Migration[] {
  const found = modules.find(module);
  if (found?.path === undefined || !found.isPackage) return [];
  const [folder] = found.folders;
  const names = [...(files.directory(folder) ?? [])]
    .filter(([name, isFolder]) => !isFolder && /^[^_~.][^.]*\.py$/.test(name))
    .map(([name]) => name.slice(0, -3));
  return names
    .sort()
    .map((name) => ({ app: app.label, name, module: `${module}.${name}`, path: join(folder, `${name}.py`) }));
}

/** A migration's app and name. `__first__` and `__latest__` stand for the first and last of an app. */
export interface MigrationKey {
  readonly app: string;
  readonly name: string;
}

/** What the file of a migration says. */
export interface MigrationContent {
  readonly value: ClassValue;
  readonly dependencies: readonly MigrationKey[];
  readonly runBefore: readonly MigrationKey[];
  /** The migrations that this squashed one stands for. */
  readonly replaces: readonly MigrationKey[];
  /** The calls that make the operations, or what else stands in their list, in order. */
  readonly operations: readonly Value[];
  /** What of it is not known without running the code; it is left out above. */
  readonly problems: readonly Problem[];
}

/** The class `Migration` of a migration's module (django.db.migrations.migration.Migration); undefined where there is none, which Django refuses. */
export function migrationContent(migration: Migration, world: World): MigrationContent | undefined {
  const named = world.namespace(migration.module)?.names.get('Migration');
  const value = named && likeliest(resolve(named, world));
  if (value?.kind !== 'class') return undefined;
  const problems: Problem[] = [];
  const isUnknown = (name: string, of: Value, why: string) => {
    problems.push({ what: `'${name}' of the migration ${migration.app}.${migration.name}`, why, place: placeOf(of) });
    return [];
  };
  const items = (name: string): Value[] => {
    const member = classMember(value, name, world);
    if (member === undefined) return [];
    const options = optionsOf(resolve(member, world));
    const list = asItems(options[0]);
    if (list === undefined) return isUnknown(name, member, whyNot(options[0], 'a list'));
    if (options.length > 1 && name === 'operations')
      return isUnknown(name, member, 'it depends on what the code runs with');
    return list.flatMap((item) => {
      if (item.maybe !== undefined) return isUnknown(name, item.value, 'it depends on what the code runs with');
      return [likeliest(resolve(item.value, world))];
    });
  };
  const keys = (name: string): MigrationKey[] =>
    items(name).flatMap((item) => {
      const key = keyOf(item, world);
      return key ? [key] : isUnknown(name, item, 'the app or the name is not known');
    });
  return {
    value,
    dependencies: keys('dependencies'),
    runBefore: keys('run_before'),
    replaces: keys('replaces'),
    operations: items('operations'),
    problems,
  };
}

/** `("app", "name")`, or what django.db.migrations.migration.swappable_dependency makes of a setting that names a model. */
function keyOf(value: Value, world: World): MigrationKey | undefined {
  if (value.kind === 'call' && /(?:^|\.)swappable_dependency$/.test(dottedOf(value.callee) ?? '')) {
    const setting = value.args[0] && resolve(value.args[0], world);
    const model = setting && setString(setting);
    return model === undefined ? undefined : { app: model.split('.')[0], name: '__first__' };
  }
  const [app, name] = (asItems(value) ?? []).map((item) => asString(resolve(item.value, world)));
  return app === undefined || name === undefined ? undefined : { app, name };
}

/** The text of a setting that is surely set. */
function setString(value: Value): string | undefined {
  return optionsOf(value).some((one) => one.kind === 'unknown') ? undefined : asString(value);
}
