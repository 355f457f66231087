import { resolve } from '../../python/resolve';
import { callResult } from '../../python/run';
import { asString, type Call, dottedOf, likeliest, optionsOf, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { registryMethod } from '../apps/appRegistry';
import type { Settings } from '../settings';
import type { Model } from './field';
import { type Models, modelLabelled } from './models';
import { userModelLabel } from './userModel';

/** What is needed to tell which model a value of the code means. */
export interface ModelNames {
  readonly world: World;
  readonly models: Models;
  readonly settings: Settings;
}

/**
 * The model that code means: by its class, as `app.Model`, by `get_user_model()` or `apps.get_model(…)`; undefined where it is none
 * (django.apps.registry.Apps.get_model).
 */
export function modelNamed(value: Value, names: ModelNames, depth = 0): Model | undefined {
  const resolved = notNone(resolve(value, names.world));
  const text = asString(resolved);
  if (text !== undefined) return modelLabelled(text, names.models);
  if (resolved.kind === 'call') return madeBy(resolved, names, depth);
  const dotted = dottedOf(resolved);
  return dotted === undefined ? undefined : names.models.byClass.get(dotted);
}

/** The likeliest value that can be a model: where code needs one, None is none of them. */
function notNone(value: Value): Value {
  const options = optionsOf(value);
  return options.find((one) => one.kind !== 'literal' || one.value !== null) ?? options[0];
}

/**
 * The model that the call of a function gives: get_user_model() (django.contrib.auth), get_model() (django.apps.registry.Apps), or one of
 * the project.
 */
function madeBy(call: Call, names: ModelNames, depth: number): Model | undefined {
  const function_ = dottedOf(call.callee) ?? dottedOf(likeliest(resolve(call.callee, names.world))) ?? '';
  if (function_ === 'django.contrib.auth.get_user_model')
    return modelLabelled(userModelLabel(names.settings), names.models);
  if (registryMethod(function_) !== 'get_model') return ofFunction(call, names, depth);
  const text = (position: number, name: string) => {
    const given = call.keywords.get(name) ?? call.args[position];
    return asString(given && resolve(given, names.world));
  };
  const app = text(0, 'app_label');
  const model = text(1, 'model_name');
  return app === undefined ? undefined : modelLabelled(model === undefined ? app : `${app}.${model}`, names.models);
}

/** What a function of the project returns for the call: most often one that only asks the registry. */
function ofFunction(call: Call, names: ModelNames, depth: number): Model | undefined {
  const callee = likeliest(resolve(call.callee, names.world));
  const made = callee.kind === 'function' && depth < 5 ? callResult(callee, call, names.world) : undefined;
  return made && modelNamed(made, names, depth + 1);
}
