import { tooLong, withinAllowance } from './allowance';
import { ownedTarget, ownedValue } from './assign';
import { builtinCall } from './builtins';
import { environmentReaderCall } from './environment';
import { run } from './evaluate';
import { attributeOf, evaluate, settled, spread } from './expressions';
import { type Frame, placeIn, step } from './frame';
import { isGlobals, tellGlobals } from './globalsCall';
import { method } from './methods';
import { filledElsewhere } from './names';
import { callMethod, instantiate, setAttributes } from './objects';
import { isFramework, resolve } from './resolve';
import { asksDatabase, isSurelyNone, raises } from './strict';
import type { Expression, FunctionParameter, Unit } from './syntax';
import {
  type Call,
  choice,
  dottedOf,
  type FunctionValue,
  isSequence,
  type LambdaValue,
  likeliest,
  literal,
  type Place,
  unknown,
  type Value,
} from './values';

const deepestCall = 15;

/** The arguments of a call, spread and evaluated. */
export interface Arguments {
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly open?: true;
}

/** What a call gives: computed where the function is known and its body was kept; else a Call value. */
export function callExpression(expression: Extract<Expression, { kind: 'call' }>, frame: Frame): Value {
  const place = placeIn(frame, expression.n);
  const { callee } = expression;
  if (callee.kind !== 'attribute') {
    const given = argumentsOf(expression, frame);
    return callWith(evaluate(callee, frame), given, frame, place);
  }
  // What a chain of calls begins with runs once.
  const isMade = callee.of.kind === 'call';
  const made = isMade ? evaluate(callee.of, frame) : undefined;
  const changes = changingMethods.has(callee.name)
    ? made
      ? ownedValue(made, frame)
      : ownedTarget(callee.of, frame)
    : undefined;
  const of = made ?? evaluate(callee.of, frame);
  const receiver = changes ?? likeliest(settled(of, frame));
  if (raises('AttributeError', isSurelyNone(of), frame)) return unknown(`None has no '${callee.name}'`, place);
  const given = argumentsOf(expression, frame);
  if (callee.name === 'update' && callee.of.kind === 'attribute' && callee.of.name === '__dict__') {
    const self = likeliest(settled(evaluate(callee.of.of, frame), frame));
    const update = likeliest(settled(given.args[0] ?? literal(null), frame));
    if (update.kind === 'dict') setAttributes(self, update, frame);
    return literal(null, place);
  }
  if (isSequence(receiver) || receiver.kind === 'dict' || receiver.kind === 'literal' || receiver.kind === 'path')
    return method(receiver, callee.name, given, frame, place);
  return callWith(attributeOf(of, callee.name, frame, placeIn(frame, callee.n)), given, frame, place);
}

/** The methods that change a list or dict in place. */
const changingMethods = new Set([
  'append',
  'extend',
  'insert',
  'remove',
  'pop',
  'update',
  'setdefault',
  'clear',
  'add',
  'discard',
  'reverse',
  'sort',
]);

/** The result of calling a value with positional arguments. */
export function callValue(callee: Value, args: readonly Value[], frame: Frame, place: Place): Value {
  return callWith(callee, { args, keywords: new Map() }, frame, place);
}

function callWith(called: Value, given: Arguments, frame: Frame, place: Place): Value {
  const callee = likeliest(called);
  const call: Call = { kind: 'call', callee, ...given, place, ...(frame.likelihood && { maybe: frame.likelihood }) };
  const { world } = frame.evaluation;
  const dotted = dottedOf(callee);
  if (dotted !== undefined) {
    const known = world.knownCall(dotted, call) ?? builtinCall(dotted, given, frame, place);
    if (known) return known;
  }
  const read = environmentReaderCall(callee, given, frame, place);
  if (read) return read;
  if (frame.evaluation.isStrict && raises('DatabaseError', asksDatabase(callee, frame), frame))
    return unknown('what the database has', place);
  const computed = frame.kind === 'class' ? undefined : inlined(callee, given, frame, place);
  if (computed) return computed;
  for (const given of [...call.args, ...call.keywords.values()]) if (isGlobals(given)) tellGlobals(frame, place);
  if (callee.kind === 'unknown') handOver(given.args, frame, place);
  if (frame.kind !== 'class') frame.evaluation.effects.push(call);
  return call;
}

/** What unknown code is given it may fill: the registries that an instance holds have more in them afterwards. */
function handOver(args: readonly Value[], frame: Frame, place: Place): void {
  for (const argument of args) {
    // Of an instance that another evaluation made, every reader expects that anyway.
    if (argument.kind !== 'call' || argument.owner !== frame.evaluation.owner) continue;
    for (const [name, value] of argument.attributes ?? []) {
      const more = { value: unknown('what other code adds', place), maybe: 'unlikely' as const };
      if (value.kind !== 'list' && value.kind !== 'dict') continue;
      if (value.owner !== frame.evaluation.owner) argument.attributes?.set(name, filledElsewhere(value, frame, place));
      else if (value.kind === 'dict') value.entries.push({ key: more.value, ...more });
      else value.items.push(more);
    }
  }
}

/** What a call of a function, method or class of readable source gives; undefined where it is not run. */
export function inlined(callee: Value, given: Arguments, frame: Frame, place: Place): Value | undefined {
  if (callee.kind === 'ref' && isFramework(callee.dotted)) return undefined;
  const target = callee.kind === 'ref' ? likeliest(resolve(callee, frame.evaluation.world)) : callee;
  const moved = target !== callee ? dottedOf(target) : undefined;
  if (moved !== undefined) {
    const call: Call = { kind: 'call', callee: target, ...given, place };
    const known = frame.evaluation.world.knownCall(moved, call) ?? builtinCall(moved, given, frame, place);
    if (known) return known;
  }
  if (target.kind === 'lambda') return callLambda(target, given, frame);
  if (target.kind === 'member') return callMethod(target, given, frame, place);
  if (target.kind === 'class') return instantiate(target, given, frame, place);
  if (target.kind !== 'function' || !isPlain(target) || isFramework(target.module)) return undefined;
  return callFunction(target, given, frame);
}

/** Whether a function's decorators leave what it returns as it is. */
function isPlain({ decorators, undecorated }: FunctionValue): boolean {
  if (undecorated) return true;
  return decorators.every((decorator) =>
    /^functools\.(?:lru_cache|cache)$/.test(dottedOf(decorator.kind === 'call' ? decorator.callee : decorator) ?? ''),
  );
}

/** What a function returns for the arguments; undefined where its body is not read (yet) or calls are nested too deep. */
export function callFunction(
  target: FunctionValue,
  given: Arguments,
  caller: Frame,
  method?: Frame['method'],
): Value | undefined {
  const { world } = caller.evaluation;
  const body = caller.callDepth >= deepestCall ? undefined : world.body(target.place.path, target.statement.body);
  if (body === undefined || !step(caller)) return undefined;
  return withinAllowance(target, caller, () => runBody(target, body, given, caller, method));
}

function runBody(target: FunctionValue, body: Unit, given: Arguments, caller: Frame, method: Frame['method']): Value {
  const { statement } = target;
  const frame: Frame = {
    evaluation: caller.evaluation,
    module: target.module,
    path: target.place.path,
    isPackage: target.place.path.endsWith('/__init__.py'),
    unit: statement.body,
    kind: 'function',
    qualifiedPrefix: `${target.qualifiedName}.<locals>.`,
    names: new Map(),
    outer: target.closure ? [target.closure] : [],
    depth: caller.depth,
    likelihood: caller.likelihood,
    callDepth: caller.callDepth + 1,
    returns: [],
    ...(method && { method }),
  };
  bind(statement.parameters, given, frame, target.place, (expression) => defaultOf(expression, target, frame));
  const end = run(body.statements, frame);
  if (frame.yields) return { kind: 'list', items: frame.yields, depth: caller.depth, owner: caller.evaluation.owner };
  if (caller.evaluation.budget < 0) return tooLong(target);
  if (end === 'raise' && frame.returns.length === 0)
    return { ...unknown(`${target.qualifiedName}() raises an error`, target.place), raises: true };
  if (end === undefined) frame.returns.push({ value: literal(null) });
  // The likeliest of several values comes first.
  const [likely, unlikely] = [false, true].map((wanted) =>
    frame.returns.filter(({ maybe }) => (maybe === 'unlikely') === wanted),
  );
  return choice([...likely, ...unlikely].map(({ value }) => value));
}

function callLambda(target: LambdaValue, given: Arguments, caller: Frame): Value | undefined {
  if (caller.callDepth >= deepestCall || !step(caller)) return undefined;
  const scope = target.scope as Frame;
  const frame: Frame = {
    ...scope,
    evaluation: caller.evaluation,
    kind: 'function',
    names: new Map(),
    outer: scope.kind === 'module' ? [] : [scope.names, ...scope.outer],
    depth: caller.depth,
    likelihood: caller.likelihood,
    callDepth: caller.callDepth + 1,
    returns: [],
  };
  bind(target.parameters, given, frame, target.place, (expression) =>
    evaluate(expression, { ...frame, names: new Map() }),
  );
  return evaluate(target.body, frame);
}

function bind(
  parameters: readonly FunctionParameter[],
  given: Arguments,
  frame: Frame,
  place: Place,
  defaultValue: (expression: Expression) => Value,
): void {
  const positional = [...given.args];
  const keywords = new Map(given.keywords);
  for (const parameter of parameters) {
    if (parameter.name === '') continue;
    if (parameter.star === 1) {
      const items = positional.splice(0).map((value) => ({ value }));
      frame.names.set(parameter.name, { kind: 'tuple', items, depth: frame.depth, owner: frame.evaluation.owner });
    } else if (parameter.star === 2) {
      const entries = [...keywords].map(([key, value]) => ({ key: literal(key), value }));
      frame.names.set(parameter.name, { kind: 'dict', entries, depth: frame.depth, owner: frame.evaluation.owner });
    } else {
      const value =
        (!parameter.keywordOnly && positional.length > 0 ? positional.shift() : undefined) ??
        keywords.get(parameter.name);
      keywords.delete(parameter.name);
      const fallback = parameter.default
        ? defaultValue(parameter.default)
        : unknown(`the argument '${parameter.name}' is not known`, place);
      frame.names.set(parameter.name, value ?? fallback);
    }
  }
}

/** A default is evaluated where the function is defined: its nodes are those of the module, not of the body. */
function defaultOf(expression: Expression, target: FunctionValue, frame: Frame): Value {
  return evaluate(expression, { ...frame, unit: target.place.unit, names: new Map() });
}

function argumentsOf(expression: Extract<Expression, { kind: 'call' }>, frame: Frame): Arguments {
  const args: Value[] = [];
  const keywords = new Map<string, Value>();
  let open = false;
  for (const argument of expression.args) {
    const value = evaluate(argument.value, frame);
    if (argument.star === 1) {
      const items = spread(value, frame, placeIn(frame, argument.value.n));
      open ||= items.some((item) => item.value.kind === 'unknown');
      args.push(...items.map((item) => item.value).filter((item) => item.kind !== 'unknown'));
    } else if (argument.star === 2) {
      const likely = likeliest(settled(value, frame));
      if (likely.kind === 'dict') {
        for (const entry of likely.entries) {
          if (entry.key.kind === 'literal' && typeof entry.key.value === 'string')
            keywords.set(entry.key.value, entry.value);
          else open = true;
        }
      } else open = true;
    } else if (argument.name !== undefined) keywords.set(argument.name, value);
    else args.push(value);
  }
  return { args, keywords, ...(open && { open }) };
}
