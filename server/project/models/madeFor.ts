import { isFramework, resolve } from '../../python/resolve';
import { callResult, type MethodCall, type Run, runFunction, runMethod, runOnInstance } from '../../python/run';
import { madeClass } from '../../python/typeCall';
import { type Call, type ClassValue, likeliest, literal, type Place, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Problem } from '../problem';
import { receiversOfClassPrepared } from '../signals/connections';
import type { Ancestry } from './ancestry';
import { ownMethod } from './construct';
import { isModel } from './declare';
import { whileLoading } from './whileLoading';

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
  const known = whileLoading(world);
  const found: ClassValue[] = [];
  // It is found where the project asks for it: most often the code that makes it is a package's.
  const collect = (effects: readonly Call[] | undefined, place: Place): void => {
    for (const made of modelsMadeBy(effects ?? [], ancestry)) found.push({ ...made, place });
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
    const applied = callee.kind === 'call' ? returnedBy(callee, world) : callee;
    if (applied?.kind === 'function' && !isFramework(applied.module))
      collect(runFunction(applied, [model], known)?.effects, model.place);
  }
  return found;
}

/** The models among the classes that code has certainly made, given the calls in it that were not computed. */
export function modelsMadeBy(effects: readonly Call[], ancestry: Ancestry): readonly ClassValue[] {
  return effects.flatMap(({ callee, args, maybe }) => {
    const [made] = args;
    return callee === madeClass && !maybe && made.kind === 'class' && isModel(made, ancestry) ? [made] : [];
  });
}

/** What a call gives that was not computed where it stands, as modules that import each other have it. */
function returnedBy(call: Call, world: World): Value | undefined {
  const callee = likeliest(resolve(call.callee, world));
  if (callee.kind === 'function' && !isFramework(callee.module)) {
    const given = callResult(callee, call, world);
    return given && likeliest(given);
  }
  const self = callee.kind === 'member' ? likeliest(resolve(callee.of, world)) : undefined;
  const method = callee.kind === 'member' && self?.kind === 'call' ? ownMethod(self, callee.name, world) : undefined;
  const given = self && method && runMethod(method, self, world, call)?.value;
  return given && likeliest(given);
}

/** The models that such code makes only under a condition that nobody can decide. */
export function madePerhaps(effects: readonly Call[], ancestry: Ancestry): readonly Problem[] {
  return effects.flatMap(({ callee, args, maybe }): Problem[] => {
    const [made] = args;
    if (callee !== madeClass || !maybe || made.kind !== 'class' || !isModel(made, ancestry)) return [];
    const why = 'code makes it only under a condition that is not known without running it';
    return [{ what: `the model '${made.statement.name}'`, why, place: made.place }];
  });
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
