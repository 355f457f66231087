import { isFramework, linearized } from '../../python/resolve';
import { type ClassValue, placeOf } from '../../python/values';
import { annotatedAttribute } from './annotation';
import { anyRows, isAnyModelClass } from './anyModel';
import { addOfInstance } from './instanceAttributes';
import { instanceOf } from './instances';
import { type Attribute, type Attributes, addTo, memberAttribute, methodType } from './memberAttribute';
import { queryResult, querysetMethods, querysetRefusal } from './querysets';
import { listOf, plain, type Type, unionOf, unknownType } from './type';
import type { Types } from './types';

/** The attribute of a value, as Python's dot finds it; with `asKey` what `value["name"]` gives. */
export function attributeOf(type: Type, name: string, types: Types, asKey = false): Attribute | undefined {
  if (type.kind === 'model')
    return type.extra?.has(name) ? extraOf(type.extra, name) : types.modelAttributes(type.label).get(name);
  if (type.kind !== 'union') {
    const found = attributesOf(type, types).get(name);
    return found && (!asKey || found.kind === 'key' || type.kind === 'instance') ? found : restOf(type, name);
  }
  return oneOf(type.options.map((option) => ({ option, found: attributeOf(option, name, types, asKey) })));
}

/** The attribute of one of several values, of which one that is not known may have it, too. */
export function oneOf(
  all: readonly { readonly option: Type; readonly found: Attribute | undefined }[],
): Attribute | undefined {
  const found = all.flatMap((one) => one.found ?? []);
  const isOpen = all.some(({ option }) => option.kind === 'unknown');
  if (found.length === 0 || (found.length === 1 && !isOpen)) return found[0];
  return { ...found[0], type: () => unionOf([...found.map((one) => one.type()), ...(isOpen ? [unknownType] : [])]) };
}

function extraOf(extra: ReadonlyMap<string, Type>, name: string): Attribute {
  return { name, kind: 'field', type: () => extra.get(name)! };
}

function restOf(type: Type, name: string): Attribute | undefined {
  return type.kind === 'dict' && type.rest ? { name, kind: 'key', type: type.rest } : undefined;
}

/** All attributes and keys that are known of a value. */
export function attributesOf(type: Type, types: Types): ReadonlyMap<string, Attribute> {
  const into = new Map<string, Attribute>();
  collect(type, types, into);
  return into;
}

function collect(type: Type, types: Types, into: Attributes): void {
  switch (type.kind) {
    case 'union':
      for (const option of type.options) collect(option, types, into);
      return;
    case 'model':
      for (const name of type.extra?.keys() ?? []) addTo(into, extraOf(type.extra!, name));
      for (const attribute of types.modelAttributes(type.label).values()) addTo(into, attribute);
      return;
    case 'queryset':
      ofQuerySet(type, types, into);
      return;
    case 'instance':
      addOfInstance(type, types, into);
      return;
    case 'class':
      if (type.value.kind === 'class') ofClass(type.value, types, into);
      else if (isAnyModelClass(type)) ofAnyModelClass(into);
      return;
    case 'dict':
      for (const [name, { type: own, place }] of type.entries) addTo(into, { name, kind: 'key', type: own, place });
      addTo(
        into,
        pythonMethod('items', () => listOf(() => pair(type.key?.() ?? plain('str'), itemsOfDict(type)))),
      );
      addTo(
        into,
        pythonMethod('keys', () => listOf(() => type.key?.() ?? plain('str'))),
      );
      addTo(
        into,
        pythonMethod('values', () => listOf(() => itemsOfDict(type))),
      );
      return;
    case 'module':
      for (const [name, value] of types.world.namespace(type.dotted)?.names ?? [])
        if (!name.startsWith('_'))
          addTo(into, { name, kind: 'property', place: placeOf(value), type: () => types.typeOf(value) });
      return;
    case 'plain':
      for (const [name, written] of Object.entries(plainAttributes[type.name] ?? {}))
        addTo(
          into,
          written.endsWith('()')
            ? pythonMethod(name, () => plain(written.slice(0, -2)))
            : { name, kind: 'property', type: () => plain(written) },
        );
      return;
    default:
      return;
  }
}

function pair(key: Type, value: Type): Type {
  return { kind: 'tuple', items: [() => key, () => value] };
}

function itemsOfDict(type: Extract<Type, { kind: 'dict' }>): Type {
  return unionOf([...[...type.entries.values()].map((entry) => entry.type()), ...(type.rest ? [type.rest()] : [])]);
}

function pythonMethod(name: string, result: () => Type): Attribute {
  return { name, kind: 'method', type: () => ({ kind: 'method', name, result }) };
}

/** What templates use of Python's own values. */
const plainAttributes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  str: Object.fromEntries(
    ['capitalize', 'lower', 'upper', 'title', 'strip', 'lstrip', 'rstrip', 'swapcase', 'casefold']
      .map((name) => [name, 'str()'])
      .concat(
        ['isdigit', 'isalpha', 'isalnum', 'isupper', 'islower', 'isspace', 'isnumeric'].map((name) => [name, 'bool()']),
      ),
  ),
  date: {
    year: 'int',
    month: 'int',
    day: 'int',
    weekday: 'int()',
    isoweekday: 'int()',
    isoformat: 'str()',
    ctime: 'str()',
  },
  datetime: {
    year: 'int',
    month: 'int',
    day: 'int',
    hour: 'int',
    minute: 'int',
    second: 'int',
    microsecond: 'int',
    weekday: 'int()',
    isoweekday: 'int()',
    isoformat: 'str()',
    ctime: 'str()',
    date: 'date()',
    time: 'time()',
    timestamp: 'float()',
  },
  time: { hour: 'int', minute: 'int', second: 'int', microsecond: 'int', isoformat: 'str()' },
  timedelta: { days: 'int', seconds: 'int', microseconds: 'int', total_seconds: 'float()' },
  Path: { name: 'str', stem: 'str', suffix: 'str', parent: 'Path' },
  UUID: { hex: 'str' },
};

function ofQuerySet(type: Extract<Type, { kind: 'queryset' }>, types: Types, into: Attributes): void {
  const model = types.models().byLabel.get(type.label);
  const manager = type.manager ?? model?.managers[0]?.name ?? 'objects';
  for (const [name, { value, owner, place }] of types.managerMembers(type.label, manager)) {
    if (name.startsWith('_')) continue;
    addTo(
      into,
      memberAttribute(name, { value, owner }, place, () => types.valueOf(type, owner), types),
    );
  }
  for (const name of querysetMethods.keys())
    addTo(into, {
      name,
      kind: 'method',
      type: () =>
        methodType(
          name,
          () => queryResult(type, name, undefined, types) ?? unknownType,
          undefined,
          querysetRefusal(name, type.isManager),
        ),
    });
  addTo(into, {
    name: 'model',
    kind: 'property',
    type: () => (model ? { kind: 'class', value: model.value } : unknownType),
  });
  addTo(into, { name: 'ordered', kind: 'property', type: () => plain('bool') });
}

function ofClass(value: ClassValue, types: Types, into: Attributes): void {
  const model = types.models().byClass.get(`${value.module}.${value.qualifiedName}`);
  for (const { name, place } of model?.managers ?? [])
    addTo(into, {
      name,
      place,
      kind: 'property',
      type: () => ({ kind: 'queryset', label: model!.label, manager: name, isManager: true }),
    });
  if (model)
    addTo(into, { name: '_meta', kind: 'property', type: () => instanceOf('django.db.models.options.Options') });
  if (model && !model.abstract)
    addTo(into, {
      name: '_default_manager',
      kind: 'property',
      type: () => ({ kind: 'queryset', label: model.label, isManager: true }),
    });
  for (const owner of linearized(value, types.world)) {
    if (owner.kind !== 'class' || isFramework(owner.module)) continue;
    for (const [name, member] of owner.members)
      addTo(into, {
        name,
        place: placeOf(member),
        kind: 'property',
        type: () => annotatedAttribute(owner, name, types) ?? types.typeOf(member),
      });
  }
}

/** What the class of a model has, whichever it is. */
function ofAnyModelClass(into: Attributes): void {
  for (const name of ['objects', '_default_manager', '_base_manager'])
    addTo(into, { name, kind: 'property', type: () => ({ ...anyRows, isManager: true }) });
  addTo(into, { name: '_meta', kind: 'property', type: () => instanceOf('django.db.models.options.Options') });
}
