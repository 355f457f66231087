import { absoluteModule } from '../python/resolve';
import { isInside, type Path } from '../text/paths';
import type { Files } from './files';
import type { Modules } from './modules';

interface ImportContext {
  readonly files: Files;
  readonly modules: Modules;
  readonly root: Path;
}

/**
 * Makes a function that tells what a module of the project imports, itself or by way of others of the project, that is not
 * installed: importing it fails. Imports under a condition or within a `try` do not count, nor does what installed packages import.
 */
export function createMissingImports({ files, modules, root }: ImportContext): (module: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const missing = (name: string): string | undefined => {
    if (known.has(name)) return known.get(name);
    // Modules that import each other do not fail for that.
    known.set(name, undefined);
    const found = find(name);
    known.set(name, found);
    return found;
  };
  const find = (name: string): string | undefined => {
    const parts = name.split('.');
    for (let length = 1; length <= parts.length; length++) {
      const module = parts.slice(0, length).join('.');
      if (modules.has(module) === false) return module;
      const lacks = length < parts.length ? missing(module) : importedBy(module);
      if (lacks !== undefined) return lacks;
    }
    return undefined;
  };
  const importedBy = (name: string): string | undefined => {
    const module = modules.find(name);
    if (module?.path === undefined || !isInside(module.path, root)) return undefined;
    for (const statement of files.module(module.path)?.statements ?? []) {
      if (statement.kind !== 'import' && statement.kind !== 'from' && statement.kind !== 'star-import') continue;
      const target =
        statement.kind === 'import'
          ? statement.module
          : absoluteModule({ module: name, isPackage: module.isPackage }, statement.module, statement.level);
      const lacks = target === undefined || target === '' ? undefined : missing(target);
      if (lacks !== undefined) return lacks;
      const child = statement.kind === 'from' ? `${target}.${statement.name}` : undefined;
      const below = child !== undefined && modules.find(child) ? missing(child) : undefined;
      if (below !== undefined) return below;
    }
    return undefined;
  };
  return missing;
}
