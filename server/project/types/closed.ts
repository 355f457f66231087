import { classMembers } from '../../django/classMembers';
import { djangoObjectBases, djangoObjects, publicObjects } from '../../django/objects';
import { pythonAttributes } from '../../django/pythonAttributes';
import { isFramework, linearized, resolve } from '../../python/resolve';
import { type ClassValue, dottedOf, likeliest, type Ref, type Value } from '../../python/values';
import type { Model, ModelManager } from '../models/field';
import { managerClasses } from '../models/managers';
import type { Lineage } from '../models/relations';
import type { Type } from './type';
import type { Types } from './types';
import { userType } from './writtenType';

/**
 * All names that a template may look up in a value of the type, a little more rather than less; undefined where nobody can tell, since the
 * value's class has a `__getattr__`, derives from something unknown, or need not be exactly this one
 * (django.template.base.Variable._resolve_lookup).
 */
export function closedNames(type: Type, types: Types): ReadonlySet<string> | undefined {
  switch (type.kind) {
    case 'model': {
      const names = types.closedModel(type.label);
      return names && type.extra ? new Set([...names, ...type.extra.keys()]) : names;
    }
    case 'queryset':
      return types.closedQuerySet(type.label);
    case 'plain': {
      const names = pythonAttributes[type.name];
      return names === undefined ? undefined : new Set(names.split(' '));
    }
    case 'dict':
      return type.isWhole ? namesOfDict(type, types) : undefined;
    case 'instance':
      return ofInstance(type, types);
    default:
      return undefined;
  }
}

/** The keys of a dict of which all are known, those that code sets afterwards on some dict, and what every dict has. */
function namesOfDict({ entries }: Extract<Type, { kind: 'dict' }>, types: Types): ReadonlySet<string> {
  return new Set([...entries.keys(), ...types.assignedKeys(), ...pythonAttributes.dict.split(' ')]);
}

function ofInstance(type: Extract<Type, { kind: 'instance' }>, types: Types): ReadonlySet<string> | undefined {
  if (type.class.kind === 'ref') return exactObjects.has(type.class.dotted) ? ofDjango(type.class, types) : undefined;
  const form = types.forms().list.find((one) => one.value === type.class);
  // Of what an annotation names, and of the `self` of a method, there may be subclasses, of which nobody has a list.
  const isMade = type.self !== undefined && type.self.place !== type.class.place;
  if (!isMade && (form === undefined || type.self !== undefined)) return undefined;
  const own = types.closedClass(type.class);
  if (own === undefined || form === undefined) return own && withOwn(own, type);
  const heirs = types
    .forms()
    .list.filter((one) => one === form || linearized(one.value, types.world).includes(form.value));
  const names = new Set(own);
  for (const { value, fields } of heirs) {
    for (const name of types.closedClass(value) ?? []) names.add(name);
    for (const { name } of fields) names.add(name);
  }
  return names;
}

function withOwn(names: ReadonlySet<string>, { self }: Extract<Type, { kind: 'instance' }>): ReadonlySet<string> {
  return new Set([...names, ...(self?.attributes?.keys() ?? [])]);
}

/** Classes of Django of which a value is no subclass where this index says that it is of the class. */
const exactObjects: ReadonlySet<string> = new Set([
  'django.template.context.forloop',
  'django.template.defaulttags.GroupedResult',
  'django.contrib.messages.storage.base.Message',
  'django.forms.boundfield.BoundField',
]);

function ofDjango(value: Ref, types: Types): ReadonlySet<string> | undefined {
  const names = djangoNames(value.dotted);
  const target = likeliest(resolve(value, types.world));
  if (target.kind !== 'class') return names;
  const own = types.closedClass(target);
  return own && new Set([...(names ?? []), ...own]);
}

/** What is written of a class of Django; undefined where nothing is. */
function djangoNames(dotted: string): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (let path: string | undefined = publicObjects[dotted] ?? dotted; path; path = djangoObjectBases[path]) {
    for (const name of Object.keys(djangoObjects[path] ?? {})) names.add(name);
    for (const name of classMembers[path]?.split(' ') ?? []) names.add(name);
  }
  return names.size > 0 ? names : undefined;
}

/** What a class has that a template may look up; undefined where there may be more. */
export function closedClass(value: ClassValue, types: Types): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const one of linearized(value, types.world)) {
    if (one.kind === 'ref') {
      const written = djangoNames(one.dotted);
      if (written === undefined && !harmless.test(one.dotted)) return undefined;
      for (const name of written ?? []) names.add(name);
      continue;
    }
    if (!areBasesKnown(one, types)) return undefined;
    for (const name of one.members.keys()) {
      if (opening.test(name) && !indexed.has(dottedOf(one)!)) return undefined;
      names.add(name);
    }
    for (const name of types.files.assigned(one.place.path).onSelf) {
      if (name === '*' && !isFramework(one.module)) return undefined;
      names.add(name);
    }
  }
  for (const name of types.assignedNames()) names.add(name);
  return names;
}

/** Names of a class that let it have attributes or keys of any name. */
const opening = /^__(?:getattr|getattribute|getitem|missing)__$/;
/** Classes of Django in which only numbers, or names that are known, lead anywhere. */
const indexed: ReadonlySet<string> = new Set([
  'django.db.models.query.QuerySet',
  'django.forms.forms.BaseForm',
  'django.forms.boundfield.BoundField',
]);
/** Classes without an attribute that a template could name. */
const harmless = /^(?:builtins\.object|abc\.ABC|typing\.(?:Generic|Protocol)(?:\[.*)?)$/;

/** Whether a class is looked into as Python's own `type` does it: a metaclass may make something else of it. */
export function isPlainClass(value: ClassValue, types: Types): boolean {
  return linearized(value, types.world).every((one) =>
    one.kind === 'ref'
      ? isFramework(one.dotted) || /^(?:builtins|abc|enum|typing)\./.test(one.dotted)
      : !hasMetaclass(one),
  );
}

/** Whether each base is a class; a metaclass may add what it likes. */
function areBasesKnown(value: ClassValue, types: Types): boolean {
  if (isFramework(value.module)) return true;
  if (hasMetaclass(value)) return false;
  return value.bases.every((base) => {
    const found = resolve(base, types.world);
    return (
      found.kind === 'class' ||
      (found.kind === 'ref' && (harmless.test(found.dotted) || djangoNames(found.dotted) !== undefined))
    );
  });
}

function hasMetaclass(value: ClassValue): boolean {
  const metaclass = value.keywords.get('metaclass');
  return metaclass !== undefined && !/^(?:abc\.ABCMeta|enum\.|django\.)/.test(dottedOf(metaclass) ?? '');
}

/** The same for instances of a model, and of the models that inherit from it. */
export function closedModel(label: string, types: Types): ReadonlySet<string> | undefined {
  const { byLabel, problems } = types.models();
  const model = byLabel.get(label);
  if (model === undefined || problems.length > 0 || !types.isWhole()) return undefined;
  const names = new Set<string>();
  for (const one of [model, ...heirsOf(label, types)]) {
    const own = closedClass(one.value, types);
    if (own === undefined || one.fields.some((field) => addsMore(field.ancestors, types))) return undefined;
    for (const name of own) names.add(name);
    for (const name of types.modelMembers(one.label).keys()) names.add(name);
  }
  if (isUser(label, types))
    for (const name of ofDjango({ kind: 'ref', dotted: anonymousUser }, types) ?? []) names.add(name);
  names.add('_meta');
  return names;
}

/** Where a signed-in user may be, one who is not signed in may be, too. */
function isUser(label: string, types: Types): boolean {
  const user = userType(types);
  return user.kind === 'model' && user.label === label;
}

const anonymousUser = 'django.contrib.auth.models.AnonymousUser';

function heirsOf(label: string, types: Types): readonly Model[] {
  return (types.heirs().get(label) ?? []).flatMap((heir) => types.models().byLabel.get(heir) ?? []);
}

/** By the label of each model those of the models that inherit from it, and of its proxies. */
export function heirsByLabel(lineages: ReadonlyMap<string, Lineage>): ReadonlyMap<string, readonly string[]> {
  const heirs = new Map<string, string[]>();
  for (const model of lineages.values()) {
    const directly = ({ proxy, concrete, parents }: Lineage) => (proxy ? [concrete, ...parents] : parents);
    // The set grows while it is walked.
    const above = new Set(directly(model));
    for (const label of above) for (const more of directly(lineages.get(label) ?? model)) above.add(more);
    above.delete(model.label);
    for (const label of above) {
      const known = heirs.get(label);
      if (known) known.push(model.label);
      else heirs.set(label, [model.label]);
    }
  }
  return heirs;
}

/** Whether a field class of its own puts into the model what it likes. */
function addsMore(ancestors: readonly string[], types: Types): boolean {
  return ancestors.some((path) => {
    if (isFramework(path)) return false;
    const value = likeliest(resolve({ kind: 'ref', dotted: path }, types.world));
    return value.kind !== 'class' || value.members.has('contribute_to_class');
  });
}

/** The same for querysets and managers of a model. */
export function closedQuerySet(label: string, types: Types): ReadonlySet<string> | undefined {
  const model = types.models().byLabel.get(label);
  if (model === undefined || !types.isWhole()) return undefined;
  const names = new Set(relatedManager);
  for (const dotted of ['django.db.models.query.QuerySet', 'django.db.models.manager.BaseManager'])
    for (const name of ofDjango({ kind: 'ref', dotted }, types) ?? []) names.add(name);
  for (const manager of model.managers) {
    const own = ofManager(manager, types);
    if (own === undefined) return undefined;
    for (const name of own) names.add(name);
  }
  for (const name of types.assignedNames()) names.add(name);
  return names;
}

/** What a manager has beyond Django's own, and its querysets; undefined where that is not certain. */
function ofManager(manager: ModelManager, types: Types): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  if (manager.value === undefined) return names;
  const { manager: own, querysets } = managerClasses(manager, types.world);
  if (own === undefined && querysets.length === 0) return isDjangos(manager.value) ? names : undefined;
  for (const owner of [...(own ? [own] : []), ...querysets].flatMap((one) => linearized(one, types.world))) {
    if (owner.kind === 'ref') {
      if (!isFramework(owner.dotted) && !harmless.test(owner.dotted)) return undefined;
      continue;
    }
    if (isFramework(owner.module)) continue;
    // Its querysets may be of another class.
    if (owner.members.has('get_queryset') || owner.members.has('_queryset_class')) return undefined;
    for (const name of [...owner.members.keys(), ...types.files.assigned(owner.place.path).onSelf]) {
      if (opening.test(name) || name === '*') return undefined;
      names.add(name);
    }
  }
  return names;
}

function isDjangos(manager: Value): boolean {
  return manager.kind === 'call' && /^django\.db\.models\.(?:manager\.)?Manager$/.test(dottedOf(manager.callee) ?? '');
}

/** django.db.models.fields.related_descriptors and django.contrib.contenttypes.fields */
const relatedManager =
  'add aadd create acreate get_or_create aget_or_create update_or_create aupdate_or_create remove aremove clear aclear set aset through source_field target_field query_field_name prefetch_cache_name instance field core_filters symmetrical reverse'.split(
    ' ',
  );
