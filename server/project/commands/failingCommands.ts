import { nearestVersion } from '../../django/versions';
import { createMissingImports } from '../modules/missingImports';
import type { Project } from '../project';

/** The commands that Django lists and cannot load, by name: why importing their modules fails (load_command_class). */
export function failingCommands({
  commands,
  files,
  modules,
  world,
  apps,
  django,
  root,
}: Project): ReadonlyMap<string, string> {
  const failing = createMissingImports({
    files,
    modules,
    world,
    apps: apps().list,
    version: nearestVersion(django().version),
    root,
  });
  const own = [...commands().byName.values()].filter(({ value }) => value !== undefined);
  const all = own.map(({ name, module }) => [name, failing(module)] as const);
  return new Map(all.filter((one): one is readonly [string, string] => one[1] !== undefined));
}
