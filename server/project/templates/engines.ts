import { resolve } from '../../python/resolve';
import {
  asItems,
  asString,
  entryOf,
  likeliest,
  literal,
  type Place,
  placeOf,
  truth,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import { isAbsolute, join, type Path } from '../../text/paths';
import { type App, type Apps, unlikelyLast } from '../apps/apps';
import { cottonBase, withCotton } from '../components/cotton';
import { componentFolders } from '../components/djangoComponents';
import { type ImportString, type ImportStrings, readImportStrings } from '../modules/importStrings';
import { type Problem, whyNot } from '../problem';
import { isSureList, type Settings, stringList } from '../settings';
import { defaultLoaders, loadersOf } from './loaders';

/** A template engine of TEMPLATES. */
export interface Engine {
  /** Its alias: NAME, else the name of the backend's module. */
  readonly name: string;
  readonly backend: 'django' | 'jinja2' | 'other';
  /** Dotted path of the backend's class. */
  readonly class: string;
  /** The entry of TEMPLATES. */
  readonly place: Place | undefined;
  /** Dotted paths of the loaders' classes, a loader before those inside it. */
  readonly loaders: readonly string[];
  /** OPTIONS["context_processors"], in order. */
  readonly contextProcessors: ImportStrings;
  /** What makes the environment of Jinja2: the function or class of OPTIONS["environment"]. */
  readonly environment: ImportString | undefined;
  /** The folders that its loaders search, in loading order. */
  readonly folders: readonly Path[];
  /** Names given by a locmem loader. */
  readonly names: readonly string[];
  /** OPTIONS["libraries"]: name to module. */
  readonly libraries: ReadonlyMap<string, string>;
  /** OPTIONS["builtins"]: modules. */
  readonly builtins: readonly string[];
  /** Whether all folders and options are known. */
  readonly certain: boolean;
}

export interface Engines {
  readonly list: readonly Engine[];
  readonly certain: boolean;
  readonly problems: readonly Problem[];
}

/** The engines of TEMPLATES, with their loaders as django.template.engine.Engine sets them up. */
export function readEngines(settings: Settings, apps: Apps, world: World, root: Path): Engines {
  const value = settings.value('TEMPLATES');
  const items = asItems(value);
  const problems: Problem[] = [];
  const isSure = value?.kind !== 'choice';
  const read = (items ?? [])
    .map((item) => readEngine(likeliest(resolve(item.value, world)), settings, apps, world, root, problems))
    .map((engine) => (isSure ? engine : { ...engine, certain: false }));
  const search = (engine: Engine) => {
    const entry = items?.[read.indexOf(engine)];
    const dirs = entry && entryOf(likeliest(resolve(entry.value, world)), 'DIRS');
    const own = stringList(dirs && likeliest(resolve(dirs, world)), world).items.map(({ text }) => text);
    return [...own.map((one) => inRoot(one, root)), ...templateFolders(apps, engine.backend)];
  };
  const list = withCotton(read, settings, apps, search);
  return { list, problems, certain: items !== undefined && list.every((engine) => engine.certain) };
}

function readEngine(
  value: Value,
  settings: Settings,
  apps: Apps,
  world: World,
  root: Path,
  problems: Problem[],
): Engine {
  const entry = (of: Value | undefined, key: string): Value | undefined => {
    const found = entryOf(of, key);
    return found && likeliest(resolve(found, world));
  };
  const backend = asString(entry(value, 'BACKEND')) ?? '';
  const kind = backend.endsWith('.DjangoTemplates') ? 'django' : backend.endsWith('.Jinja2') ? 'jinja2' : 'other';
  const dirs = entry(value, 'DIRS');
  const folders = stringList(dirs, world);
  const complete = dirs === undefined || (folders.complete && isSureList(entryOf(value, 'DIRS'), world));
  if (!complete)
    problems.push({
      what: "TEMPLATES: 'DIRS'",
      why: whyNot(dirs!, 'a list of folders'),
      place: dirs!.kind === 'choice' ? undefined : dirs!.place,
    });
  const own = folders.items.map(({ text }) => inRoot(text, root));
  const inApps = templateFolders(apps, kind);
  const options = entry(value, 'OPTIONS');
  const loaders = entry(options, 'loaders');
  const usesApps = truth(entry(value, 'APP_DIRS') ?? { kind: 'literal', value: false })?.value ?? false;
  const search = loaders
    ? loadersOf(
        loaders,
        {
          dirs: own,
          apps: inApps,
          base: cottonBase(settings),
          components: () => componentFolders(settings, apps, world),
        },
        world,
      )
    : {
        folders: [...own, ...(usesApps ? inApps : [])],
        names: [],
        certain: true,
        loaders: kind === 'django' ? defaultLoaders(usesApps) : [],
      };
  const contextProcessors = readImportStrings(
    "TEMPLATES: 'context_processors'",
    kind === 'django' ? entry(options, 'context_processors') : undefined,
    world,
  );
  problems.push(...contextProcessors.problems);
  const libraries = entry(options, 'libraries');
  const builtins = entry(options, 'builtins');
  const namedLibraries = libraries?.kind === 'dict' ? libraries.entries : [];
  const known = namedLibraries.map((one): [string | undefined, string | undefined] => [
    asString(one.key),
    asString(resolve(one.value, world)),
  ]);
  const builtinModules = stringList(builtins, world);
  return {
    name: asString(entry(value, 'NAME')) ?? backend.split('.').at(-2) ?? '',
    backend: kind,
    class: backend,
    place: placeOf(value),
    loaders: search.loaders,
    contextProcessors,
    environment: kind === 'jinja2' ? environmentOf(entry(options, 'environment'), world) : undefined,
    folders: [...new Set(search.folders)],
    names: search.names,
    libraries: new Map(
      known.filter((pair): pair is [string, string] => pair[0] !== undefined && pair[1] !== undefined),
    ),
    builtins: builtinModules.items.map(({ text }) => text),
    certain:
      complete &&
      isWhole(value) &&
      (options === undefined || isWhole(options)) &&
      search.certain &&
      settings.certain &&
      (libraries === undefined ||
        (libraries.kind === 'dict' && known.every((pair) => pair[0] !== undefined && pair[1] !== undefined))) &&
      (builtins === undefined || builtinModules.complete),
  };
}

/** OPTIONS["environment"] as django.template.backends.jinja2.Jinja2.__init__ takes it. */
function environmentOf(value: Value | undefined, world: World): ImportString | undefined {
  const path = value ?? literal('jinja2.Environment');
  return readImportStrings(
    "TEMPLATES: 'environment'",
    { kind: 'list', items: [{ value: path }], depth: 0, owner: {} },
    world,
  ).list[0];
}

/** Whether all keys of a dict are known. */
function isWhole(value: Value): boolean {
  return value.kind === 'dict' && value.entries.every((entry) => asString(entry.key) !== undefined);
}

function inRoot(folder: Path, root: Path): Path {
  return isAbsolute(folder) ? folder : join(root, folder);
}

function templateFolders(apps: Apps, backend: Engine['backend']): Path[] {
  return unlikelyLast(apps.list).flatMap((app) => templateFolder(app, backend));
}

/** django.template.utils.get_app_template_dirs; Jinja2's backend has a folder of its own name. */
function templateFolder(app: App, backend: Engine['backend']): Path[] {
  return app.path === undefined ? [] : [join(app.path, backend === 'jinja2' ? 'jinja2' : 'templates')];
}
