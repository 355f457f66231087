import { isFramework } from '../../python/resolve';
import { callResult, instanceAfter, runMethod } from '../../python/run';
import {
  type Call,
  type ClassValue,
  callOf,
  dottedOf,
  type FoundMember,
  type FunctionValue,
  nowhere,
  type Place,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import { sameItems } from '../../text/same';
import type { ManagerCall } from '../models/managers';
import { family, query, weakFamily } from '../queries/query';
import { annotationType } from './annotation';
import { closedClass, closedModel, closedQuerySet, heirsByLabel } from './closed';
import { createEffort } from './effort';
import { madeBases } from './instances';
import type { Attribute } from './memberAttribute';
import { modelAttributes } from './modelAttributes';
import { bareRequest, requestAfter } from './request';
import { type Instance, type QuerySet, type Type, unknownType } from './type';
import { typeOfValue } from './typeOf';
import type { TypeSources, Types } from './types';

/** Makes the queries that tell what values are: of models, forms, Django's own objects, and the project's classes. */
export function createTypes(sources: TypeSources, world: World): Types {
  const { runtime } = sources;
  const effort = createEffort(runtime);
  const given = new WeakMap<Call, () => Type>();
  const instances = new WeakMap<ClassValue, Call>();
  const methods = new WeakMap<Call, Map<string, BoundMethod>>();
  const remembered = effort.remember((value: Value): Type => typeOfValue(value, types) ?? unknownType);
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
