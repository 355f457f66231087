import { resolve } from '../../python/resolve';
import { runOnInstance } from '../../python/run';
import { type Call, type ClassValue, callOf, dottedOf, likeliest, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { configAttributes, registryMethod } from '../apps/appRegistry';
import { type App, isInstalled } from '../apps/apps';
import { readyMethod } from '../apps/ready';
import type { Problem } from '../problem';
import type { Ancestry } from './ancestry';
import { addedBy } from './construct';
import { declaredField } from './declare';
import type { DeclaredField, ModelManager } from './field';
import type { ModelClass } from './inherit';
import { isManager } from './managers';
import { withMeta } from './options';

/** What is added to a model after its class was made. */
export interface Added {
  readonly fields: readonly DeclaredField[];
  readonly managers: readonly ModelManager[];
}

/**
 * What is added to models, by the model's dotted path.
 * @param statements the calls of modules that do (see addingStatements)
 * @param apps those whose `ready()` does, most often to all models of a kind, in a loop over `apps.get_models()`
 */
export function addedLater(
  statements: readonly Call[],
  models: readonly ModelClass[],
  apps: readonly App[],
  world: World,
  ancestry: Ancestry,
): ReadonlyMap<string, Added> {
  const found = new Map<string, Added>();
  const known = apps.length === 0 ? world : worldWithModels(models, world);
  for (const effect of [...statements, ...apps.flatMap((app) => readyEffects(app, known))]) {
    const added = addedBy({ ...effect, args: effect.args.map((arg) => resolve(arg, world)) });
    const model = added && likeliest(resolve(added.to, world));
    const path = model?.kind === 'class' && dottedOf(model);
    if (!added || !path) continue;
    const { fields, managers } = found.get(path) ?? { fields: [], managers: [] };
    const field = declaredField(added.name, added.call, effect.place, world, ancestry);
    const manager = { name: added.name, value: added.call, place: effect.place };
    // What a loop over all models adds is found by running it once more.
    if ([...fields, ...managers].some(({ name }) => name === added.name)) continue;
    if (field) found.set(path, { fields: [...fields, field], managers });
    else if (isManager(added.call, world, ancestry)) found.set(path, { fields, managers: [...managers, manager] });
  }
  return found;
}

/**
 * What is added to a model, and what modules add to its abstract bases: that is there before the model is made, which gets
 * it like every field of an abstract base (django.db.models.base.ModelBase.__new__). What `ready()` adds comes too late.
 */
export function addedWithBases(
  model: ModelClass,
  bases: readonly ClassValue[],
  addedTo: (dotted: string) => Added | undefined,
): Added | undefined {
  const own = addedTo(dottedOf(model.value)!);
  const taken = new Set(model.value.members.keys());
  const all = { fields: [...(own?.fields ?? [])], managers: [...(own?.managers ?? [])] };
  for (const base of bases) {
    const { fields = [], managers = [] } = addedTo(dottedOf(base)!) ?? {};
    const isInherited = ({ name, place }: DeclaredField | ModelManager) => place?.unit === '' && !taken.has(name);
    all.fields.push(...fields.filter(isInherited));
    all.managers.push(...managers.filter(isInherited));
    for (const name of base.members.keys()) taken.add(name);
  }
  return all.fields.length + all.managers.length > 0 ? all : undefined;
}

/** What code adds to models only under a condition that nobody can decide; what is added all the same is left out. */
export function addedPerhaps(
  statements: readonly Call[],
  added: ReadonlyMap<string, Added>,
  world: World,
): readonly Problem[] {
  return statements.flatMap((effect): Problem[] => {
    const perhaps = effect.maybe && addedBy({ ...effect, maybe: undefined });
    const model = perhaps && likeliest(resolve(perhaps.to, world));
    if (!perhaps || model?.kind !== 'class') return [];
    const path = dottedOf(model)!;
    const { fields = [], managers = [] } = added.get(path) ?? {};
    if ([...fields, ...managers].some(({ name }) => name === perhaps.name)) return [];
    const why = 'code adds it only under a condition that is not known without running it';
    return [{ what: `'${perhaps.name}' of the model ${path}`, why, place: effect.place }];
  });
}

/** The calls of a module, outside of its functions, that add to a class. */
export function addingStatements(module: string, world: World): readonly Call[] {
  return world.namespace(module)?.effects.filter(adds) ?? [];
}

/** Those among calls that add to a class. */
export function addingCalls(calls: readonly Call[]): readonly Call[] {
  return calls.filter(adds);
}

/** The apps that add a field to any model in their `ready()`. */
export function addingApps(apps: readonly App[], world: World): readonly App[] {
  return apps.filter((app) => isInstalled(app) && readyEffects(app, world).some(adds));
}

/** The calls in an app's `ready()` that are not computed in a world. */
function readyEffects(app: App, world: World): readonly Call[] {
  const ready = readyMethod(app, world);
  if (!app.config || !ready) return [];
  const config = callOf(app.config, app.config.place);
  const methods = [{ method: ready, given: { args: [], keywords: new Map() } }];
  return runOnInstance(config, methods, () => configAttributes(app), world)?.effects ?? [];
}

/** Whether a call adds to a class, whatever class that is. */
function adds({ callee }: Call): boolean {
  const name = callee.kind === 'member' ? callee.name : callee.kind === 'ref' ? callee.dotted.split('.').at(-1) : '';
  return name === 'contribute_to_class' || name === 'add_to_class';
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
      registryMethod(dotted) === 'get_models'
        ? { kind: 'list', items, place: call.place, depth: 0, owner }
        : world.knownCall(dotted, call),
  };
}
