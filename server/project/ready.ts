import { findMember, isFramework } from '../python/resolve';
import { runMethod } from '../python/run';
import type { Call, FunctionValue } from '../python/values';
import type { World } from '../python/world';
import type { App } from './apps';

/** `AppConfig.ready` of an app of the project or a package; undefined where it is Django's own, which does nothing. */
export function readyMethod({ config }: App, world: World): FunctionValue | undefined {
  const found = config && findMember(config, 'ready', world);
  return found?.value.kind === 'function' && !isFramework(found.owner.module) ? found.value : undefined;
}

/** The calls in an app's `ready()` that were not computed, in order. */
export function readyEffects(app: App, world: World): readonly Call[] {
  const found = app.config && readyMethod(app, world) && findMember(app.config, 'ready', world);
  if (!app.config || !found) return [];
  const self: Call = { kind: 'call', callee: app.config, args: [], keywords: new Map(), place: app.config.place };
  return runMethod(found, self, world)?.effects ?? [];
}
