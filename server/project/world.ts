import { evaluateModule } from '../python/evaluate';
import type { Call, Value } from '../python/values';
import type { Namespace, World } from '../python/world';
import type { Files } from './files';
import type { Modules } from './modules';
import { family, type Runtime } from './query';

/** What Django and its settings say of values and calls, without a look at source. */
export interface Knowledge {
  known(dotted: string): Value | undefined;
  assigned(name: string, value: Value): Value;
  knownCall(dotted: string, call: Call): Value | undefined;
}

/** The world of a project's modules, for evaluation: every module is evaluated when it is first asked for. */
export function createWorld(
  runtime: Runtime,
  files: Files,
  modules: Modules,
  variables: ReadonlyMap<string, string>,
  knowledge: Knowledge,
): World {
  const namespace = family(runtime, (name: string): Namespace | undefined => {
    const module = modules.find(name);
    const unit = module?.path === undefined ? undefined : files.module(module.path);
    if (module?.path === undefined || unit === undefined) return undefined;
    return evaluateModule({ module: name, path: module.path, isPackage: module.isPackage, unit }, world);
  });
  const world: World = {
    namespace,
    hasModule: modules.has,
    body: files.body,
    directory: files.directory,
    environmentVariable: (name) => variables.get(name),
    known: knowledge.known,
    assigned: knowledge.assigned,
    knownCall: knowledge.knownCall,
  };
  return world;
}
