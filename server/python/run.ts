import { callFunction } from './calls';
import type { Evaluation, Frame } from './frame';
import type { Call, FunctionValue, Value } from './values';
import type { World } from './world';

/** Runs a function in the abstract; the calls in it that were not computed, in order. Undefined where its body was not kept. */
export function runFunction(target: FunctionValue, args: readonly Value[], world: World): readonly Call[] | undefined {
  const frame = outsideFrame(target, world);
  const result = callFunction(target, { args, keywords: new Map() }, frame);
  return result === undefined ? undefined : frame.evaluation.effects;
}

/** What a function returns for the arguments of a call; undefined where its body was not kept. */
export function callResult(target: FunctionValue, call: Call, world: World): Value | undefined {
  return callFunction(target, call, outsideFrame(target, world));
}

/** A frame from which a function is called by nobody. */
function outsideFrame(target: FunctionValue, world: World): Frame {
  const evaluation: Evaluation = { world, effects: [], unreadStars: [], budget: 20_000 };
  return {
    evaluation,
    module: '',
    path: target.place.path,
    isPackage: false,
    unit: '',
    kind: 'module',
    qualifiedPrefix: '',
    names: new Map(),
    outer: [],
    depth: 0,
    likelihood: undefined,
    callDepth: 0,
    returns: [],
  };
}
