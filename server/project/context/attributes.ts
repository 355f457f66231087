import { djangoObjects } from '../../django/objects';
import { isFramework, isProperty, linearized, resolve } from '../../python/resolve';
import {
  type ClassValue,
  dottedOf,
  type FoundMember,
  likeliest,
  type Place,
  placeOf,
  type Value,
} from '../../python/values';
import { modelLabelled } from '../models/models';
import { userModelLabel } from '../models/userModel';
import { annotatedAttribute } from './annotation';
import { anyRows, isAnyModelClass } from './anyModel';
import { isPlainClass } from './closed';
import { fieldType, modelOfForm } from './fields';
import { fieldsAddedIn } from './formFields';
import { classPaths, instanceOf } from './instances';
import { queryResult, querysetMethods, querysetRefusal } from './querysets';
import { refusal } from './refusal';
import { listOf, type Method, noneType, plain, type Type, unionOf, unknownType } from './type';
import type { Types } from './types';
import { viewMethod } from './viewMethods';

/** An attribute or key of a value. */
export interface Attribute {
  readonly name: string;
  readonly kind: 'field' | 'relation' | 'property' | 'method' | 'key';
  readonly type: () => Type;
  readonly place?: Place;
}

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

type Into = Map<string, Attribute>;

function add(into: Into, attribute: Attribute): void {
  if (!into.has(attribute.name)) into.set(attribute.name, attribute);
}

function collect(type: Type, types: Types, into: Into): void {
  switch (type.kind) {
    case 'union':
      for (const option of type.options) collect(option, types, into);
      return;
    case 'model':
      for (const name of type.extra?.keys() ?? []) add(into, extraOf(type.extra!, name));
      for (const attribute of types.modelAttributes(type.label).values()) add(into, attribute);
      return;
    case 'queryset':
      ofQuerySet(type, types, into);
      return;
    case 'instance':
      ofInstance(type, types, into);
      return;
    case 'class':
      if (type.value.kind === 'class') ofClass(type.value, types, into);
      else if (isAnyModelClass(type)) ofAnyModelClass(into);
      return;
    case 'dict':
      for (const [name, { type: own, place }] of type.entries) add(into, { name, kind: 'key', type: own, place });
      add(
        into,
        pythonMethod('items', () => listOf(() => pair(type.key?.() ?? plain('str'), itemsOfDict(type)))),
      );
      add(
        into,
        pythonMethod('keys', () => listOf(() => type.key?.() ?? plain('str'))),
      );
      add(
        into,
        pythonMethod('values', () => listOf(() => itemsOfDict(type))),
      );
      return;
    case 'module':
      for (const [name, value] of types.world.namespace(type.dotted)?.names ?? [])
        if (!name.startsWith('_'))
          add(into, { name, kind: 'property', place: placeOf(value), type: () => types.typeOf(value) });
      return;
    case 'plain':
      for (const [name, written] of Object.entries(plainAttributes[type.name] ?? {}))
        add(
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

/** What instances of a model have, by its label. */
export function modelAttributes(label: string, types: Types): ReadonlyMap<string, Attribute> {
  const into: Into = new Map();
  const model = types.models().byLabel.get(label);
  if (model === undefined) return into;
  const self = () => types.instanceOf(model.value);
  for (const member of types.modelMembers(label).values()) {
    const { name, place } = member;
    switch (member.kind) {
      case 'field':
      case 'pk':
        add(into, {
          name,
          place,
          kind: member.field.relation ? 'relation' : 'field',
          type: () => fieldType(member.field, name, types),
        });
        break;
      case 'attname':
        add(into, { name, place, kind: 'field', type: () => keyOf(member.field.to, types) });
        break;
      case 'display':
        add(into, { name, place, kind: 'method', type: () => method(name, () => plain('str'), place) });
        break;
      case 'next':
      case 'previous':
        add(into, { name, place, kind: 'method', type: () => method(name, () => ({ kind: 'model', label }), place) });
        break;
      case 'order':
        add(into, {
          name,
          place,
          kind: 'method',
          type: () =>
            method(
              name,
              () =>
                name.startsWith('get_next_in') || name.startsWith('get_previous_in')
                  ? { kind: 'model', label }
                  : unknownType,
              place,
            ),
        });
        break;
      case 'reverse': {
        const { from, single } = member.reverse;
        add(into, {
          name,
          place,
          kind: 'relation',
          type: () => (single ? { kind: 'model', label: from } : { kind: 'queryset', label: from, isManager: true }),
        });
        break;
      }
      case 'attribute':
        // Of Django's own the table says more than their code.
        if (isFramework(member.owner.module) && djangoObjects[dottedOf(member.owner)!]?.[name]) break;
        add(into, ofMember(name, { value: member.value, owner: member.owner }, place, self, types));
        break;
      default:
        // Managers cannot be reached through instances (django.db.models.manager.ManagerDescriptor).
        break;
    }
  }
  add(into, { name: '_meta', kind: 'property', type: () => instanceOf('django.db.models.options.Options') });
  for (const path of classPaths(model.value, types)) ofTable(path, { kind: 'model', label }, types, into);
  return into;
}

/** The value of the column of a foreign key: that of the key of the model that it leads to. */
function keyOf(to: string | undefined, types: Types): Type {
  const key = to === undefined ? undefined : types.modelMembers(to).get('pk');
  return key?.kind === 'pk' && key.field.relation === undefined ? fieldType(key.field, 'pk', types) : unknownType;
}

function method(name: string, result: () => Type, place?: Place, refused?: Method['refused']): Type {
  return { kind: 'method', name, result, place, ...(refused && { refused }) };
}

/** What a class body defines under a name, as an instance has it. */
function ofMember(
  name: string,
  found: FoundMember,
  place: Place | undefined,
  self: () => ReturnType<Types['instanceOf']>,
  types: Types,
): Attribute {
  const value = likeliest(found.value);
  if (value.kind !== 'function') {
    if (value.kind === 'class' && !isPlainClass(value, types))
      return { name, place, kind: 'property', type: () => unknownType };
    const annotated = () => annotatedAttribute(found.owner, name, types);
    return { name, place, kind: 'property', type: () => annotated() ?? types.typeOf(found.value) };
  }
  const bound = { ...found, value };
  if (isProperty(value)) return { name, place, kind: 'property', type: () => types.methodResult(self(), bound) };
  return {
    name,
    place,
    kind: 'method',
    type: () => method(name, () => types.methodResult(self(), bound), place, refusal(name, bound, types)),
  };
}

function ofQuerySet(type: Extract<Type, { kind: 'queryset' }>, types: Types, into: Into): void {
  const model = types.models().byLabel.get(type.label);
  const manager = type.manager ?? model?.managers[0]?.name ?? 'objects';
  for (const [name, { value, owner, place }] of types.managerMembers(type.label, manager)) {
    if (name.startsWith('_')) continue;
    add(
      into,
      ofMember(name, { value, owner }, place, () => types.valueOf(type, owner), types),
    );
  }
  for (const name of querysetMethods.keys())
    add(into, {
      name,
      kind: 'method',
      type: () =>
        method(
          name,
          () => queryResult(type, name, undefined, types) ?? unknownType,
          undefined,
          querysetRefusal(name, type.isManager),
        ),
    });
  add(into, {
    name: 'model',
    kind: 'property',
    type: () => (model ? { kind: 'class', value: model.value } : unknownType),
  });
  add(into, { name: 'ordered', kind: 'property', type: () => plain('bool') });
}

function ofInstance(type: Extract<Type, { kind: 'instance' }>, types: Types, into: Into): void {
  const self = () => type.self ?? (type.class.kind === 'class' ? types.instanceOf(type.class) : types.valueOf(type));
  const paths = classPaths(type.class, types);
  if (type.class.kind === 'ref')
    for (const [name, value] of type.self?.attributes ?? [])
      add(into, { name, kind: 'property', place: placeOf(value), type: () => types.typeOf(value) });
  if (type.class.kind === 'class') {
    const isForm = paths.has('django.forms.forms.BaseForm');
    if (isForm) formFields(type.class, types, into);
    for (const [name, value] of self().attributes ?? [])
      if (!name.startsWith('_'))
        add(into, { name, kind: 'property', place: placeOf(value), type: () => types.typeOf(value) });
    for (const owner of linearized(type.class, types.world)) {
      if (owner.kind === 'class' && !isFramework(owner.module)) {
        for (const [name, value] of owner.members)
          if (!name.startsWith('_') && name !== 'Meta' && !(isForm && isNestedField(value, types)))
            add(into, ofMember(name, { value, owner }, placeOf(value), self, types));
      } else if (viewPath.test(owner.kind === 'ref' ? owner.dotted : owner.module)) viewAttributes(type, types, into);
    }
  }
  for (const path of paths) ofTable(path, type, types, into);
  if (type.class.kind === 'class')
    for (const owner of linearized(type.class, types.world))
      if (owner.kind === 'class' && isFramework(owner.module))
        for (const [name, value] of owner.members)
          if (!name.startsWith('_')) add(into, ofMember(name, { value, owner }, placeOf(value), self, types));
}

const viewPath = /^django\.views\.generic(?:\.|$)/;

/** The methods of Django's generic views whose results its source does not show. */
function viewAttributes(type: Extract<Type, { kind: 'instance' }>, types: Types, into: Into): void {
  for (const name of ['get_object', 'get_queryset', 'get_form', 'get_form_class'])
    add(into, { name, kind: 'method', type: () => method(name, () => viewMethod(type, name, types) ?? unknownType) });
}

/** Whether a form's metaclass takes a value for a field: not what is certainly made of another class, such as a helper. */
function isNestedField(value: Value, types: Types): boolean {
  const likely = likeliest(value);
  if (likely.kind !== 'call') return false;
  const made = likeliest(resolve(likely.callee, types.world));
  return made.kind !== 'class' || classPaths(made, types).has('django.forms.fields.Field');
}

function formFields(value: ClassValue, types: Types, into: Into): void {
  const form = types
    .forms()
    .list.find((one) => one.value === value || one.class === `${value.module}.${value.qualifiedName}`);
  const bound = () => instanceOf('django.forms.boundfield.BoundField');
  for (const { name, place } of form?.fields ?? []) add(into, { name, place, kind: 'field', type: bound });
  for (const [name, place] of fieldsAddedIn(value, types)) add(into, { name, place, kind: 'field', type: bound });
}

function ofClass(value: ClassValue, types: Types, into: Into): void {
  const model = types.models().byClass.get(`${value.module}.${value.qualifiedName}`);
  for (const { name, place } of model?.managers ?? [])
    add(into, {
      name,
      place,
      kind: 'property',
      type: () => ({ kind: 'queryset', label: model!.label, manager: name, isManager: true }),
    });
  if (model) add(into, { name: '_meta', kind: 'property', type: () => instanceOf('django.db.models.options.Options') });
  if (model && !model.abstract)
    add(into, {
      name: '_default_manager',
      kind: 'property',
      type: () => ({ kind: 'queryset', label: model.label, isManager: true }),
    });
  for (const owner of linearized(value, types.world)) {
    if (owner.kind !== 'class' || isFramework(owner.module)) continue;
    for (const [name, member] of owner.members)
      add(into, {
        name,
        place: placeOf(member),
        kind: 'property',
        type: () => annotatedAttribute(owner, name, types) ?? types.typeOf(member),
      });
  }
}

/** What the class of a model has, whichever it is. */
function ofAnyModelClass(into: Into): void {
  for (const name of ['objects', '_default_manager', '_base_manager'])
    add(into, { name, kind: 'property', type: () => ({ ...anyRows, isManager: true }) });
  add(into, { name: '_meta', kind: 'property', type: () => instanceOf('django.db.models.options.Options') });
}

/** What is written of a class of Django. */
function ofTable(path: string, owner: Type, types: Types, into: Into): void {
  for (const [name, written] of Object.entries(djangoObjects[path] ?? {})) {
    const refused = written === '!' ? 'alters data' : written === '(…)' ? 'needs arguments' : undefined;
    if (refused) add(into, { name, kind: 'method', type: () => method(name, () => unknownType, undefined, refused) });
    else if (written.endsWith('()'))
      add(into, {
        name,
        kind: 'method',
        type: () => method(name, () => writtenType(written.slice(0, -2), owner, types)),
      });
    else add(into, { name, kind: 'property', type: () => writtenType(written, owner, types) });
  }
}

/** A type as the tables of Django's objects write it. */
export function writtenType(written: string, owner: Type, types: Types): Type {
  const inner = /^([\w.]+)\[(.*)\]$/.exec(written);
  const part = (text: string) => () => writtenType(text, owner, types);
  if (inner?.[1] === 'list') return listOf(part(inner[2]));
  if (inner?.[1] === 'dict') return { kind: 'dict', entries: new Map(), rest: part(inner[2]) };
  if (inner) return instanceOf(inner[1], part(inner[2]));
  if (written === '?') return unknownType;
  if (written === 'None') return noneType;
  if (written === 'self') return owner;
  if (written === 'item') return owner.kind === 'instance' ? (owner.item?.() ?? formOf(owner, types)) : unknownType;
  if (written === 'user') return userType(types);
  if (written === 'model')
    return owner.kind === 'instance' ? (owner.item?.() ?? modelOfForm(owner.class, types)) : unknownType;
  return written.includes('.') ? instanceOf(written) : plain(written);
}

/** What a formset of which no form class is known holds: forms of some class. */
function formOf(owner: Extract<Type, { kind: 'instance' }>, types: Types): Type {
  const isFormSet = classPaths(owner.class, types).has('django.forms.formsets.BaseFormSet');
  return isFormSet ? instanceOf('django.forms.forms.Form') : unknownType;
}

/** The project's own user model. */
export function userType(types: Types): Type {
  const label = userModelLabel(types.settings());
  const model = modelLabelled(label, types.models());
  if (model) return { kind: 'model', label: model.label };
  return label === 'auth.User' ? instanceOf('django.contrib.auth.models.User') : unknownType;
}
