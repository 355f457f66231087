import { type Arguments, callFunction, callValue } from './calls';
import { run } from './evaluate';
import { type Evaluation, type Frame, moduleFrame, newEvaluation } from './frame';
import { newHeap } from './heap';
import { findMember, isFramework } from './resolve';
import type { Statement } from './syntax';
import type { Call, ClassValue, FoundMember, FunctionValue, Place, Value } from './values';
import type { Namespace, World } from './world';

/** What running a function or method in the abstract gave. */
export interface Run {
  /** What it returns. */
  readonly value: Value;
  /** The calls in it that were not computed, in order. */
  readonly effects: readonly Call[];
}

/** Runs a function with positional arguments. Undefined where its body is not read. */
export function runFunction(target: FunctionValue, args: readonly Value[], world: World): Run | undefined {
  return outside(target, world, (frame) => callFunction(target, { args, keywords: new Map() }, frame));
}

/** What a function returns for the arguments of a call; undefined where its body was not kept. */
export function callResult(target: FunctionValue, call: Call, world: World): Value | undefined {
  return outside(target, world, (frame) => callFunction(target, call, frame))?.value;
}

/** What a function returns for positional arguments. */
export function callOutside(target: FunctionValue, args: readonly Value[], world: World): Value | undefined {
  return runFunction(target, args, world)?.value;
}

/** What a method returns for an instance, without arguments. */
export function callMethodOutside(method: FoundMember, self: Call, world: World): Value | undefined {
  return runMethod(method, self, world)?.value;
}

/** What a method returns for an instance (or a class method for a class), and the calls in it that were not computed. */
export function runMethod(
  { value, owner }: FoundMember,
  self: Value,
  world: World,
  given: Arguments = { args: [], keywords: new Map() },
): Run | undefined {
  if (value.kind !== 'function') return undefined;
  return outside(value, world, (frame) =>
    callFunction(value, { ...given, args: [self, ...given.args] }, frame, { owner, self }),
  );
}

/** Runs a statement of a module once more, behind its last one, and says what calls were not computed. */
export function runStatement(statement: Statement, { module, path, names }: Namespace, world: World): readonly Call[] {
  const evaluation = newEvaluation('', world, newHeap(), budget, false);
  run([statement], moduleFrame(evaluation, { module, path }, new Map(names)));
  return evaluation.effects;
}

/** A method with what it is given besides the instance. */
export interface MethodCall {
  readonly method: FoundMember;
  readonly given: Arguments;
}

/**
 * An instance on which methods have run, one after the other, as `value`.
 * @param attributes what the instance has before; `owner` is to be the owner of instances among these
 * @param later picks out of the calls that were not computed what is called afterwards
 */
export function runOnInstance(
  { callee, place }: Call,
  methods: readonly MethodCall[],
  attributes: (owner: object) => ReadonlyMap<string, Value>,
  world: World,
  later: (effects: readonly Call[]) => readonly Pick<Call, 'callee' | 'args'>[] = () => [],
): Run | undefined {
  const first = methods[0]?.method.value;
  if (first?.kind !== 'function') return undefined;
  return outside(first, world, (frame) => {
    const { owner } = frame.evaluation;
    const own = new Map(attributes(owner));
    const self: Call = { kind: 'call', callee, args: [], keywords: new Map(), place, attributes: own, owner };
    for (const { method, given } of methods) {
      if (method.value.kind !== 'function') continue;
      const args = [self, ...given.args];
      callFunction(method.value, { ...given, args }, frame, { owner: method.owner, self });
    }
    for (const one of later(frame.evaluation.effects)) callValue(one.callee, one.args, frame, place);
    return self;
  });
}

/** An instance after it was handed to a function or method as its first argument, with the attributes that this sets. */
export function runOn(
  { value, method, self }: { readonly value: FunctionValue; readonly method?: FoundMember; readonly self?: Call },
  instance: Call,
  world: World,
): Call | undefined {
  const run = outside(value, world, (frame) => {
    const own: Call = { ...instance, attributes: new Map(instance.attributes), owner: frame.evaluation.owner };
    const within = method && self && { owner: method.owner, self };
    callFunction(value, { args: self ? [self, own] : [own], keywords: new Map() }, frame, within);
    return own;
  });
  return run?.value.kind === 'call' ? run.value : undefined;
}

/** An instance with some attributes given, after one of its methods has run. */
export function instanceAfter(
  type: Value,
  given: ReadonlyMap<string, Value>,
  place: Place,
  method: string,
  world: World,
): Call {
  const evaluation = newEvaluation('', world, newHeap(), budget, false);
  const self: Call = {
    kind: 'call',
    callee: type,
    args: [],
    keywords: new Map(),
    place,
    attributes: new Map(given),
    owner: evaluation.owner,
  };
  const found = type.kind === 'class' ? findMember(type, method, world) : undefined;
  if (found?.value.kind === 'function' && !isFramework(found.owner.module)) {
    const frame = outsideFrame(found.value, evaluation);
    callFunction(found.value, { args: [self], keywords: new Map() }, frame, { owner: found.owner, self });
  }
  return self;
}

/** A new instance on which a method has run. */
export interface Made {
  readonly self: Call;
  /** What the method returned. */
  readonly value: Value;
  /** Whether the method certainly raises an error: it needs what the instance is not given. */
  readonly raises: boolean;
}

/**
 * Runs a method without arguments on a new instance, of which all is known: what it has not been given is not there.
 * @param attributes what the instance has; `owner` is to be the owner of dicts and lists among these
 */
export function runStrictly(
  { value, owner }: FoundMember,
  callee: ClassValue,
  attributes: (owner: object) => ReadonlyMap<string, Value>,
  world: World,
): Made | undefined {
  if (value.kind !== 'function') return undefined;
  let made: Made | undefined;
  const code = (frame: Frame): Value | undefined => {
    const of = frame.evaluation.owner;
    const own = new Map(attributes(of));
    const { place } = callee;
    const self: Call = { kind: 'call', callee, args: [], keywords: new Map(), place, attributes: own, owner: of };
    const result = callFunction(value, { args: [self], keywords: new Map() }, frame, { owner, self });
    made = result && { self, value: result, raises: result.kind === 'unknown' && result.raises === true };
    return result;
  };
  outside(value, world, code, true);
  return made;
}

/** Runs code in an evaluation of its own; again on what has happened before, if it looks at that. */
function outside(
  target: FunctionValue,
  world: World,
  code: (frame: Frame) => Value | undefined,
  isStrict?: true,
): Run | undefined {
  const plain = newEvaluation('', world, newHeap(), budget, false, { isStrict });
  const value = code(outsideFrame(target, plain));
  const started = plain.isShared ? world.started?.() : undefined;
  if (started === undefined) return value && { value, effects: plain.effects };
  const live = newEvaluation('', world, newHeap(started), 50 * budget, true, { isStrict });
  const after = code(outsideFrame(target, live));
  return after && { value: after, effects: live.effects };
}

const budget = 20_000;

/** A frame from which a function is called by nobody. */
function outsideFrame(target: FunctionValue, evaluation: Evaluation): Frame {
  return moduleFrame(evaluation, { module: '', path: target.place.path }, new Map());
}
