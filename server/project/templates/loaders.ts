import { findMember, linearized, resolve } from '../../python/resolve';
import { runMethod } from '../../python/run';
import {
  asItems,
  asString,
  type ClassValue,
  callOf,
  dottedOf,
  likeliest,
  literal,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import type { Path } from '../../text/paths';
import { cottonLoader } from '../components/cotton';
import { componentsLoader } from '../components/djangoComponents';
import { stringList } from '../settings';
import { appDirectoriesLoader, cachedLoader, filesystemLoader } from './loaderPaths';

/** What the loaders of an engine search. */
export interface Search {
  readonly loaders: readonly string[];
  readonly folders: readonly Path[];
  readonly names: readonly string[];
  readonly certain: boolean;
}

/** The folders that loaders search: those of the engine, of the apps, what django-cotton adds to both, and those of django-components. */
export interface Folders {
  readonly dirs: readonly Path[];
  readonly apps: readonly Path[];
  readonly base: readonly Path[];
  components(): readonly Path[];
}

/** django.template.engine.Engine.find_template_loader, for Django's own loaders and those of packages for components. */
export function loadersOf(loaders: Value, known: Folders, world: World): Search {
  const parts = (asItems(loaders) ?? []).map((item): Search => {
    const loader = likeliest(resolve(item.value, world));
    const [name, argument] =
      loader.kind === 'literal' ? [asString(loader), undefined] : (asItems(loader) ?? []).map((one) => one.value);
    const path = typeof name === 'string' ? name : asString(name);
    const given = argument && likeliest(resolve(argument, world));
    const own = path === undefined ? [] : [path];
    switch (path) {
      case filesystemLoader:
        return {
          loaders: own,
          folders: given ? stringList(given, world).items.map(({ text }) => text) : known.dirs,
          names: [],
          certain: true,
        };
      case appDirectoriesLoader:
        return { loaders: own, folders: known.apps, names: [], certain: true };
      case cottonLoader: {
        const dirs = given ? stringList(given, world).items.map(({ text }) => text) : known.dirs;
        return { loaders: own, folders: [...dirs, ...known.apps, ...known.base], names: [], certain: true };
      }
      case cachedLoader: {
        const inside = given && loadersOf(given, known, world);
        return inside
          ? { ...inside, loaders: [...own, ...inside.loaders] }
          : { loaders: own, folders: [], names: [], certain: false };
      }
      case componentsLoader:
        return { loaders: own, folders: known.components(), names: [], certain: true };
      case 'django.template.loaders.locmem.Loader':
        return {
          loaders: own,
          folders: [],
          names: given?.kind === 'dict' ? given.entries.flatMap((one) => asString(one.key) ?? []) : [],
          certain: given?.kind === 'dict',
        };
      default:
        return { loaders: own, names: [], ...(path === undefined ? nothing : ownLoader(path, given, known, world)) };
    }
  });
  return {
    loaders: parts.flatMap((part) => part.loaders),
    folders: parts.flatMap((part) => part.folders),
    names: parts.flatMap((part) => part.names),
    certain: asItems(loaders) !== undefined && parts.every((part) => part.certain),
  };
}

/** django.template.engine.Engine.__init__: without OPTIONS["loaders"] they are cached. */
export function defaultLoaders(usesApps: boolean): string[] {
  return [cachedLoader, filesystemLoader, ...(usesApps ? [appDirectoriesLoader] : [])];
}

const nothing = { folders: [], certain: false };

/**
 * What a loader of the project or a package searches: one that derives from a loader of Django looks where that does, or
 * where its own get_dirs() says (django.template.loaders.filesystem.Loader.get_template_sources).
 */
function ownLoader(
  path: string,
  given: Value | undefined,
  known: Folders,
  world: World,
): Pick<Search, 'folders' | 'certain'> {
  const type = likeliest(resolve({ kind: 'ref', dotted: path }, world));
  if (type.kind !== 'class') return nothing;
  const base = linearized(type, world)
    .map(dottedOf)
    .find((one) => one === filesystemLoader || one === appDirectoriesLoader);
  if (base === undefined) return nothing;
  const dirs = given ? stringList(given, world).items.map(({ text }) => text) : known.dirs;
  const asBase = base === appDirectoriesLoader ? known.apps : dirs;
  const changes = ['get_template_sources', 'get_contents', 'get_template'].some((name) => isOwn(name, type, world));
  if (!isOwn('get_dirs', type, world)) return { folders: asBase, certain: !changes };
  const found = foldersGiven(type, dirs, asBase, known, world);
  return found ? { folders: found, certain: !changes } : { folders: asBase, certain: false };
}

function isOwn(name: string, type: ClassValue, world: World): boolean {
  const found = findMember(type, name, world);
  return found !== undefined && !found.owner.module.startsWith('django.');
}

/** What the own get_dirs() of a loader gives; undefined where that is not known. */
function foldersGiven(
  type: ClassValue,
  dirs: readonly Path[],
  asBase: readonly Path[],
  known: Folders,
  world: World,
): readonly Path[] | undefined {
  const { place } = type;
  const instance = (callee: Value, attributes: [string, Value][]) => callOf(callee, place, new Map(attributes), owner);
  const engine = instance({ kind: 'ref', dotted: 'django.template.engine.Engine' }, [['dirs', listOf(dirs)]]);
  const self = instance(type, [
    ['engine', engine],
    ['dirs', literal(null)],
  ]);
  const knowing: World = {
    ...world,
    knownCall(dotted, call) {
      if (dotted === 'django.template.utils.get_app_template_dirs') return listOf(known.apps);
      if (dotted === `${filesystemLoader}.get_dirs` || dotted === `${appDirectoriesLoader}.get_dirs`)
        return listOf(asBase);
      return world.knownCall(dotted, call);
    },
  };
  const items = asItems(runMethod(findMember(type, 'get_dirs', world)!, self, knowing)?.value);
  const paths = items?.filter(({ maybe }) => maybe !== 'unlikely').map(({ value }) => asString(resolve(value, world)));
  return paths === undefined || paths.includes(undefined) ? undefined : (paths as Path[]);
}

const owner = {};

function listOf(paths: readonly Path[]): Value {
  return { kind: 'tuple', items: paths.map((value) => ({ value: { kind: 'path', value } })), depth: 0, owner };
}
