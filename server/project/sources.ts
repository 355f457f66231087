import { join, type Path } from '../text/paths';
import { isSkippedFolder } from './discovery';
import type { Files } from './files';

/** Every Python file below a folder; dependencies, caches and virtual environments left out. */
export function pythonBelow(files: Files, folder: Path, depth = 0): Path[] {
  const entries = files.directory(folder);
  if (entries === undefined || depth > 30 || entries.has('pyvenv.cfg')) return [];
  return [...entries].flatMap(([name, isFolder]) => {
    if (isFolder) return isSkippedFolder(name) ? [] : pythonBelow(files, join(folder, name), depth + 1);
    return name.endsWith('.py') ? [join(folder, name)] : [];
  });
}
