import type { FileSystem } from '../server/text/fileSystem';
import { createWorkspace, type Workspace, type WorkspaceOptions } from '../server/workspace/workspace';
import { memoryFileSystem } from './memoryFileSystem';

/** Files in memory that change while somebody reads them. */
export interface Disk {
  /** By absolute path. */
  readonly files: Map<string, string>;
  readonly fileSystem: FileSystem;
}

/** A disk with files given by their paths below a root. */
export function createDisk(files: Readonly<Record<string, string>>, root = '/project'): Disk {
  const paths = new Map(
    Object.entries(files).map(([path, text]) => [path.startsWith('/') ? path : `${root}/${path}`, text]),
  );
  const now = () => memoryFileSystem(paths);
  return {
    files: paths,
    fileSystem: {
      readFile: (path) => now().readFile(path),
      readDirectory: (path) => now().readDirectory(path),
      stat: (path) => now().stat(path),
      realPath: (path) => now().realPath(path),
    },
  };
}

/** A workspace over a disk, as an editor opens it; what it logs is collected. */
export function openDisk(
  disk: Disk,
  options: Partial<WorkspaceOptions> = {},
): { workspace: Workspace; logged: string[] } {
  const logged: string[] = [];
  const workspace = createWorkspace({
    folders: ['/project'],
    fileSystem: disk.fileSystem,
    processVariables: new Map(),
    log: (message) => logged.push(message),
    ...options,
  });
  return { workspace, logged };
}
