import { withinImport } from './allowance';
import { run } from './evaluate';
import { type Evaluation, type Frame, moduleFrame } from './frame';
import { globalsOf, isLoaded } from './heap';
import { isFramework } from './resolve';

/**
 * Imports a module as Python does: its packages first, each of them once. In a live evaluation what importing it does to
 * other modules is run, such as `register(…)` at its end; else it is noted that the module is imported.
 */
export function load(module: string, evaluation: Evaluation): void {
  if (isFramework(module)) return;
  if (!evaluation.isLive) {
    evaluation.steps.push({ module });
    return;
  }
  const { heap, world } = evaluation;
  for (let end = module.indexOf('.'); ; end = module.indexOf('.', end + 1)) {
    const name = end < 0 ? module : module.slice(0, end);
    if (!isLoaded(heap, name) && world.isOwn?.(name)) loadOne(name, evaluation);
    if (end < 0) return;
  }
}

function loadOne(module: string, evaluation: Evaluation): void {
  const { heap, world } = evaluation;
  heap.loaded.add(module);
  const namespace = world.namespace(module);
  if (namespace === undefined) return;
  for (const step of namespace.steps) {
    if ('module' in step) load(step.module, evaluation);
    else {
      const names = globalsOf(heap, module, world)!;
      const frame: Frame = moduleFrame(evaluation, namespace, names);
      withinImport(frame, () => run([step.statement], frame));
      evaluation.raised = undefined;
    }
  }
}
