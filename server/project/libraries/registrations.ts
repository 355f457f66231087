import { resolve } from '../../python/resolve';
import { callResult, runFunction } from '../../python/run';
import {
  asString,
  type Call,
  type FunctionValue,
  isSamePlace,
  likeliest,
  type Place,
  placeOf,
  sameValue,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import type { Entries } from './libraries';

/**
 * The uses of a `register` among calls, in their order: the methods of django.template.library.Library, called or as decorators, and
 * what is put into its `tags` and `filters`. A name or target that cannot be read is undefined.
 */
export function* registrations(effects: readonly Call[], register: Value, world: World): Iterable<Registration> {
  for (const call of effects) {
    const direct = methodOf(call.callee, register, world);
    if (direct) {
      const registration = fromArguments(direct, call, world);
      if (registration) yield registration;
      continue;
    }
    const entry = entryOf(call, register);
    if (entry) {
      yield entry;
      continue;
    }
    // `register.filter(name="x")(function)`, which is what a decorator with arguments does.
    const outer = call.callee;
    const method = outer.kind === 'call' ? methodOf(outer.callee, register, world) : undefined;
    if (outer.kind === 'call' && method && call.args[0]) {
      yield applied(method, outer, call.args[0], world);
      continue;
    }
    const given = givenRegister(register, call, world);
    if (given) yield* handedOn(call, given, world);
  }
}

/** The `register` that a call, or what made what is called, is given: as the function that a call gave holds it, it may be a copy. */
function givenRegister(register: Value, { callee, args, keywords }: Call, world: World): Value | undefined {
  if (register.kind !== 'call') return undefined;
  const closure = callee.kind === 'function' ? [...(callee.closure?.values() ?? [])] : [];
  const given = [...args, ...keywords.values(), ...closure].map((value) => likeliest(resolve(value, world)));
  return (
    given.find((value) => value.kind === 'call' && isSamePlace(value.place, register.place)) ??
    (callee.kind === 'call' ? givenRegister(register, callee, world) : undefined)
  );
}

/** What code registers that a module hands its `register` to, as `@block_tag(register)` does. One use that cannot be read, where that is not known. */
function* handedOn(call: Call, register: Value, world: World): Iterable<Registration> {
  const decorator = functionOf(call.callee, world);
  const run = decorator && runFunction(decorator, call.args, world);
  if (run) yield* registrations(run.effects, register, world);
  else yield { method: 'tag', name: undefined, target: undefined, call, keywords: new Map() };
}

/** A function, or the one that a call gives. */
function functionOf(value: Value, world: World): FunctionValue | undefined {
  const callee = likeliest(resolve(value, world));
  if (callee.kind !== 'call') return callee.kind === 'function' ? callee : undefined;
  const maker = likeliest(resolve(callee.callee, world));
  const made = maker.kind === 'function' ? callResult(maker, callee, world) : undefined;
  const likely = made && likeliest(made);
  return likely?.kind === 'function' ? likely : undefined;
}

/** One use of `register`. */
export interface Registration {
  readonly method: Method;
  readonly name: string | undefined;
  readonly target: Value | undefined;
  readonly call: Call;
  readonly keywords: ReadonlyMap<string, Value>;
}

type Method = 'tag' | 'filter' | 'simple_tag' | 'simple_block_tag' | 'inclusion_tag';

/** `register.tags["name"] = function` and the like. */
function entryOf(call: Call, register: Value): Registration | undefined {
  const { callee, args, keywords } = call;
  if (
    callee.kind !== 'member' ||
    callee.name !== '__setitem__' ||
    callee.of.kind !== 'member' ||
    callee.of.of !== register
  )
    return undefined;
  const method = callee.of.name === 'tags' ? 'tag' : callee.of.name === 'filters' ? 'filter' : undefined;
  return method && { method, name: asString(args[0]), target: args[1], call, keywords };
}

function methodOf(callee: Value, register: Value, world: World): Method | undefined {
  const isMethod = (name: string): name is Method => methods.has(name);
  if (callee.kind === 'member' && callee.of === register && isMethod(callee.name)) return callee.name;
  if (callee.kind !== 'ref') return undefined;
  const dot = callee.dotted.lastIndexOf('.');
  const name = callee.dotted.slice(dot + 1);
  const of = isMethod(name)
    ? likeliest(resolve({ kind: 'ref', dotted: callee.dotted.slice(0, dot) }, world))
    : undefined;
  return of === register || (of?.kind === 'ref' && sameValue(of, register)) ? (name as Method) : undefined;
}

const methods = new Set(['tag', 'filter', 'simple_tag', 'simple_block_tag', 'inclusion_tag']);

/** `register.tag(function)`, `register.tag("name", function)` and the like; undefined for a call that only makes a decorator. */
function fromArguments(method: Method, call: Call, world: World): Registration | undefined {
  const { args, keywords } = call;
  const text = asString(args[0] && resolve(args[0], world));
  if (method === 'tag' || method === 'filter') {
    const given = keywords.get(method === 'tag' ? 'compile_function' : 'filter_func') ?? args[1];
    if (given) return { method, name: text ?? asString(keywords.get('name')), target: given, call, keywords };
  }
  if (method === 'inclusion_tag')
    return args[1] || keywords.has('func')
      ? applied(method, call, (keywords.get('func') ?? args[1])!, world)
      : undefined;
  if (args[0] === undefined || text !== undefined || args[0].kind === 'literal') return undefined;
  return applied(method, { ...call, args: [] }, args[0], world);
}

/** The registration of a function or class: under `name`, else the first argument, else its own name (Library.tag, filter and simple_tag). */
function applied(method: Method, call: Call, target: Value, world: World): Registration {
  const given = asString(call.keywords.get('name') && resolve(call.keywords.get('name')!, world));
  const first = method === 'inclusion_tag' ? undefined : asString(call.args[0] && resolve(call.args[0], world));
  const resolved = likeliest(resolve(target, world));
  // A class that derives from another may be called otherwise than its statement says: classytags makes the name anew.
  const isPlain = resolved.kind === 'function' || (resolved.kind === 'class' && resolved.bases.length === 0);
  const own = isPlain ? resolved.statement.name : undefined;
  return { method, name: given ?? first ?? own, target, call, keywords: call.keywords };
}

/** How a tag or filter was registered, for those who change that. */
export interface NamedRegistration {
  /** The string that gives the name; undefined where the function's own name does. */
  readonly given: Place | undefined;
  readonly method: Method;
  /** The function or class, where it is one. */
  readonly target: Value;
  /** What calls or decorates: `register.filter`, `register.filter(name="x")`, `register.filter("x", function)`. */
  readonly call: Call;
  /** For a block tag: whether a keyword names its end. */
  readonly hasEndName: boolean;
}

/** The registration that a name of a library stands for, the last of several; undefined where none can be read. */
export function registrationOf(
  module: string,
  entries: Entries,
  name: string,
  world: World,
): NamedRegistration | undefined {
  const namespace = world.namespace(module);
  const register = namespace?.names.get('register');
  const object = register && likeliest(resolve(register, world));
  if (namespace === undefined || object === undefined) return undefined;
  let found: NamedRegistration | undefined;
  for (const one of registrations(namespace.effects, object, world)) {
    if (one.name !== name || one.target === undefined || (one.method === 'filter') !== (entries === 'filters'))
      continue;
    const { call, method } = one;
    const first = method === 'inclusion_tag' ? undefined : call.args[0];
    const isText = asString(first && resolve(first, world)) !== undefined;
    const given = call.keywords.get('name') ?? (isText ? first : undefined);
    found = {
      given: given && placeOf(given),
      method,
      target: likeliest(resolve(one.target, world)),
      call,
      hasEndName: call.keywords.has('end_name'),
    };
    if (given && found.given === undefined) return undefined;
  }
  return found;
}
