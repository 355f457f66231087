import { attribute, classMember, linearized, resolve } from '../../python/resolve';
import {
  asString,
  type Call,
  type ClassValue,
  callOf,
  dottedOf,
  likeliest,
  literal,
  type Place,
  type Ref,
  truth,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import type { App } from '../apps/apps';
import { containingApp } from '../apps/containingApp';
import type { Settings } from '../settings';
import type { Ancestry } from './ancestry';
import { autoField } from './autoField';
import { declaredField } from './declare';
import type { DeclaredField } from './field';
import { fieldValue } from './fieldValue';
import { declaredMeta, metaOf, option } from './meta';

/**
 * `Model._meta` for code that runs: the names of a model and of its app (django.db.models.options.Options). Undefined for a
 * class that is no model, or a model of no app.
 */
export function modelOptions(
  model: ClassValue,
  apps: readonly App[],
  settings: Settings | undefined,
  world: World,
): Call | undefined {
  const line = linearized(model, world);
  if (!line.slice(1).some((one) => modelBase.has(dottedOf(one) ?? ''))) return undefined;
  const declared = (one: ClassValue) => declaredMeta(one, world);
  const meta = metaOf(line, declared, (one) => derivesFromModel(one, world));
  const around = containingApp(model.module, apps);
  const app = asString(option(meta, 'app_label', world)) ?? around?.label;
  if (app === undefined) return undefined;
  const objectName = model.statement.name;
  const modelName = objectName.toLowerCase();
  const attributes = new Map<string, Value>([
    ['app_label', literal(app)],
    ['model_name', literal(modelName)],
    ['object_name', literal(objectName)],
    ['label', literal(`${app}.${objectName}`)],
    ['label_lower', literal(`${app}.${modelName}`)],
    ['model', model],
  ]);
  const callee: Value = { kind: 'ref', dotted: 'django.db.models.options.Options' };
  const verbose = () => option(meta, 'verbose_name', world) ?? literal(camelCaseToSpaces(objectName));
  const late = (name: string) => {
    if (name === 'pk') return primaryKey(line, autoField(around, world, settings), world, model.place);
    if (name === 'verbose_name') return verbose();
    if (name === 'abstract') return literal(declared(model).abstract);
    if (name === 'proxy') return literal(isTrue(option(meta, 'proxy', world)));
    if (name !== 'verbose_name_plural') return undefined;
    return pluralName(meta, verbose(), world);
  };
  return {
    kind: 'call',
    callee,
    args: [model],
    keywords: new Map(),
    place: model.place,
    attributes,
    owner: model,
    late,
  };
}

/** The field that a class body says is the key, the link to a concrete parent, or the one that Django adds (Options._prepare). */
function primaryKey(line: readonly (ClassValue | Ref)[], auto: string, world: World, place: Place): Value {
  for (const one of line) {
    if (one.kind !== 'class') continue;
    const key = [...one.members.values()].map((member) => likeliest(resolve(member, world))).find(isKey);
    if (key) return key;
  }
  const parent = line.slice(1).find((one) => one.kind === 'class' && isConcreteModel(one, world));
  const dotted = parent ? 'django.db.models.fields.related.OneToOneField' : auto;
  return callOf({ kind: 'ref', dotted }, place);
}

function isTrue(value: Value | undefined): boolean {
  return value !== undefined && truth(value)?.value === true;
}

function isKey(member: Value): boolean {
  const given = member.kind === 'call' ? member.keywords.get('primary_key') : undefined;
  return isTrue(given);
}

function isConcreteModel(type: ClassValue, world: World): boolean {
  if (modelBase.has(dottedOf(type)!)) return false;
  return derivesFromModel(type, world) && !declaredMeta(type, world).abstract;
}

/** Whether a class derives from the base of all models; for code that runs before the ancestry of classes is known. */
function derivesFromModel(type: ClassValue, world: World): boolean {
  return linearized(type, world).some((one) => modelBase.has(dottedOf(one) ?? ''));
}

const modelBase = new Set(['django.db.models.base.Model', 'django.db.models.Model']);

/** django.utils.text.camel_case_to_spaces */
function camelCaseToSpaces(name: string): string {
  return name
    .replace(/(((?<=[a-z])[A-Z])|([A-Z](?![A-Z]|$)))/g, ' $1')
    .trim()
    .toLowerCase();
}

/**
 * `Model._meta.get_field(name)` for code that runs: the field that a class body gives the name. Undefined where none does:
 * Django or other code may add one.
 * @param options what modelOptions gave
 */
export function fieldNamed(
  options: Value | undefined,
  name: string,
  world: World,
  ancestry: Ancestry,
): Call | undefined {
  const model = options?.kind === 'call' ? options.attributes?.get('model') : undefined;
  const found = model?.kind === 'class' ? classMember(model, name, world) : undefined;
  const call = found && likeliest(resolve(found, world));
  if (call?.kind !== 'call' || model?.kind !== 'class') return undefined;
  const field = declaredField(name, call, call.place, world, ancestry);
  return field && fieldValue(field, model, world);
}

/**
 * A class with its `_meta`, and in that what is known here of the model (django.db.models.options.Options).
 * @param inherited the Meta that counts, which may be that of an abstract base
 */
export function withMeta(
  value: ClassValue,
  { abstract, proxy, swapped }: { readonly abstract: boolean; readonly proxy: boolean; readonly swapped?: boolean },
  inherited: ClassValue | undefined,
  world: World,
  more: ReadonlyMap<string, Value> = new Map(),
): ClassValue {
  const given = attribute(value, '_meta', world);
  const known = given.kind === 'call' ? given : undefined;
  const attributes = new Map<string, Value>([
    ...(known?.attributes ?? []),
    ...verboseNames(inherited, world),
    ...Object.entries({ abstract, proxy, ...(swapped !== undefined && { swapped }) }).map(
      ([option, set]): [string, Value] => [option, literal(set)],
    ),
    ...more,
  ]);
  const callee: Value = { kind: 'ref', dotted: 'django.db.models.options.Options' };
  const late = known?.late && { late: known.late };
  const meta: Value = {
    kind: 'call',
    callee,
    args: [value],
    keywords: new Map(),
    place: value.place,
    attributes,
    ...late,
  };
  return { ...value, members: new Map([...value.members, ['_meta', meta]]) };
}

/** The names that a Meta gives. */
function verboseNames(meta: ClassValue | undefined, world: World): [string, Value][] {
  const name = option(meta, 'verbose_name', world);
  const plural = pluralName(meta, name, world);
  return [
    ...(name ? [['verbose_name', name] as [string, Value]] : []),
    ...(plural ? [['verbose_name_plural', plural] as [string, Value]] : []),
  ];
}

/** django.db.models.options.Options.contribute_to_class: a Meta's own plural, else the name with an "s". */
function pluralName(meta: ClassValue | undefined, name: Value | undefined, world: World): Value | undefined {
  const text = asString(name);
  return option(meta, 'verbose_name_plural', world) ?? (text === undefined ? undefined : literal(`${text}s`));
}

/** What Django knows of a model when it has made its class. */
export interface Made {
  readonly abstract: boolean;
  readonly proxy: boolean;
  readonly meta: ClassValue | undefined;
  readonly fields: readonly DeclaredField[];
}

/** A class with the `_meta` that it has when Django has made it. */
export function withMade(value: ClassValue, { abstract, proxy, meta, fields }: Made, world: World): ClassValue {
  const named = fields.map((field) => fieldValue(field, value, world));
  return withMeta(value, { abstract, proxy }, meta, world, new Map([['local_fields', tuple(named)]]));
}

/** Values as the tuple that code sees. */
export function tuple(values: readonly Value[]): Value {
  return { kind: 'tuple', items: values.map((value) => ({ value })), depth: 0, owner: {} };
}
