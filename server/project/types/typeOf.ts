import { djangoObjects, publicObjects } from '../../django/objects';
import { resolve } from '../../python/resolve';
import {
  asString,
  type Call,
  dottedOf,
  type Item,
  likeliest,
  type Member,
  type Place,
  placeOf,
  type Ref,
  type Value,
} from '../../python/values';
import { attributeOf } from './attributes';
import { calledType } from './calledType';
import { callOfFunction } from './functionCalls';
import { instanceType } from './instances';
import { itemOf } from './items';
import { callOfMethod } from './methodCalls';
import { queryResult } from './querysets';
import {
  type DictType,
  listOf,
  noneType,
  optionsOfType,
  plain,
  type QuerySet,
  type Type,
  unionOf,
  unknownType,
} from './type';
import type { Types } from './types';

/** The type of a value as code gives it; undefined where nothing is known. */
export function typeOfValue(value: Value, types: Types): Type | undefined {
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
