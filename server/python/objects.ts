import type { Arguments } from './calls';
import { callFunction, inlined } from './calls';
import type { Frame } from './frame';
import { classChanges, instanceChange, instanceChanges, setChange, settingsObject } from './heap';
import { wrappedAttributes } from './lazyObject';
import { filledElsewhere } from './names';
import { findMember, isCached, isFramework, isOfClass, isProperty, linearized, resolve } from './resolve';
import { typeCall } from './typeCall';
import {
  asItems,
  asString,
  type Call,
  type ClassValue,
  type Dict,
  dottedOf,
  type FoundMember,
  type Item,
  likeliest,
  literal,
  type Member,
  type Place,
  type Value,
} from './values';

/**
 * An instance of a class of the project or a package: its `__init__` is run, and its attributes are kept. Undefined for a
 * class of a framework, whose instances are for the readers of `effects` to understand.
 */
export function instantiate(
  callee: ClassValue,
  given: Arguments,
  frame: Frame,
  place: Place,
): Call | ClassValue | undefined {
  if (isFramework(callee.module)) return undefined;
  if (given.args.length === 3 && makesClasses(callee, frame)) {
    const made = typeCall(given.args, frame, place, callee);
    if (made?.kind === 'class') return made;
  }
  const late = wrappedAttributes(callee, place, frame.evaluation.world);
  const self: Call = {
    kind: 'call',
    callee,
    ...given,
    place,
    ...(frame.likelihood && { maybe: frame.likelihood }),
    attributes: new Map(),
    owner: frame.evaluation.owner,
    ...(late && { late }),
  };
  const init = findMember(callee, '__init__', frame.evaluation.world);
  if (init?.value.kind === 'function' && !isFramework(init.owner.module)) {
    callFunction(init.value, { ...given, args: [self, ...given.args] }, frame, { owner: init.owner, self });
  }
  return self;
}

/** Whether a class is a metaclass. */
function makesClasses(type: ClassValue, frame: Frame): boolean {
  const line = linearized(type, frame.evaluation.world);
  return line.some((one) => /^(?:builtins\.type|django\.db\.models\.base\.ModelBase)$/.test(dottedOf(one) ?? ''));
}

/** An instance with its attributes: one that a class body made, whose code is not run there, is made when it is looked into. */
export function alive(instance: Call, frame: Frame): Call {
  const { evaluation } = frame;
  if (instance.attributes || !evaluation.isLive) return instance;
  const before = evaluation.alive.get(instance);
  if (before) return before;
  const type = likeliest(resolve(instance.callee, evaluation.world));
  const instantiated = type.kind === 'class' && instantiate(type, instance, frame, instance.place);
  const made = instantiated && instantiated.kind === 'call' ? instantiated : instance;
  evaluation.alive.set(instance, made);
  return made;
}

/** An attribute of an instance: its own, a property's value, or a method bound to it. */
export function instanceAttribute(self: Call, name: string, frame: Frame, place: Place): Value {
  const changed = instanceChange(frame.evaluation.heap, self, name);
  if (changed) return changed;
  const own = self.attributes?.get(name);
  if (own) return self.owner === frame.evaluation.owner ? own : filledElsewhere(own, frame, place);
  const { world } = frame.evaluation;
  const type = likeliest(resolve(self.callee, world));
  const found = type.kind === 'class' ? findMember(type, name, world) : undefined;
  const late = found?.value.kind === 'function' ? undefined : self.late?.(name, world);
  if (late) return late;
  if (found) return bound(self, name, found, frame, place);
  return givenByGetter(self, type, name, frame) ?? { kind: 'member', of: self, name, place };
}

/** What the `__getattr__` of an instance's class gives for a name that nothing else has. */
function givenByGetter(self: Call, type: Value, name: string, frame: Frame): Value | undefined {
  if (type.kind !== 'class' || name.startsWith('__')) return undefined;
  const getter = findMember(type, '__getattr__', frame.evaluation.world);
  if (getter?.value.kind !== 'function' || isFramework(getter.owner.module)) return undefined;
  const args = [self, literal(name)];
  const value = callFunction(getter.value, { args, keywords: new Map() }, frame, { owner: getter.owner, self });
  return value?.kind === 'unknown' && value.raises ? undefined : value;
}

/** What a function gives that a class body calls: no call is run there, as most make fields that nobody looks into. */
function computed(call: Call, frame: Frame): Value | undefined {
  const target = likeliest(resolve(call.callee, frame.evaluation.world));
  return target.kind === 'function' ? inlined(target, call, frame, call.place) : undefined;
}

function bound(self: Call, name: string, found: FoundMember, frame: Frame, place: Place): Value {
  if (found.value.kind === 'call') return computed(found.value, frame) ?? found.value;
  if (found.value.kind !== 'function') return found.value;
  if (isProperty(found.value) && !isFramework(found.owner.module)) {
    const of = isOfClass(found.value) ? likeliest(resolve(self.callee, frame.evaluation.world)) : self;
    const method = { owner: found.owner, self: of };
    const value = callFunction(found.value, { args: [of], keywords: new Map() }, frame, method);
    if (value && isCached(found.value)) keepCached(self, name, value, frame);
    if (value) return value;
  }
  return { kind: 'member', of: self, name, place, found };
}

/** A `cached_property` becomes an attribute of the instance when it is first read. */
function keepCached(self: Call, name: string, value: Value, frame: Frame): void {
  if (self.owner === frame.evaluation.owner) self.attributes?.set(name, value);
  else setChange(frame.evaluation.heap.instances, self, name, value);
}

/** Sets an attribute of an instance or a class. What another evaluation made stays what it is; this evaluation sees the change. */
export function setAttribute(self: Value, name: string, value: Value, frame: Frame): void {
  const { evaluation } = frame;
  if (self.kind === 'function') {
    if (self.owner === evaluation.owner) self.attributes = (self.attributes ?? new Map()).set(name, value);
    return;
  }
  if (self.kind === 'class') setChange(evaluation.heap.classes, dottedOf(self)!, name, value);
  else if (self.kind === 'call') {
    if (self.attributes && self.owner === evaluation.owner) {
      self.attributes.set(name, value);
      return;
    }
    setChange(evaluation.heap.instances, self, name, value);
    if (!self.attributes) return;
  } else if (self.kind === 'ref' && self.dotted === settingsObject) {
    // What the project itself sets is most likely what the code has looked for first.
    if (evaluation.world.known(`${settingsObject}.${name}`)) return;
    setChange(evaluation.heap.classes, settingsObject, name, value);
  } else return;
  evaluation.changes = true;
}

/** `self.__dict__.update(values)`: sets the attributes that keys name which are known. */
export function setAttributes(self: Value, values: Dict, frame: Frame): void {
  for (const { key, value, maybe } of values.entries) {
    const name = asString(key);
    if (name !== undefined && maybe === undefined) setAttribute(self, name, value, frame);
  }
}

/** `super().name` in a method: the member of the next class of the instance's hierarchy that has it. */
export function superAttribute(name: string, frame: Frame, place: Place): Value | undefined {
  const { method } = frame;
  if (method === undefined) return undefined;
  const { world } = frame.evaluation;
  const self = method.self;
  const type = self.kind === 'call' ? likeliest(resolve(self.callee, world)) : self;
  if (type.kind !== 'class') return undefined;
  const line = linearized(type, world);
  const after = line.findIndex((one) => one.kind === 'class' && dottedOf(one) === dottedOf(method.owner));
  for (const one of line.slice(after + 1)) {
    // Who makes the instances of a class of Django is known by its name, whether or not its source is at hand.
    if (one.kind === 'ref' && name === '__new__' && isFramework(one.dotted))
      return { kind: 'ref', dotted: `${one.dotted}.__new__`, place };
    const value = one.kind === 'class' ? one.members.get(name) : undefined;
    if (value === undefined || one.kind !== 'class') continue;
    if (value.kind !== 'function') return value;
    return self.kind === 'call'
      ? bound(self, name, { value, owner: one }, frame, place)
      : { kind: 'member', of: self, name, place, found: { value, owner: one } };
  }
  return undefined;
}

/** What Python keeps: of a class `__bases__` and `__mro__`, of an instance `__class__`, of both `__dict__`; undefined for other names. */
export function keptAttribute(of: Value, name: string, frame: Frame, place: Place): Value | undefined {
  if (of.kind === 'class') {
    if (name === '__bases__') return tupleOf(of.bases, frame, place);
    if (name === '__mro__') return lineOf(of, frame, place, 'tuple');
    if (name === '__dict__')
      return dictOf([...of.members, ...classChanges(frame.evaluation.heap, dottedOf(of)!)], frame, place);
  }
  if (of.kind !== 'call' || !of.attributes) return undefined;
  if (name === '__class__') return of.attributes.get(name) ?? of.callee;
  if (name !== '__dict__') return undefined;
  return dictOf([...of.attributes, ...instanceChanges(frame.evaluation.heap, of)], frame, place);
}

function lineOf(owner: ClassValue, frame: Frame, place: Place, kind: 'list' | 'tuple' = 'list'): Value {
  const items = linearized(owner, frame.evaluation.world).map((value) => ({ value }));
  return { kind, items, place, depth: frame.depth, owner: frame.evaluation.owner };
}

function tupleOf(values: readonly Value[], frame: Frame, place: Place): Value {
  const items = values.map((value) => ({ value }));
  return { kind: 'tuple', items, place, depth: frame.depth, owner: frame.evaluation.owner };
}

function dictOf(names: readonly (readonly [string, Value])[], frame: Frame, place: Place): Value {
  const entries = [...new Map(names)].map(([name, value]) => ({ key: literal(name), value }));
  return { kind: 'dict', entries, place, depth: frame.depth, owner: frame.evaluation.owner };
}

/** What an instance gives that is looped over, by the `__iter__` of its class; undefined where that is not read. */
export function iterated(self: Value, frame: Frame): readonly Item[] | undefined {
  if (self.kind !== 'call') return undefined;
  const type = likeliest(resolve(self.callee, frame.evaluation.world));
  const found = type.kind === 'class' ? findMember(type, '__iter__', frame.evaluation.world) : undefined;
  if (type.kind !== 'class' || found?.value.kind !== 'function' || isFramework(found.owner.module)) return undefined;
  // What a class body made has not been run there.
  const made = self.attributes ? self : instantiate(type, self, frame, self.place);
  if (made?.kind !== 'call') return undefined;
  const method = { owner: found.owner, self: made };
  return asItems(callFunction(found.value, { args: [made], keywords: new Map() }, frame, method));
}

/** Calls a method: of an instance, of a class, or a static one; undefined where it is not known, or a framework's that nobody knows. */
export function callMethod(target: Member, given: Arguments, frame: Frame, place: Place): Value | undefined {
  const { world } = frame.evaluation;
  const owner = likeliest(resolve(target.of, world));
  const type = owner.kind === 'call' ? likeliest(resolve(owner.callee, world)) : owner;
  if (type.kind === 'ref' && isFramework(type.dotted))
    return world.knownCall(`${type.dotted}.${target.name}`, methodCall(target, owner, given, place));
  if (type.kind !== 'class') return undefined;
  const found = target.found ?? findMember(type, target.name, world);
  if (found === undefined && target.name === 'mro' && owner.kind === 'class') return lineOf(owner, frame, place);
  if (found?.value.kind !== 'function') return undefined;
  if (isFramework(found.owner.module))
    return world.knownCall(`${dottedOf(found.owner)}.${target.name}`, methodCall(target, owner, given, place));
  const decorators = found.value.decorators.map((decorator) => dottedOf(decorator) ?? '');
  const isStatic = decorators.includes('builtins.staticmethod');
  const isClass = decorators.some((name) => classMethod.test(name)) || target.name === '__new__';
  if (decorators.length > (isStatic || isClass ? 1 : 0) && !decorators.every((name) => transparent.test(name)))
    return undefined;
  const self = isClass ? type : owner;
  const args = isStatic || (owner.kind === 'class' && !isClass) ? given.args : [self, ...given.args];
  return callFunction(found.value, { ...given, args }, frame, { owner: found.owner, self });
}

/** The call of a method as one of the function, with what it is called on as the first argument. */
function methodCall(callee: Member, owner: Value, given: Arguments, place: Place): Call {
  return { ...given, kind: 'call', callee, args: [owner, ...given.args], place };
}

const classMethod = /^(?:builtins\.classmethod|django\.utils\.decorators\.classonlymethod)$/;

/** Decorators that leave a method what it is. */
const transparent =
  /^(?:builtins\.(?:staticmethod|classmethod)|django\.utils\.decorators\.classonlymethod|functools\.(?:lru_cache|cache|wraps)|abc\.abstractmethod)$/;
