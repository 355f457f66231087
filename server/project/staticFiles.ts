import { resolve } from '../python/resolve';
import { asItems, asString, likeliest, placeOf } from '../python/values';
import type { World } from '../python/world';
import { isAbsolute, join, type Path } from '../text/paths';
import { type App, unlikelyLast } from './apps/apps';
import type { Files } from './files';
import { type Problem, whyNot } from './problem';
import { type Settings, stringList } from './settings';
import { filesBelow } from './sources';

/** The files that `{% static %}` can name. */
export interface StaticFiles {
  /** Path for `{% static %}` to the files that the finders find, in their order: the first is the one that is served. */
  readonly files: ReadonlyMap<string, readonly Path[]>;
  /** Paths without a file at hand: of Django's own apps where these are not installed. */
  readonly virtual: ReadonlySet<string>;
  /** Whether there is no static file besides these: only Django's own finders, and all their folders are known. */
  readonly certain: boolean;
  readonly problems: readonly Problem[];
}

/** What django.contrib.staticfiles.finders find: for each of STATICFILES_FINDERS what its `list()` gives. */
export function readStaticFiles(
  settings: Settings,
  apps: readonly App[],
  root: Path,
  world: World,
  files: Files,
): StaticFiles {
  const found = new Map<string, Path[]>();
  const problems: Problem[] = [];
  const finders = stringList(settings.value('STATICFILES_FINDERS'), world);
  let certain = settings.certain && finders.complete;
  for (const { text, place } of finders.items) {
    const folders =
      text === fileSystem
        ? staticDirs(settings, root, world, problems)
        : text === appDirectories
          ? unlikelyLast(apps).flatMap(({ path }) =>
              path === undefined ? [] : [{ path: join(path, 'static'), prefix: '' }],
            )
          : undefined;
    if (folders === undefined) {
      certain = false;
      if (text !== defaultStorage)
        problems.push({ what: `STATICFILES_FINDERS: '${text}'`, why: 'what this finder finds is not known', place });
    }
    for (const { path, prefix } of folders ?? []) {
      for (const name of filesBelow(files, path)) {
        const own = join(path, name);
        const paths = found.get(prefix + name);
        if (paths === undefined) found.set(prefix + name, [own]);
        else if (!paths.includes(own)) paths.push(own);
      }
    }
  }
  return {
    files: found,
    virtual: new Set(apps.flatMap((app) => app.contrib?.static ?? [])),
    problems,
    certain:
      certain && problems.length === 0 && apps.every((app) => app.path !== undefined || app.contrib !== undefined),
  };
}

const fileSystem = 'django.contrib.staticfiles.finders.FileSystemFinder';
const appDirectories = 'django.contrib.staticfiles.finders.AppDirectoriesFinder';
const defaultStorage = 'django.contrib.staticfiles.finders.DefaultStorageFinder';

interface StaticFolder {
  readonly path: Path;
  /** What stands before the names of its files, with its slash. */
  readonly prefix: string;
}

/** FileSystemFinder.__init__: the folders of STATICFILES_DIRS, each with or without a prefix. */
function staticDirs(settings: Settings, root: Path, world: World, problems: Problem[]): StaticFolder[] {
  const dirs = settings.value('STATICFILES_DIRS');
  const items = asItems(dirs);
  if (dirs !== undefined && items === undefined)
    problems.push({
      what: 'STATICFILES_DIRS',
      why: whyNot(likeliest(dirs), 'a list of folders'),
      place: placeOf(dirs),
    });
  return (items ?? []).flatMap((item) => {
    const entry = likeliest(resolve(item.value, world));
    const pair = asItems(entry);
    const [prefix, folder] = pair
      ? [asString(pair[0]?.value), asString(pair[1] && resolve(pair[1].value, world))]
      : ['', asString(entry)];
    if (folder !== undefined && prefix !== undefined)
      return [{ path: isAbsolute(folder) ? folder : join(root, folder), prefix: prefix === '' ? '' : `${prefix}/` }];
    problems.push({ what: 'an entry of STATICFILES_DIRS', why: whyNot(entry, 'a folder'), place: placeOf(entry) });
    return [];
  });
}
