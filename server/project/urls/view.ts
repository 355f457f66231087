import { classMember, isFramework, resolve } from '../../python/resolve';
import { callResult, runFunction } from '../../python/run';
import {
  asString,
  type Call,
  type ClassValue,
  dottedOf,
  type FunctionValue,
  likeliest,
  type Place,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';

/** The view of a route: the class of a class-based view, else the function that decorators wrap. */
export interface View {
  /** `module.QualifiedName`. */
  readonly dotted: string;
  /** Where it is defined; undefined where its source is not at hand. */
  readonly place?: Place;
  readonly value: Value;
  /** The name that Django has for it, where a decorator puts something else in the function's place. */
  readonly runs?: string;
  /** What `as_view()` is given: attributes in the place of the class's own. */
  readonly given?: ReadonlyMap<string, Value>;
}

/** The view that a route's second argument means; undefined where that cannot be read (see django.urls.resolvers.URLPattern.lookup_str). */
export function viewOf(value: Value, world: World, depth = 0): View | undefined {
  if (depth > 12) return undefined;
  const view = likeliest(resolve(value, world));
  switch (view.kind) {
    case 'class':
      return { dotted: dottedOf(view)!, place: view.place, value: view };
    case 'function': {
      const viewClass = view.attributes?.get('view_class');
      if (viewClass) return viewOf(viewClass, world, depth + 1);
      const inner = view.decorators.find((one) => one.kind === 'call' && dottedOf(one.callee) === 'functools.wraps');
      const behind = inner?.kind === 'call' && inner.args[0] ? viewOf(inner.args[0], world, depth + 1) : undefined;
      const isApiView = view.decorators.some(
        (one) => dottedOf(one.kind === 'call' ? one.callee : one) === 'rest_framework.decorators.api_view',
      );
      const runs = isApiView ? `${view.module}.WrappedAPIView` : replacedBy(view, world);
      return behind ?? { dotted: dottedOf(view)!, place: view.place, value: view, ...(runs && { runs }) };
    }
    case 'ref':
      return view.dotted.endsWith('.as_view') ? undefined : { dotted: view.dotted, value: view };
    case 'member': {
      const owner = likeliest(resolve(view.of, world));
      // A bound method is the function of its class.
      const type = owner.kind === 'call' ? likeliest(resolve(owner.callee, world)) : owner;
      const method = type.kind === 'class' ? classMember(type, view.name, world) : undefined;
      return method ? viewOf(method, world, depth + 1) : undefined;
    }
    case 'lambda':
      return { dotted: '<lambda>', place: view.place, value: view };
    case 'call':
      return ofCall(view, world, depth);
    default:
      return undefined;
  }
}

/**
 * The name of the function that decorators put in a view's place, where one of them does not take over the name of what it
 * wraps. Those of Django do, and so do most that cannot be run.
 */
function replacedBy(view: FunctionValue, world: World): string | undefined {
  let current: FunctionValue = view;
  for (const decorator of view.decorators.toReversed()) {
    const result = decoratedBy(decorator, current, world);
    if (result?.kind === 'function' && !result.decorators.some(namesLikeWraps)) current = result;
  }
  return current === view ? undefined : dottedOf(current);
}

/** What a decorator, or what the call of one gives, makes of a function; undefined where it is not run. */
function decoratedBy(decorator: Value, function_: FunctionValue, world: World): Value | undefined {
  let target = likeliest(resolve(decorator, world));
  if (target.kind === 'call') {
    const maker = likeliest(resolve(target.callee, world));
    if (maker.kind !== 'function' || isFramework(maker.module) || maker.decorators.length > 0) return undefined;
    target = likeliest(callResult(maker, target, world) ?? target);
  }
  if (target.kind !== 'function' || isFramework(target.module) || target.decorators.length > 0) return undefined;
  const made = runFunction(target, [function_], world)?.value;
  return made && likeliest(made);
}

function namesLikeWraps(decorator: Value): boolean {
  return /(?:^|\.)wraps$/.test(dottedOf(decorator.kind === 'call' ? decorator.callee : decorator) ?? '');
}

function ofCall(call: Call, world: World, depth: number): View | undefined {
  const viewClass = classOfAsView(call.callee, world);
  if (viewClass) {
    const given = call.keywords.size > 0 ? { given: call.keywords } : {};
    if (viewClass.kind !== 'class') return { dotted: dottedOf(viewClass)!, value: viewClass, ...given };
    const view = viewOf(viewClass, world, depth + 1);
    return view && { ...view, ...given };
  }
  // What it wraps stands second, and what calls that first.
  if (dottedOf(call.callee) === 'functools.update_wrapper' && call.args[1])
    return viewOf(call.args[1], world, depth + 1);
  const callee = likeliest(resolve(call.callee, world));
  if (callee.kind === 'class')
    return wrapped(call, world, depth) ?? { dotted: dottedOf(callee)!, place: callee.place, value: callee };
  if (callee.kind === 'function' && !callee.module.startsWith('django.')) {
    return wraps(callee, world) ? wrapped(call, world, depth) : undefined;
  }
  // `decorator(argument)(view)`, and decorators of Django and packages, which keep what they wrap in `__wrapped__`.
  return wrapped(call, world, depth);
}

function wrapped(call: Call, world: World, depth: number): View | undefined {
  for (const argument of call.args) {
    const resolved = likeliest(resolve(argument, world));
    if (
      resolved.kind === 'function' ||
      resolved.kind === 'call' ||
      resolved.kind === 'member' ||
      (resolved.kind === 'ref' && asString(resolved) === undefined)
    ) {
      const view = viewOf(resolved, world, depth + 1);
      if (view) return view;
    }
  }
  return undefined;
}

/** Whether a decorator hands on what it wraps as functools.wraps does, or returns it as it is. */
function wraps(decorator: FunctionValue, world: World): boolean {
  const calls = runFunction(decorator, [], world)?.effects ?? [];
  const names = [
    ...calls.map((call) => dottedOf(call.callee)),
    ...calls.flatMap((call) => (call.callee.kind === 'call' ? [dottedOf(call.callee.callee)] : [])),
  ];
  return names.some((name) => name !== undefined && /(?:^|\.)(?:wraps|update_wrapper)$/.test(name));
}

/** The class of `View.as_view`, also where it is reached through a variable or another module. */
function classOfAsView(callee: Value, world: World): ClassValue | Extract<Value, { kind: 'ref' }> | undefined {
  const method = likeliest(resolve(callee, world));
  if (method.kind === 'ref' && method.dotted.endsWith('.as_view')) {
    const owner = likeliest(resolve({ kind: 'ref', dotted: method.dotted.slice(0, -'.as_view'.length) }, world));
    return owner.kind === 'class' || owner.kind === 'ref' ? owner : undefined;
  }
  if (method.kind !== 'member' || method.name !== 'as_view') return undefined;
  const owner = likeliest(resolve(method.of, world));
  // An instance has the class method of its class, as Django REST framework's `as_view` is one.
  const type = owner.kind === 'call' ? likeliest(resolve(owner.callee, world)) : owner;
  return type.kind === 'class' ? type : undefined;
}
