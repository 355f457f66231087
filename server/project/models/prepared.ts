import { isFramework, isSameClass, resolve } from '../../python/resolve';
import { runFunction } from '../../python/run';
import { type ClassValue, type FunctionValue, likeliest } from '../../python/values';
import type { World } from '../../python/world';
import { receiversOfClassPrepared } from '../signals/connections';
import type { Ancestry } from './ancestry';
import { addedBy } from './construct';
import { declaredField } from './declare';
import type { DeclaredField, ModelManager } from './field';
import { isManager } from './managers';
import type { Added } from './whenReady';

/**
 * The functions that a module, outside of its own functions, connects to the signal that Django sends for every model
 * (django.db.models.base.ModelBase._prepare sends class_prepared).
 */
export function preparedReceivers(module: string, world: World): readonly FunctionValue[] {
  if (isFramework(module)) return [];
  const receivers = (world.namespace(module)?.effects ?? []).flatMap((effect) =>
    receiversOfClassPrepared(effect, world),
  );
  return receivers.flatMap((receiver) => {
    const found = likeliest(resolve(receiver, world));
    return found.kind === 'function' ? [found] : [];
  });
}

/**
 * What receivers of class_prepared add to a model (ModelBase.add_to_class).
 * @param model the model with its `_meta`, which is not abstract
 */
export function addedWhenPrepared(
  model: ClassValue,
  receivers: readonly FunctionValue[],
  world: World,
  ancestry: Ancestry,
): Added {
  const fields: DeclaredField[] = [];
  const managers: ModelManager[] = [];
  for (const effect of receivers.flatMap((receiver) => runFunction(receiver, [model], world)?.effects ?? [])) {
    const added = addedBy(effect);
    if (!added || !isSameClass(added.to, model)) continue;
    const { name, call } = added;
    const field = declaredField(name, call, effect.place, world, ancestry);
    if (field) fields.push(field);
    else if (isManager(call, world, ancestry)) managers.push({ name, value: call, place: effect.place });
  }
  return { fields, managers };
}
