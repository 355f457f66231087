import { djangoObjects, publicObjects } from '../../django/objects';
import { isFramework, resolve } from '../../python/resolve';
import { callResult, instanceAfter, runMethod } from '../../python/run';
import {
  asString,
  type Call,
  type ClassValue,
  callOf,
  dottedOf,
  type FoundMember,
  type FunctionValue,
  type Item,
  likeliest,
  type Member,
  nowhere,
  type Place,
  placeOf,
  type Ref,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import { sameItems } from '../../text/same';
import type { ManagerCall } from '../models/managers';
import { family, query, weakFamily } from '../queries/query';
import { annotationType } from './annotation';
import { attributeOf } from './attributes';
import { calledType } from './calledType';
import { closedClass, closedModel, closedQuerySet, heirsByLabel } from './closed';
import { createEffort } from './effort';
import { callOfFunction } from './functionCalls';
import { instanceType, madeBases } from './instances';
import { itemOf } from './items';
import type { Attribute } from './memberAttribute';
import { callOfMethod } from './methodCalls';
import { modelAttributes } from './modelAttributes';
import { queryResult } from './querysets';
import { bareRequest, requestAfter } from './request';
import {
  type DictType,
  type Instance,
  listOf,
  noneType,
  optionsOfType,
  plain,
  type QuerySet,
  type Type,
  unionOf,
  unknownType,
} from './type';
import type { TypeSources, Types } from './types';

/** Makes the queries that tell what values are: of models, forms, Django's own objects, and the project's classes. */
export function createTypes(sources: TypeSources, world: World): Types {
  const { runtime } = sources;
  const effort = createEffort(runtime);
  const given = new WeakMap<Call, () => Type>();
  const instances = new WeakMap<ClassValue, Call>();
  const methods = new WeakMap<Call, Map<string, BoundMethod>>();
  const remembered = effort.remember((value: Value): Type => read(value, types) ?? unknownType);
  const called = effort.remember((target: FunctionValue): Type => {
    const declared = annotationType(target.statement.returns, target, types);
    if (declared) return declared;
    if (!isPlainFunction(target)) return unknownType;
    return effort.run(() => {
      const made = callResult(target, callOf(target, target.place), world);
      return made ? types.typeOf(made) : unknownType;
    });
  });
  const returned = effort.remember(({ self, found }: BoundMethod): Type => {
    const method = found.value;
    if (method.kind !== 'function') return unknownType;
    const declared = annotationType(method.statement.returns, method, types, self);
    if (declared) return declared;
    if (isFramework(method.module) || !isPlainFunction(method)) return unknownType;
    return effort.run(() => {
      const made = runMethod(found, self, world)?.value;
      return made ? types.typeOf(made) : unknownType;
    });
  });
  const heirs = query(runtime, () => heirsByLabel(types.models().lineages));
  const closedModels = family(runtime, (label: string) => closedModel(label, types));
  const closedQuerySets = family(runtime, (label: string) => closedQuerySet(label, types));
  const closedClasses = weakFamily(runtime, (value: ClassValue) => closedClass(value, types));
  const made = weakFamily(runtime, (value: ClassValue) => madeBases(value, types), sameItems);
  const managers = query(runtime, () => managersByPlace(types.models().managerCalls));
  const ofModels = family(runtime, (label: string) => modelAttributes(label, types));
  const request = query(runtime, () => requestAfter(sources.middleware(), types));
  const types: Types = {
    ...sources,
    world,
    effort,
    managerAt: (place) => managers()?.get(placeKey(place)),
    modelAttributes: (label) => (ofModels(label) as ReadonlyMap<string, Attribute> | undefined) ?? new Map(),
    closedModel: closedModels,
    heirs,
    madeBases: (value) => (made(value) as readonly Instance[] | undefined) ?? [],
    closedQuerySet: closedQuerySets,
    closedClass: closedClasses,
    request: () => (request() as Call | undefined) ?? bareRequest(),
    typeOf: (value) => (value.kind === 'call' ? given.get(value)?.() : undefined) ?? remembered(value),
    valueOf(type, callee = { kind: 'ref', dotted: 'django.template.context.value' }) {
      const value = callOf(callee, nowhere);
      given.set(value, typeof type === 'function' ? type : () => type);
      return value;
    },
    methodResult(self, found) {
      const byName = methods.get(self) ?? new Map<string, BoundMethod>();
      methods.set(self, byName);
      const key = found.value.kind === 'function' ? `${found.value.module}.${found.value.qualifiedName}` : '';
      let method = byName.get(key);
      if (method?.found.value !== found.value) {
        method = { self, found };
        byName.set(key, method);
      }
      return returned(method);
    },
    functionResult(target, call) {
      const declared = annotationType(target.statement.returns, target, types);
      if (declared || call === undefined) return declared ?? called(target);
      if (isFramework(target.module) || !isPlainFunction(target)) return unknownType;
      return effort.run(() => {
        const made = callResult(target, call, world);
        return made && made !== call ? types.typeOf(made) : unknownType;
      });
    },
    instanceOf(value) {
      let instance = instances.get(value);
      if (instance === undefined) {
        instance = callOf(value, value.place);
        // What is asked for while it is being made is there without its attributes.
        instances.set(value, instance);
        if (!isModelClass(value, types)) {
          instance = instanceAfter(value, new Map(), value.place, '__init__', world);
          instances.set(value, instance);
        }
      }
      return instance;
    },
  };
  return types;
}

/** A method and what it is called on. */
interface BoundMethod {
  readonly self: Call;
  readonly found: FoundMember;
}

/** Whether what decorators make of a function gives the same as the function. */
function isPlainFunction({ decorators, undecorated }: FunctionValue): boolean {
  return (
    undecorated === true ||
    decorators.every((one) => transparent.test(dottedOf(one.kind === 'call' ? one.callee : one) ?? ''))
  );
}

const transparent =
  /^(?:builtins\.(?:property|staticmethod|classmethod)|functools\.(?:lru_cache|cache|cached_property|wraps)|django\.utils\.functional\.(?:cached_property|classproperty)|abc\.abstractmethod|typing\.override|django\.contrib\.admin\.(?:decorators\.)?display|django\.utils\.safestring\.mark_safe|.*\.(?:simple_tag|filter|inclusion_tag))$/;

function isModelClass(value: ClassValue, types: Types): boolean {
  return types.models().byClass.has(`${value.module}.${value.qualifiedName}`);
}

function read(value: Value, types: Types): Type | undefined {
  switch (value.kind) {
    case 'literal':
      if (value.value === null) return noneType;
      if (typeof value.value === 'number') return plain(Number.isInteger(value.value) ? 'int' : 'float');
      return plain(typeof value.value === 'string' ? 'str' : 'bool');
    case 'list':
    case 'set':
      return listOf(() => itemsType(value.items, types), value.kind);
    case 'tuple':
      if (value.items.some((item) => item.value.kind === 'unknown' && item.value.itemsOf))
        return listOf(() => itemsType(value.items, types), 'tuple');
      return { kind: 'tuple', items: value.items.map((item) => () => types.typeOf(item.value)) };
    case 'dict':
      return dictType(value, types);
    case 'path':
      return plain('Path');
    case 'choice':
      return types.effort.share(value.options.length, () =>
        unionOf(value.options.map((option) => types.typeOf(option))),
      );
    case 'ref':
      return ofReference(value, types);
    case 'class':
      return { kind: 'class', value };
    case 'function':
      return { kind: 'function', value };
    case 'call':
      return ofCall(value, types);
    case 'member':
      return ofMember(value, types);
    case 'unknown':
      if (value.by) return types.typeOf(value.by);
      return value.partOf ? partOf(types.typeOf(value.partOf.value), value.partOf.index, types) : undefined;
    default:
      return undefined;
  }
}

/** What the items of a list are. A list may hold what is in a list that holds what is in it. */
function itemsType(items: readonly Item[], types: Types): Type {
  return types.effort.share(Math.max(2, items.length), () => unionOf(items.map(({ value }) => itemType(value, types))));
}

/** What an item of a list is; for one that stands for the items of another value, what these are. */
function itemType(value: Value, types: Types): Type {
  return value.kind === 'unknown' && value.itemsOf ? itemOf(types.typeOf(value.itemsOf), types) : types.typeOf(value);
}

/** What an assignment to several names gives to one of them. */
function partOf(type: Type, index: number, types: Types): Type {
  if (type.kind === 'union') return unionOf(type.options.map((option) => partOf(option, index, types)));
  return type.kind === 'tuple' ? (type.items[index]?.() ?? unknownType) : itemOf(type, types);
}

function dictType({ entries, place }: Extract<Value, { kind: 'dict' }>, types: Types): DictType {
  const known = new Map<string, { type: () => Type; place: Place | undefined }>();
  const others: Value[] = [];
  for (const { key, value } of entries) {
    const name = asString(resolve(key, types.world)) ?? (key.kind === 'literal' ? String(key.value) : undefined);
    if (name === undefined) others.push(value);
    else
      known.set(name, {
        type: () => types.typeOf(value),
        place: key.kind === 'literal' ? (key.place ?? placeOf(value)) : placeOf(value),
      });
  }
  return {
    kind: 'dict',
    entries: known,
    key: () => unionOf(entries.map(({ key }) => types.typeOf(key))),
    ...(others.length > 0 && { rest: () => unionOf(others.map((value) => types.typeOf(value))) }),
    // What is made when a module is imported, anybody may fill later.
    ...(others.length === 0 && place?.unit === '' && { rest: () => unknownType }),
  };
}

function ofReference(value: Ref, types: Types): Type | undefined {
  if (types.world.hasModule(value.dotted)) return { kind: 'module', dotted: value.dotted };
  const dot = value.dotted.lastIndexOf('.');
  // An attribute of a class belongs to that class: what a manager is for, its value does not say.
  const owner =
    dot < 0 ? undefined : likeliest(resolve({ kind: 'ref', dotted: value.dotted.slice(0, dot) }, types.world));
  const name = value.dotted.slice(dot + 1);
  const attribute = owner?.kind === 'class' ? attributeOf({ kind: 'class', value: owner }, name, types) : undefined;
  if (attribute) return attribute.type();
  const resolved = resolve(value, types.world);
  if (resolved.kind !== 'ref') return types.typeOf(resolved);
  if (owner?.kind === 'call' || owner?.kind === 'member') return attributeOf(types.typeOf(owner), name, types)?.type();
  return djangoObjects[publicObjects[resolved.dotted] ?? resolved.dotted] || /^[A-Z]/.test(name)
    ? { kind: 'class', value: resolved }
    : undefined;
}

function ofMember(member: Member, types: Types): Type | undefined {
  const { of, name } = member;
  const owner = types.typeOf(of);
  if (name.startsWith('[')) {
    const key = name.slice(1, -1);
    if (key === ':')
      return owner.kind === 'queryset' ? { ...owner, isManager: false } : owner.kind === 'tuple' ? undefined : owner;
    if (key === '') return itemOf(owner, types);
    if (key !== '?' && !/^-?\d+$/.test(key)) return keyOf(owner, key, types);
    return unionOf(optionsOfType(owner).map((one) => subscriptOf(one, key, types)));
  }
  return attributeOf(owner, name, types)?.type();
}

/** `owner[key]` of a number, or of a key that is not known: of a dict one of its values. */
function subscriptOf(owner: Type, key: string, types: Types): Type {
  if (owner.kind === 'none') return unknownType;
  if (owner.kind === 'tuple')
    return (key === '?' ? undefined : owner.items.at(Number(key))?.()) ?? itemOf(owner, types);
  if (owner.kind !== 'dict') return itemOf(owner, types);
  const known = owner.entries.get(key)?.type();
  if (known) return known;
  const values = key === '?' ? [...owner.entries.values()].map((entry) => entry.type()) : [];
  return unionOf([...values, owner.rest?.() ?? unknownType]);
}

function keyOf(type: Type, key: string, types: Types): Type {
  if (type.kind === 'dict') return type.entries.get(key)?.type() ?? type.rest?.() ?? unknownType;
  return attributeOf(type, key, types, true)?.type() ?? unknownType;
}

function ofCall(call: Call, types: Types): Type | undefined {
  const callee = call.callee.kind === 'choice' ? likeliest(call.callee) : call.callee;
  const manager = types.managerAt(call.place);
  if (manager) return manager;
  if (callee.kind === 'unknown' && callee.by) return types.typeOf({ ...call, callee: callee.by });
  if (callee.kind === 'member') {
    const rows = rowsOfSuper(callee.of, types);
    return rows
      ? queryResult(rows, callee.name, call, types)
      : callOfMethod(types.typeOf(callee.of), callee.name, call, callee, types);
  }
  if (callee.kind === 'ref') {
    const known = callOfFunction(callee.dotted, call, types);
    if (known) return known;
    // Of a model's class body: what an instance has in its place, only the model tells.
    if (modelField.test(callee.dotted)) return undefined;
    // `Order.objects.filter`: whose method it is, the path tells.
    const dot = callee.dotted.lastIndexOf('.');
    const name = callee.dotted.slice(dot + 1);
    const owner = dot < 0 ? unknownType : types.typeOf({ kind: 'ref', dotted: callee.dotted.slice(0, dot) });
    if (owner.kind !== 'unknown' && owner.kind !== 'module') return callOfMethod(owner, name, call, undefined, types);
    const target = likeliest(resolve(callee, types.world));
    if (target.kind !== 'ref') return ofTarget(target, call, types);
    return djangoObjects[publicObjects[target.dotted] ?? target.dotted] || /^[A-Z]/.test(name)
      ? { kind: 'instance', class: target, self: call }
      : undefined;
  }
  return ofTarget(callee, call, types);
}

/**
 * The managers of models by the places of the calls that make them: that of the concrete model whose class body has it, or of the only
 * one that inherits it from an abstract model.
 */
function managersByPlace(calls: readonly ManagerCall[]): ReadonlyMap<string, QuerySet> {
  const own = new Map<string, QuerySet>();
  const inherited = new Map<string, QuerySet | undefined>();
  for (const { place, label, name, isOwn } of calls) {
    const key = placeKey(place);
    const rows: QuerySet = { kind: 'queryset', label, manager: name, isManager: true };
    if (isOwn) own.set(key, rows);
    else inherited.set(key, inherited.has(key) ? undefined : rows);
  }
  for (const [key, rows] of inherited) if (rows && !own.has(key)) own.set(key, rows);
  return own;
}

function placeKey({ path, unit, n }: Place): string {
  return `${path} ${unit} ${n}`;
}

/** What `super()` stands for in a method of a manager or queryset that is Django's from there on. */
function rowsOfSuper(of: Value, types: Types): QuerySet | undefined {
  if (of.kind !== 'call' || dottedOf(of.callee) !== 'builtins.super' || of.args[1] === undefined) return undefined;
  const type = types.typeOf(of.args[1]);
  return type.kind === 'queryset' ? type : undefined;
}

const modelField = /^django\.db\.models\.(?:\w+\.)*(?:\w*Field|ForeignKey)$/;

function ofTarget(target: Value, call: Call, types: Types): Type | undefined {
  if (target.kind === 'class' && modelField.test(dottedOf(target)!)) return undefined;
  if (target.kind === 'class')
    return callOfFunction(dottedOf(target)!, call, types) ?? instanceType(target, call, types);
  if (target.kind === 'function')
    return callOfFunction(dottedOf(target)!, call, types) ?? types.functionResult(target, call);
  if (target.kind === 'member') return callOfMethod(types.typeOf(target.of), target.name, call, target, types);
  if (target.kind === 'call') {
    const made = callOfFunction(
      `${dottedOf(target.callee) ?? ''}()`,
      { ...call, args: target.args, keywords: target.keywords },
      types,
    );
    return made ?? calledType(types.typeOf(target), types);
  }
  return undefined;
}
