import { dirname, isInside, join, type Path } from '../../text/paths';
import type { FoundProject } from '../discovery';
import type { FileStore } from '../fileStore';
import type { Environment, Variables } from './environment';

/** sys.path of a manage.py command: its folder, what scripts add, then the environment's packages. */
export function importFolders(
  files: FileStore,
  found: FoundProject,
  workspace: Path,
  environment: Environment | undefined,
  variables: Variables,
): readonly Path[] {
  const separator = variables.has('SYSTEMROOT') ? ';' : ':';
  const given = (variables.get('PYTHONPATH') ?? '').split(separator).filter((path) => path !== '');
  const around: Path[] = [];
  for (let folder = found.root; isInside(folder, workspace); folder = dirname(folder)) {
    around.push(folder, join(folder, 'src'));
    if (dirname(folder) === folder) break;
  }
  const existing = around.filter((folder) => files.isDirectory(folder));
  return [...new Set([...existing.slice(0, 1), ...given, ...existing.slice(1), ...(environment?.sitePackages ?? [])])];
}
