import { resolve } from '../python/resolve';
import { asItems, asString, likeliest } from '../python/values';
import type { World } from '../python/world';
import { isAbsolute, join, type Path } from '../text/paths';
import { type App, unlikelyLast } from './apps';
import type { Files } from './files';
import { type Settings, stringList } from './settings';
import { filesBelow } from './templates';

/** The files that `{% static %}` can name. */
export interface StaticFiles {
  /** Path for `{% static %}` to the file that the first finder finds. */
  readonly files: ReadonlyMap<string, Path>;
  /** Paths without a file at hand: of Django's own apps where these are not installed. */
  readonly virtual: ReadonlySet<string>;
  /** Whether there is no static file besides these: only Django's own finders, and all their folders are known. */
  readonly certain: boolean;
}

/** What django.contrib.staticfiles.finders find: STATICFILES_DIRS, then the `static` folder of every app. */
export function readStaticFiles(
  settings: Settings,
  apps: readonly App[],
  root: Path,
  world: World,
  files: Files,
): StaticFiles {
  const found = new Map<string, Path>();
  const add = (folder: Path, prefix: string) => {
    for (const name of filesBelow(files, folder))
      if (!found.has(prefix + name)) found.set(prefix + name, join(folder, name));
  };
  const dirs = settings.value('STATICFILES_DIRS');
  let certain = settings.certain && asItems(dirs) !== undefined;
  for (const item of asItems(dirs) ?? []) {
    const entry = likeliest(resolve(item.value, world));
    const pair = asItems(entry);
    const [prefix, folder] = pair
      ? [asString(pair[0]?.value), asString(pair[1] && resolve(pair[1].value, world))]
      : ['', asString(entry)];
    if (folder === undefined || prefix === undefined) certain = false;
    else add(isAbsolute(folder) ? folder : join(root, folder), prefix === '' ? '' : `${prefix}/`);
  }
  for (const app of unlikelyLast(apps)) if (app.path !== undefined) add(join(app.path, 'static'), '');
  const finders = stringList(settings.value('STATICFILES_FINDERS'), world);
  const own = finders.items.every(({ text }) => text.startsWith('django.contrib.staticfiles.finders.'));
  return {
    files: found,
    virtual: new Set(apps.flatMap((app) => app.contrib?.static ?? [])),
    certain:
      certain && own && finders.complete && apps.every((app) => app.path !== undefined || app.contrib !== undefined),
  };
}
