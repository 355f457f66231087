import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repository } from './fetch.mjs';

const require = createRequire(import.meta.url);
const built = (path) => require(join(repository, 'out/server', path));

/**
 * The engine on a prepared project, in this process: `knowledge()` is what its templates can use, `library(module)` any
 * library by its module, `parse` the template parser. Both give promises, as files are read on demand.
 */
export async function openEngine(project, { python, folder }) {
  const { createWorkspace } = built('workspace/workspace.js');
  const { nodeFileSystem } = built('nodeFileSystem.js');
  const { readLibrary } = built('project/libraries/library.js');
  const { nearestVersion } = built('django/versions.js');
  const { parseTemplate } = built('templates/tree.js');
  const workspace = createWorkspace({
    folders: [folder],
    fileSystem: nodeFileSystem,
    settings: { settingsModule: project.settings, python },
    processVariables: new Map(),
    variables: new Map(),
    log: console.error,
  });
  const opened = () => workspace.projects()[0];
  return {
    parse: parseTemplate,
    knowledge: () =>
      workspace.settle(() => {
        const { builtins, byName, certain } = opened().libraries();
        return { builtins, libraries: byName, certain };
      }),
    library: (module) =>
      workspace.settle(() => readLibrary(module, opened().world, nearestVersion(opened().django().version), true)),
  };
}
