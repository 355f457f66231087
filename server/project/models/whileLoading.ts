import { attribute } from '../../python/resolve';
import { asString, type ClassValue, callOf, nowhere, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { constructorCall } from './construct';
import { deconstructed } from './fieldValue';

/**
 * The world while the app registry loads models: its configs are there, and fields can be taken apart.
 * @param optionsOf the `_meta` of a model that is made, fields included; undefined for any other class
 */
export function whileLoading(
  world: World,
  optionsOf: (model: ClassValue) => Value | undefined = () => undefined,
): World {
  const loading: World = {
    ...world,
    classGift: (owner, name) => (name === '_meta' && optionsOf(owner)) || world.classGift?.(owner, name),
    known: (dotted) => (dotted === 'django.apps.apps.app_configs' ? configs(world) : world.known(dotted)),
    knownCall(dotted, call) {
      const [field] = call.args;
      if (/^django\.db\.models\.fields\..+\.deconstruct$/.test(dotted) && field?.kind === 'call') {
        const options = attribute(field.attributes?.get('model') ?? field, '_meta', loading);
        const app = asString(attribute(options, 'app_label', loading));
        return deconstructed(field, constructorCall(field, world), app);
      }
      return world.knownCall(dotted, call);
    },
  };
  return loading;
}

/** `apps.app_configs`: the configs of the apps, by label. */
function configs(world: World): Value | undefined {
  const callee: Value = { kind: 'ref', dotted: 'django.apps.apps.get_app_configs' };
  const all = world.knownCall(callee.dotted, callOf(callee, nowhere));
  if (all?.kind !== 'list') return undefined;
  const entries = all.items.flatMap(({ value }) => {
    const label = value.kind === 'call' ? value.attributes?.get('label') : undefined;
    return label ? [{ key: label, value }] : [];
  });
  return { kind: 'dict', entries, depth: 0, owner: all.owner };
}
