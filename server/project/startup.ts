import { callFunction } from '../python/calls';
import { type Frame, moduleFrame, newEvaluation } from '../python/frame';
import { type Heap, newHeap } from '../python/heap';
import { load } from '../python/load';
import { findMember, isFramework } from '../python/resolve';
import { asString, type Call } from '../python/values';
import type { World } from '../python/world';
import { configAttributes } from './appRegistry';
import type { App } from './apps';
import type { Settings } from './settings';

/**
 * What modules have done to each other when Django has started: each app's package and config, then the models, then
 * `ready()` of each config (django.apps.registry.Apps.populate).
 */
export function startUp(apps: readonly App[], world: World): Heap {
  const heap = newHeap();
  const evaluation = newEvaluation('', world, heap, 3_000_000, true);
  const installed = apps.filter((app) => app.maybe !== 'unlikely');
  for (const { name, config } of installed) {
    load(name, evaluation);
    if (config) load(config.module, evaluation);
  }
  for (const { name } of installed) load(`${name}.models`, evaluation);
  for (const app of installed) {
    if (app.config === undefined) continue;
    const ready = findMember(app.config, 'ready', world);
    if (ready?.value.kind !== 'function') continue;
    if (app.name === 'django.contrib.admin' && ready.owner.qualifiedName === 'AdminConfig') {
      for (const { name } of installed) load(`${name}.admin`, evaluation);
    }
    if (isFramework(ready.owner.module)) continue;
    const self: Call = {
      kind: 'call',
      callee: app.config,
      args: [],
      keywords: new Map(),
      place: app.config.place,
      attributes: configAttributes(app),
      owner: evaluation,
    };
    const frame: Frame = moduleFrame(evaluation, { module: '', path: app.config.place.path }, new Map());
    callFunction(ready.value, { args: [self], keywords: new Map() }, frame, { owner: ready.owner, self });
    evaluation.raised = undefined;
  }
  return heap;
}

/** Whether a module belongs to the project or to the package of an installed app. */
export function isOwnModule(module: string, apps: readonly App[], settings: Settings): boolean {
  const top = module.split('.')[0];
  if (isFramework(module)) return false;
  const rootUrlconf = asString(settings.value('ROOT_URLCONF'));
  return rootUrlconf?.split('.')[0] === top || apps.some(({ name }) => name.split('.')[0] === top);
}
