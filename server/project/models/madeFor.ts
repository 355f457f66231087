import { isFramework, resolve } from '../../python/resolve';
import { type MethodCall, type Run, runFunction, runOnInstance } from '../../python/run';
import { madeClass } from '../../python/typeCall';
import { type Call, type ClassValue, callOf, likeliest, literal, type Place, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { receiversOfClassPrepared } from '../signals/connections';
import type { Ancestry } from './ancestry';
import { constructorCall, ownMethod } from './construct';
import { isModel } from './declare';
import { deconstructed } from './fieldValue';

/** An attribute of a class body that has a `contribute_to_class` of its own and is neither a field nor a manager. */
export interface Contributor {
  readonly name: string;
  readonly call: Call;
  /** The class whose body it stands in, with its `_meta`. */
  readonly model: ClassValue;
}

/**
 * The models that code makes for another one when Django has made that: in the `contribute_to_class` of what its body and
 * those of its bases hold, in what these have called once it is prepared (the signal class_prepared), and in decorators.
 * @param model the model with its `_meta`, which is not abstract
 */
export function modelsMadeFor(
  model: ClassValue,
  contributors: readonly Contributor[],
  world: World,
  ancestry: Ancestry,
): readonly ClassValue[] {
  const known = whilePrepared(model, world);
  const found: ClassValue[] = [];
  // It is found where the project asks for it: most often the code that makes it is a package's.
  const collect = (effects: readonly Call[] | undefined, place: Place): void => {
    for (const { callee, args, maybe } of effects ?? []) {
      const [made] = args;
      if (callee === madeClass && !maybe && made.kind === 'class' && isModel(made, ancestry))
        found.push({ ...made, place });
    }
  };
  for (const one of contributors) {
    // What a base makes of itself belongs to that.
    let before = 0;
    const run = contribute(one, known, (effects) => {
      if (one.model !== model) before = effects.length;
      return effects
        .flatMap((effect) => receiversOfClassPrepared(effect, known))
        .map((callee) => ({ callee, args: [model] }));
    });
    collect(run?.effects.slice(before), one.model === model ? one.call.place : model.place);
  }
  for (const decorator of model.decorators.toReversed()) {
    const callee = likeliest(resolve(decorator, world));
    if (callee.kind === 'function' && !isFramework(callee.module))
      collect(runFunction(callee, [model], known)?.effects, model.place);
  }
  return found;
}

function contribute(
  { name, call, model }: Contributor,
  world: World,
  later: (effects: readonly Call[]) => { callee: Value; args: Value[] }[],
): Run | undefined {
  const method = ownMethod(call, 'contribute_to_class', world);
  const init = ownMethod(call, '__init__', world);
  if (method === undefined) return undefined;
  const methods: MethodCall[] = [
    ...(init ? [{ method: init, given: call }] : []),
    { method, given: { args: [model, literal(name)], keywords: new Map() } },
  ];
  return runOnInstance(call, methods, () => new Map(), world, later);
}

/** The world in which a model has just been made, its fields told apart by what makes them. */
function whilePrepared(model: ClassValue, world: World): World {
  const options = model.members.get('_meta');
  const label = options?.kind === 'call' ? options.attributes?.get('app_label') : undefined;
  const app = label?.kind === 'literal' ? String(label.value) : undefined;
  return {
    ...world,
    known: (dotted) => (dotted === 'django.apps.apps.app_configs' ? configs(model, world) : world.known(dotted)),
    knownCall(dotted, call) {
      const [field] = call.args;
      if (/^django\.db\.models\.fields\..+\.deconstruct$/.test(dotted) && field?.kind === 'call')
        return deconstructed(field, constructorCall(field, world), app);
      return world.knownCall(dotted, call);
    },
  };
}

/** `apps.app_configs`: the configs of the apps, by label. */
function configs({ place }: ClassValue, world: World): Value | undefined {
  const callee: Value = { kind: 'ref', dotted: 'django.apps.apps.get_app_configs' };
  const all = world.knownCall(callee.dotted, callOf(callee, place));
  if (all?.kind !== 'list') return undefined;
  const entries = all.items.flatMap(({ value }) => {
    const label = value.kind === 'call' ? value.attributes?.get('label') : undefined;
    return label ? [{ key: label, value }] : [];
  });
  return { kind: 'dict', entries, depth: 0, owner: all.owner };
}
