import { nearestVersion } from '../../django/versions';
import { createMissingImports } from '../modules/missingImports';
import type { Project } from '../project';
import { lacksClass } from './commands';

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
  const own = [...commands().byName.values()].filter(({ app, value }) => value !== undefined || !isDjangos(app));
  const all = own.map(({ name, module, value }) => {
    const lacks = value === undefined && lacksClass(module, world);
    return [name, failing(module) ?? (lacks ? `${module} has no class Command` : undefined)] as const;
  });
  return new Map(all.filter((one): one is readonly [string, string] => one[1] !== undefined));
}

function isDjangos(app: string): boolean {
  return /^django\.(?:core|contrib\.\w+)$/.test(app);
}
