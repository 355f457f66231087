import { callMethodOutside, callOutside, runMethod } from './run';
import {
  type Call,
  type ClassValue,
  choice,
  dottedOf,
  type FoundMember,
  type FunctionValue,
  isSequence,
  likeliest,
  literal,
  type Ref,
  type Value,
} from './values';
import type { Line, Namespace, World } from './world';

/**
 * Follows references until something that is defined: a class, a function, a literal. A reference comes back where it
 * names a module, or something that no readable source defines.
 */
export function resolve(value: Value, world: World, depth = 0): Value {
  let current: Value = value;
  for (let i = 0; i < 40 && current.kind === 'ref'; i++) {
    const next = world.referred ? world.referred(current.dotted) : follow(current.dotted, world);
    if (next === undefined || (next.kind === 'ref' && next.dotted === current.dotted)) return current;
    current = next;
  }
  if (current.kind !== 'choice' || depth > 5) return current;
  return choice(current.options.map((option) => resolve(option, world, depth + 1)));
}

/** What a dotted path leads to, one step of the way; undefined where it leads no further. */
export function follow(dotted: string, world: World): Value | undefined {
  const known = world.known(dotted);
  if (known) return known;
  const end = world.moduleWithin(dotted).length;
  if (end === 0) return undefined;
  if (end === dotted.length) return shadowing(dotted, world);
  const module = world.namespace(dotted.slice(0, end));
  const [first, ...rest] = dotted.slice(end + 1).split('.');
  let value: Value | undefined = module?.names.get(first) ?? (module && lazyName(module, first, world));
  if (value === undefined && module) {
    // `from .settings import settings` in a package: what it binds is what others see, but not who imports from the module.
    const instead = shadowing(dotted.slice(0, end), world);
    value = instead && attribute(likeliest(resolve(instead, world)), first, world);
    if (value?.kind === 'ref' && value.dotted === dotted) return undefined;
  }
  for (const name of rest) {
    if (value === undefined) return undefined;
    value = attribute(value, name, world);
  }
  return value;
}

/** What a package binds to the name of its own submodule; undefined where that is the submodule itself. */
function shadowing(module: string, world: World): Value | undefined {
  const dot = module.lastIndexOf('.');
  const value = dot < 0 ? undefined : world.namespace(module.slice(0, dot))?.names.get(module.slice(dot + 1));
  return value?.kind === 'ref' && value.dotted === module ? undefined : value;
}

/** What a module's `__getattr__` gives for a name that the module lacks. */
function lazyName(module: Namespace, name: string, world: World): Value | undefined {
  const getter = module.names.get('__getattr__');
  return getter?.kind === 'function' ? callOutside(getter, [literal(name)], world) : undefined;
}

/** The attribute of a value: a class's own or inherited member, a module's name, or the attribute as such. */
export function attribute(of: Value, name: string, world: World): Value {
  const owner = likeliest(of);
  if (owner.kind === 'ref') return { kind: 'ref', dotted: `${owner.dotted}.${name}`, place: owner.place };
  if (owner.kind === 'class') {
    const member = findMember(owner, name, world);
    // A method stays with the class that it is looked up on: `View.as_view` is that of this view.
    if (member && member.value.kind !== 'function') return member.value;
    return (
      ownName(owner, name) ??
      (member ? undefined : world.classGift?.(owner, name)) ?? {
        kind: 'member',
        of: owner,
        name,
        ...(member && { found: member }),
      }
    );
  }
  if (owner.kind === 'function')
    return owner.attributes?.get(name) ?? ownName(owner, name) ?? { kind: 'member', of: owner, name };
  if (owner.kind === 'unknown') return owner.by ? { ...owner, by: { kind: 'member', of: owner.by, name } } : owner;
  // A bound method has the names of its function.
  const method = owner.kind === 'member' ? owner.found?.value : undefined;
  const methodName = method?.kind === 'function' ? ownName(method, name) : undefined;
  if (methodName) return methodName;
  const own =
    owner.kind === 'call'
      ? (world.instanceAttribute?.(owner, name) ??
        owner.attributes?.get(name) ??
        inheritedAttribute(owner, name, world))
      : undefined;
  return own ?? { kind: 'member', of: owner, name };
}

/** What Python itself gives every class and function. */
function ownName({ module, qualifiedName, statement }: ClassValue | FunctionValue, name: string): Value | undefined {
  const names: Readonly<Record<string, string>> = {
    __module__: module,
    __qualname__: qualifiedName,
    __name__: statement.name,
  };
  return Object.hasOwn(names, name) ? literal(names[name]) : undefined;
}

/** What an instance has from its class, methods left out. */
function inheritedAttribute(self: Call, name: string, world: World): Value | undefined {
  if (self.attributes === undefined) return undefined;
  const type = likeliest(resolve(self.callee, world));
  const found = type.kind === 'class' ? findMember(type, name, world) : undefined;
  if (found?.value.kind !== 'function')
    return self.late?.(name, world) ?? found?.value ?? givenByGetter(self, type, name, world);
  if (!isProperty(found.value) || isFramework(found.owner.module)) return undefined;
  return callMethodOutside(found, self, world);
}

/** What the `__getattr__` of an instance's class gives for a name that nothing else has. */
function givenByGetter(self: Call, type: Value, name: string, world: World): Value | undefined {
  const getter = type.kind === 'class' && !name.startsWith('__') ? findMember(type, '__getattr__', world) : undefined;
  if (getter?.value.kind !== 'function' || isFramework(getter.owner.module)) return undefined;
  const value = runMethod(getter, self, world, { args: [literal(name)], keywords: new Map() })?.value;
  return value?.kind === 'unknown' && value.raises ? undefined : value;
}

/** A member of a class or of the first of its bases that has it, in the order of the bases. */
export function classMember(owner: ClassValue, name: string, world: World): Value | undefined {
  return findMember(owner, name, world)?.value;
}

/** The same, with the class that defines it. */
export function findMember(owner: ClassValue, name: string, world: World): FoundMember | undefined {
  for (const one of linearized(owner, world)) {
    if (one.kind !== 'class') continue;
    const value = world.classAttribute?.(dottedOf(one)!, name) ?? one.members.get(name);
    if (value) return { value, owner: one };
  }
  return undefined;
}

/**
 * Whether a module belongs to a framework whose code is understood by rule instead of being run. The settings of Django
 * REST framework are run: packages make objects of its `APISettings` for their own.
 */
export function isFramework(module: string): boolean {
  return /^(?!rest_framework\.settings(?:\.|$))(?:django|rest_framework(?:_extensions)?)(?:\.|$)/.test(module);
}

/** Whether a method is read like an attribute. */
export function isProperty(method: FunctionValue): boolean {
  return method.decorators.some((decorator) => /(?:^|\.)(?:cached_|class)?property$/.test(dottedOf(decorator) ?? ''));
}

/** Whether a property is that of the class, and gets the class instead of an instance (django.utils.functional.classproperty). */
export function isOfClass(method: FunctionValue): boolean {
  return method.decorators.some((decorator) => /(?:^|\.)classproperty$/.test(dottedOf(decorator) ?? ''));
}

/** Whether what a property gives is kept by the instance. */
export function isCached(method: FunctionValue): boolean {
  return method.decorators.some((decorator) => /(?:^|\.)cached_property$/.test(dottedOf(decorator) ?? ''));
}

/**
 * The class and its bases in Python's method resolution order (C3). A base whose source cannot be read stays a reference.
 * Where the bases contradict each other, or inherit from themselves, the order is depth first.
 */
export function linearized(owner: ClassValue, world: World): Line {
  return world.lineOf?.(owner) ?? linearize(owner, world);
}

/** The same, computed anew. */
export function linearize(owner: ClassValue, world: World, above: readonly Value[] = []): Line {
  const bases: (ClassValue | Ref)[] = [];
  for (const base of owner.bases) {
    const resolved = likeliest(resolve(base, world));
    const same = above.some((other) => isSameClass(other, resolved));
    if ((resolved.kind === 'class' && !same && !isSameClass(resolved, owner)) || resolved.kind === 'ref')
      bases.push(resolved);
  }
  const parents = bases.map((base) => {
    if (base.kind === 'ref') return [base];
    const known = world.lineOf?.(base);
    const inherits = known?.some((one) => isSameClass(one, owner) || above.some((other) => isSameClass(one, other)));
    return known && !inherits ? known : linearize(base, world, [...above, owner]);
  });
  return [owner, ...merge([...parents, bases])];
}

function merge(sequences: readonly (readonly (ClassValue | Ref)[])[]): (ClassValue | Ref)[] {
  const result: (ClassValue | Ref)[] = [];
  let rest = sequences.filter((sequence) => sequence.length > 0);
  while (rest.length > 0) {
    const good = rest
      .map((s) => s[0])
      .find((head) => !rest.some((s) => s.slice(1).some((other) => isSameClass(other, head))));
    const next = good ?? rest[0][0];
    result.push(next);
    rest = rest.map((s) => s.filter((other) => !isSameClass(other, next))).filter((s) => s.length > 0);
  }
  return result;
}

/** Whether two values name the same class. */
export function isSameClass(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'class' && b.kind === 'class')
    return a.module === b.module && a.qualifiedName === b.qualifiedName && a.place.n === b.place.n;
  return a.kind === 'ref' && b.kind === 'ref' && a.dotted === b.dotted;
}

/** The names that `from module import *` binds: `__all__` where it can be read, else those without underscore. */
export function publicNames(namespace: Namespace): string[] {
  const all = namespace.names.get('__all__');
  const listed = all && likeliest(all);
  if (listed && isSequence(listed)) {
    const names = listed.items.map((item) => (item.value.kind === 'literal' ? String(item.value.value) : ''));
    return names.filter((name) => name !== '');
  }
  return [...namespace.names.keys()].filter((name) => !name.startsWith('_'));
}

/** The absolute name of a module that an import names relative to another; undefined beyond the top. */
export function absoluteModule(
  from: { module: string; isPackage: boolean },
  module: string,
  level: number,
): string | undefined {
  if (level === 0) return module;
  const parts = from.module.split('.');
  const up = from.isPackage ? level - 1 : level;
  if (up > parts.length) return undefined;
  const base = parts.slice(0, parts.length - up);
  return [...base, ...(module === '' ? [] : [module])].join('.');
}
