import { findMember, isFramework, resolve } from '../../python/resolve';
import { runOnInstance } from '../../python/run';
import { type Call, dottedOf, likeliest, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { configAttributes } from '../appRegistry';
import type { App } from '../apps';
import type { Ancestry } from './ancestry';
import { addedBy } from './construct';
import { declaredField } from './declare';
import type { DeclaredField } from './field';
import { type ModelClass, withMeta } from './inherit';

/**
 * The fields that apps add to models in their `ready()`, by the model's dotted path: most often to all of a kind, in a loop
 * over `apps.get_models()`.
 * @param apps those that do
 */
export function addedWhenReady(
  models: readonly ModelClass[],
  apps: readonly App[],
  world: World,
  ancestry: Ancestry,
): ReadonlyMap<string, readonly DeclaredField[]> {
  const found = new Map<string, DeclaredField[]>();
  const known = worldWithModels(models, world);
  for (const effect of apps.flatMap((app) => readyEffects(app, known))) {
    const added = addedBy(effect);
    const model = added && likeliest(resolve(added.to, world));
    const field = model?.kind === 'class' && declaredField(added!.name, added!.call, effect.place, world, ancestry);
    if (model?.kind !== 'class' || !field) continue;
    const path = dottedOf(model)!;
    found.set(path, [...(found.get(path) ?? []), field]);
  }
  return found;
}

/** The apps that add a field to any model in their `ready()`. */
export function addingApps(apps: readonly App[], world: World): readonly App[] {
  return apps.filter((app) => app.maybe !== 'unlikely' && readyEffects(app, world).some(adds));
}

/** The calls in an app's `ready()` that were not computed. */
function readyEffects(app: App, world: World): readonly Call[] {
  const ready = app.config && findMember(app.config, 'ready', world);
  if (!app.config || !ready || isFramework(ready.owner.module)) return [];
  const config: Call = { kind: 'call', callee: app.config, args: [], keywords: new Map(), place: app.config.place };
  const methods = [{ method: ready, given: { args: [], keywords: new Map() } }];
  return runOnInstance(config, methods, () => configAttributes(app), world)?.effects ?? [];
}

/** Whether a call adds to a class, whatever class that is. */
function adds({ callee }: Call): boolean {
  return callee.kind === 'member' && (callee.name === 'contribute_to_class' || callee.name === 'add_to_class');
}

/** A world in which the registry answers with the models. */
function worldWithModels(models: readonly ModelClass[], world: World): World {
  const owner = {};
  const concrete = models.filter((model) => !model.abstract);
  const items = concrete.map((model) => {
    const value: Value = withMeta(
      model.value,
      { abstract: false, proxy: model.proxy, swapped: false },
      model.meta,
      world,
    );
    return { value };
  });
  return {
    ...world,
    knownCall: (dotted, call) =>
      /^django\.apps\.(?:registry\.)?apps\.get_models$/.test(dotted)
        ? { kind: 'list', items, place: call.place, depth: 0, owner }
        : world.knownCall(dotted, call),
  };
}
