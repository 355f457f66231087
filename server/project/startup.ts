import { callFunction } from '../python/calls';
import { type Frame, moduleFrame, newEvaluation } from '../python/frame';
import { type Heap, newHeap } from '../python/heap';
import { load } from '../python/load';
import { findMember, isFramework } from '../python/resolve';
import { asString, type Call, callOf } from '../python/values';
import type { World } from '../python/world';
import { onceForEach } from '../text/once';
import { configAttributes } from './apps/appRegistry';
import { type App, isInstalled } from './apps/apps';
import { readyMethod } from './apps/ready';
import type { Settings } from './settings';

/** What has happened when Django is ready to answer a request. */
export interface Startup {
  readonly heap: Heap;
  /** By the app's label, the calls in its `ready()` that were not computed, in order. */
  readonly ready: ReadonlyMap<string, readonly Call[]>;
  /** The modules that were imported on the way, by any `ready()` too. */
  readonly imports: ReadonlySet<string>;
}

/**
 * What modules have done to each other when Django has started: each app's package and config, then the models, then
 * `ready()` of each config (django.apps.registry.Apps.populate).
 */
export function startUp(apps: readonly App[], world: World): Startup {
  const installed = apps.filter(isInstalled);
  const heap = newHeap();
  const ready = new Map<string, readonly Call[]>();
  const evaluation = newEvaluation('', world, heap, 3_000_000, true, { isOwn: world.isOwn });
  for (const { name, config } of installed) {
    load(name, evaluation);
    if (config) load(config.module, evaluation);
  }
  for (const { name } of installed) load(`${name}.models`, evaluation);
  for (const app of installed) {
    if (app.config === undefined) continue;
    const owner = findMember(app.config, 'ready', world)?.owner;
    if (app.name === 'django.contrib.admin' && owner?.qualifiedName === 'AdminConfig') {
      for (const { name } of installed) load(`${name}.admin`, evaluation);
    }
    const method = readyMethod(app, world);
    if (method === undefined) continue;
    const self = callOf(app.config, app.config.place, configAttributes(app), evaluation.owner);
    const frame: Frame = moduleFrame(evaluation, { module: '', path: app.config.place.path }, new Map());
    const before = evaluation.effects.length;
    callFunction(method.value, { args: [self], keywords: new Map() }, frame, { owner: method.owner, self });
    ready.set(app.label, evaluation.effects.slice(before));
    evaluation.raised = undefined;
  }
  return { heap, ready, imports: new Set([...heap.loaded, ...evaluation.imports]) };
}

/** Whether a module belongs to the project or to the package of an installed app. */
export function isOwnModule(module: string, apps: readonly App[], settings: Settings | undefined): boolean {
  const top = module.split('.')[0];
  if (isFramework(module)) return false;
  const rootUrlconf = asString(settings?.value('ROOT_URLCONF'));
  return rootUrlconf?.split('.')[0] === top || topPackages(apps).has(top);
}

/** The packages that the apps lie in. */
const topPackages = onceForEach((apps: readonly App[]) => new Set(apps.map(({ name }) => name.split('.')[0])));

/**
 * The modules that Django imports when it starts, as far as their names tell (django.apps.registry.Apps.populate,
 * django.contrib.admin.autodiscover and ROOT_URLCONF).
 */
export function startingPoints(apps: readonly App[], settings: Settings): readonly string[] {
  const rootUrlconf = asString(settings.value('ROOT_URLCONF'));
  const ofApps = apps
    .filter(isInstalled)
    .flatMap(({ name, config }) => [name, config?.module, `${name}.models`, `${name}.admin`]);
  return [rootUrlconf, ...ofApps].filter((module) => module !== undefined);
}
