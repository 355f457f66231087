import { createRequire } from 'node:module';
import { join } from 'node:path';
import { prepare, repository } from './fetch.mjs';
import { projects } from './projects.mjs';

/** Loads a module of the compiled code, by its path in `out/`. */
export const load = createRequire(join(repository, 'out/'));

/** One of the judge's projects as the index knows it, with every file read: `{ workspace, folder }`. */
export async function openProject(name) {
  const { createWorkspace } = load('./server/workspace/workspace.js');
  const { nodeFileSystem } = load('./server/nodeFileSystem.js');
  const project = projects.find((one) => one.name === name);
  const { python, folder } = await prepare(project);
  const workspace = createWorkspace({
    folders: [folder],
    fileSystem: nodeFileSystem,
    settings: { settingsModule: project.settings, python },
    processVariables: new Map(),
    log: (message) => console.error(message),
  });
  await workspace.readRest();
  return { workspace, folder };
}
