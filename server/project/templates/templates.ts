import { join, type Path } from '../../text/paths';
import type { Apps } from '../apps/apps';
import type { Files } from '../files';
import { filesBelow, templateFoldersBelow } from '../sources';
import type { Engine, Engines } from './engines';

/** The templates that the loaders find. */
export interface TemplateIndex {
  /** Name to files, in loading order: the first is the one that Django loads. */
  readonly files: ReadonlyMap<string, readonly Path[]>;
  /** File to the name it is loaded by. */
  readonly names: ReadonlyMap<Path, string>;
  /** Names without a file: of a locmem loader, or of Django's own apps where these are not installed. */
  readonly virtual: ReadonlySet<string>;
  /** Whether there is no template besides these. */
  readonly certain: boolean;
}

/**
 * Every file below the folders of the engines of one kind, by its name for the loaders (django.template.engine.Engine.find_template and
 * get_template_sources of the loaders).
 */
export function readTemplates(
  engines: Engines,
  apps: Apps,
  files: Files,
  backend: (engine: Engine) => boolean,
): TemplateIndex {
  const found = new Map<string, Path[]>();
  const names = new Map<Path, string>();
  for (const engine of engines.list.filter(backend)) {
    for (const folder of engine.folders) {
      for (const name of filesBelow(files, folder)) {
        const path = join(folder, name);
        const paths = found.get(name);
        if (paths === undefined) found.set(name, [path]);
        else if (!paths.includes(path)) paths.push(path);
        if (!names.has(path)) names.set(path, name);
      }
    }
  }
  return {
    files: found,
    names,
    virtual: new Set([
      ...engines.list.flatMap((engine) => engine.names),
      ...apps.list.flatMap((app) => app.contrib?.templates ?? []),
    ]),
    certain: engines.certain && apps.certain && engines.list.length > 0,
  };
}

/** The names of files in folders of the workspace that look like those of templates, and that no engine searches. */
export function readLooseTemplates({ list }: Engines, workspace: Path, files: Files): ReadonlySet<string> {
  const searched = new Set(list.flatMap((engine) => engine.folders));
  const folders = templateFoldersBelow(files, workspace).filter((folder) => !searched.has(folder));
  return new Set(folders.flatMap((folder) => filesBelow(files, folder)));
}
