import { join, type Path } from '../text/paths';
import { isSkippedFolder } from './discovery';
import type { Files } from './files';

/** Every Python file below a project's folder; dependencies, caches, virtual environments and other projects left out. */
export function pythonBelow(files: Files, folder: Path, depth = 0): Path[] {
  const entries = files.directory(folder);
  if (entries === undefined || depth > 30 || entries.has('pyvenv.cfg')) return [];
  if (depth > 0 && entries.has('manage.py')) return [];
  return [...entries].flatMap(([name, isFolder]) => {
    if (isFolder) return isSkippedFolder(name) ? [] : pythonBelow(files, join(folder, name), depth + 1);
    return name.endsWith('.py') ? [join(folder, name)] : [];
  });
}

/** Every folder called `templates` below a folder. */
export function templateFoldersBelow(files: Files, folder: Path, depth = 0): Path[] {
  const entries = files.directory(folder);
  if (entries === undefined || depth > 30 || entries.has('pyvenv.cfg')) return [];
  return [...entries].flatMap(([name, isFolder]) => {
    if (!isFolder || isSkippedFolder(name)) return [];
    const below = join(folder, name);
    return name === 'templates' ? [below] : templateFoldersBelow(files, below, depth + 1);
  });
}

/** The files below a folder, relative to it; sorted as Python's os.walk with sorted names gives them. */
export function filesBelow(files: Files, folder: Path, prefix = '', depth = 0): string[] {
  if (depth > 30) return [];
  const entries = [...(files.directory(prefix === '' ? folder : join(folder, prefix)) ?? [])];
  const here = entries.filter(([, isFolder]) => !isFolder).map(([name]) => prefix + name);
  const below = entries
    .filter(([, isFolder]) => isFolder)
    .flatMap(([name]) => filesBelow(files, folder, `${prefix}${name}/`, depth + 1));
  return [...here, ...below];
}
