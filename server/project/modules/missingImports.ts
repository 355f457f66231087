import type { DjangoVersion } from '../../django/versions';
import { absoluteModule } from '../../python/resolve';
import type { Statement } from '../../python/syntax';
import type { ClassValue } from '../../python/values';
import type { World } from '../../python/world';
import { isInside, type Path } from '../../text/paths';
import type { App } from '../apps/apps';
import { containingApp } from '../apps/containingApp';
import type { Files } from '../files';
import { type Ancestry, createAncestry } from '../models/ancestry';
import { isModel } from '../models/declare';
import { declaredMeta, metaOf, option } from '../models/meta';
import { hasOwnNew } from '../models/metaclass';
import type { Modules } from './modules';

export interface ImportContext {
  readonly files: Files;
  readonly modules: Modules;
  readonly world: World;
  readonly apps: readonly App[];
  readonly version: DjangoVersion;
  readonly root: Path;
}

/** Why a module cannot be imported. */
interface Failure {
  /** For people; a sentence about "it", without a full stop. */
  readonly why: string;
  /** Whether the error is an ImportError, which code often expects. */
  readonly isImportError: boolean;
}

/** The module that an import stands in. */
interface Importer {
  readonly module: string;
  readonly isPackage: boolean;
}

/**
 * Makes a function that tells why importing a module of the project fails, for people: what it needs, itself or by way of
 * others of the project, that is not there. Imports under a condition do not count, those within a `try` only where no
 * handler helps, and what installed packages import only for the parts of Django that need more than Django.
 */
export function createMissingImports(context: ImportContext): (module: string) => string | undefined {
  const ancestry = createAncestry(context.world, context.version);
  const known = new Map<string, Failure | undefined>();
  const failing = (name: string): Failure | undefined => {
    if (known.has(name)) return known.get(name);
    // Modules that import each other do not fail for that.
    known.set(name, undefined);
    const found = find(name);
    known.set(name, found);
    return found;
  };
  const find = (name: string): Failure | undefined => {
    const parts = name.split('.');
    for (let length = 1; length <= parts.length; length++) {
      const module = parts.slice(0, length).join('.');
      if (length > 1 && makesModules(parts.slice(0, length - 1).join('.'), context)) return undefined;
      if (context.modules.has(module) === false)
        return { why: `it imports ${module}, which is not installed`, isImportError: true };
      const failure = length < parts.length ? failing(module) : running(module, context, ancestry, failing);
      if (failure) return failure;
    }
    return undefined;
  };
  return (module) => failing(module)?.why;
}

/** Whether a file sets its `__path__`: it puts what is imported from below it into sys.modules itself, as `six` does. */
function makesModules(name: string, { modules, files }: ImportContext): boolean {
  const module = modules.find(name);
  if (module?.path === undefined || module.isPackage) return false;
  const statements = files.module(module.path)?.statements ?? [];
  return statements.some(
    (one) =>
      one.kind === 'assign' && one.targets.some((target) => target.kind === 'name' && target.name === '__path__'),
  );
}

type Failing = (module: string) => Failure | undefined;

/** Why the code of a module fails, imports first. */
function running(name: string, context: ImportContext, ancestry: Ancestry, failing: Failing): Failure | undefined {
  const { files, modules, apps, root } = context;
  if (name === gdal && !apps.some((app) => app.name === 'django.contrib.gis'))
    return {
      why: 'it needs the library GDAL, and django.contrib.gis is not among INSTALLED_APPS',
      isImportError: false,
    };
  const module = modules.find(name);
  if (module?.path === undefined || !(isInside(module.path, root) || demanding.test(name))) return undefined;
  const importer = { module: name, isPackage: module.isPackage };
  const statements = files.module(module.path)?.statements ?? [];
  return (
    importing(statements, importer, context, failing) ??
    (demanding.test(name) ? undefined : homeless(name, context, ancestry))
  );
}

/** The parts of Django that import what does not come with Django: drivers of databases, libraries of the system. */
const demanding = /^django\.(?:contrib\.(?:gis|postgres)|db\.backends\.(?:mysql|oracle|postgresql))(?:\.|$)/;

/** The module that loads the library, and fails without it. */
const gdal = 'django.contrib.gis.gdal.libgdal';

function importing(
  statements: readonly Statement[],
  importer: Importer,
  context: ImportContext,
  failing: Failing,
): Failure | undefined {
  for (const statement of statements) {
    const failure =
      statement.kind === 'try'
        ? attempting(statement, importer, context, failing)
        : statement.kind === 'import' || statement.kind === 'from' || statement.kind === 'star-import'
          ? imported(statement, importer, context, failing)
          : undefined;
    if (failure) return failure;
  }
  return undefined;
}

function attempting(
  statement: Extract<Statement, { kind: 'try' }>,
  importer: Importer,
  context: ImportContext,
  failing: Failing,
): Failure | undefined {
  const failure = importing(statement.body, importer, context, failing);
  if (failure === undefined) return undefined;
  const handler = statement.handlers.find(({ types }) => catches(types, failure));
  return handler ? importing(handler.body, importer, context, failing) : failure;
}

/** Whether an except clause for these exceptions, none for any, catches a failure. */
function catches(types: readonly string[], { isImportError }: Failure): boolean {
  const caught = isImportError ? /^(?:ImportError|ModuleNotFoundError|(?:Base)?Exception)$/ : /^(?:Base)?Exception$/;
  return types.length === 0 || types.some((type) => caught.test(type));
}

function imported(
  statement: Extract<Statement, { kind: 'import' | 'from' | 'star-import' }>,
  importer: Importer,
  context: ImportContext,
  failing: Failing,
): Failure | undefined {
  const { modules } = context;
  const target =
    statement.kind === 'import' ? statement.module : absoluteModule(importer, statement.module, statement.level);
  const failure = target === undefined || target === '' ? undefined : failing(target);
  if (failure) return failure;
  if (statement.kind !== 'from' || target === undefined) return undefined;
  const child = `${target}.${statement.name}`;
  if (modules.find(child)) return failing(child);
  return lacksName(target, statement.name, context)
    ? { why: `it imports '${statement.name}' from ${target}, which has no such name`, isImportError: true }
    : undefined;
}

/** Whether a module of the project certainly has no such name: one that only imports and defines, as packages do that gather what their modules have. */
function lacksName(target: string, name: string, { files, modules, world, root }: ImportContext): boolean {
  const path = modules.find(target)?.path;
  const namespace = path !== undefined && isInside(path, root) ? world.namespace(target) : undefined;
  const statements = path === undefined ? undefined : files.module(path)?.statements;
  if (namespace === undefined || statements === undefined || namespace.unreadStars.length > 0) return false;
  if (namespace.names.has(name) || namespace.names.has('__getattr__') || /^__\w+__$/.test(name)) return false;
  return modules.has(`${target}.${name}`) === false && statements.every(isPlain);
}

/** Whether a statement binds the names that it says, and no others. */
function isPlain(statement: Statement): boolean {
  if (statement.kind === 'expression') return statement.value.kind === 'string';
  if (statement.kind === 'assign') return statement.targets.every((target) => target.kind === 'name');
  return /^(?:class|from|function|import|star-import)$/.test(statement.kind);
}

/** django.db.models.base.ModelBase.__new__: a model that is not abstract has an app_label, or stands in an installed app. */
function homeless(module: string, { apps, world }: ImportContext, ancestry: Ancestry): Failure | undefined {
  if (containingApp(module, apps)) return undefined;
  for (const value of world.namespace(module)?.names.values() ?? []) {
    if (value.kind !== 'class' || value.module !== module || !isModel(value, ancestry)) continue;
    if (declaredMeta(value, world).abstract || hasOwnNew(value, world)) continue;
    const declared = (one: ClassValue) => declaredMeta(one, world);
    const meta = metaOf(ancestry.classes(value), declared, (one) => isModel(one, ancestry));
    if (option(meta, 'app_label', world)) continue;
    return { why: `it defines the model ${value.qualifiedName}, whose app is not installed`, isImportError: false };
  }
  return undefined;
}
