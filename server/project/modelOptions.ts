import { classMember, linearized, resolve } from '../python/resolve';
import {
  asString,
  type Call,
  type ClassValue,
  dottedOf,
  likeliest,
  literal,
  type Place,
  type Ref,
  truth,
  type Value,
} from '../python/values';
import type { World } from '../python/world';
import type { App } from './apps';
import { autoField, containingApp } from './containingApp';
import type { Ancestry } from './models/ancestry';
import { declaredField, isAbstract } from './models/declare';
import { fieldValue } from './models/fieldValue';
import type { Settings } from './settings';

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
  const around = containingApp(model.module, apps);
  const app = asString(metaOption(model, 'app_label', world)) ?? around?.label;
  if (app === undefined) return undefined;
  const name = model.statement.name;
  const modelName = name.toLowerCase();
  const attributes = new Map<string, Value>([
    ['app_label', literal(app)],
    ['model_name', literal(modelName)],
    ['object_name', literal(name)],
    ['label', literal(`${app}.${name}`)],
    ['label_lower', literal(`${app}.${modelName}`)],
    ['model', model],
  ]);
  const callee: Value = { kind: 'ref', dotted: 'django.db.models.options.Options' };
  const verbose = () => metaOption(model, 'verbose_name', world) ?? literal(camelCaseToSpaces(name));
  const late = (option: string) => {
    if (option === 'pk') return primaryKey(line, autoField(around, world, settings), world, model.place);
    if (option === 'verbose_name') return verbose();
    if (option === 'abstract') return literal(isAbstractModel(model, world));
    if (option === 'proxy') return literal(isProxy(line, world));
    if (option !== 'verbose_name_plural') return undefined;
    const singular = asString(verbose());
    return metaOption(model, option, world) ?? (singular === undefined ? undefined : literal(`${singular}s`));
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
  return { kind: 'call', callee: { kind: 'ref', dotted }, args: [], keywords: new Map(), place };
}

function isKey(member: Value): boolean {
  const given = member.kind === 'call' ? member.keywords.get('primary_key') : undefined;
  return given !== undefined && truth(given)?.value === true;
}

function isConcreteModel(type: ClassValue, world: World): boolean {
  if (modelBase.has(dottedOf(type)!)) return false;
  const abstract = metaOption(type, 'abstract', world);
  const isModel = linearized(type, world).some((one) => modelBase.has(dottedOf(one) ?? ''));
  return isModel && !(abstract && truth(abstract)?.value);
}

function isAbstractModel(model: ClassValue, world: World): boolean {
  const meta = metaOf(model, world);
  return meta !== undefined && isAbstract(meta, world);
}

/** A model without a Meta of its own has that of the first base that keeps one: an abstract one, or a mixin. */
function isProxy(line: readonly (ClassValue | Ref)[], world: World): boolean {
  for (const [i, one] of line.entries()) {
    const meta = one.kind === 'class' ? metaOf(one, world) : undefined;
    if (one.kind !== 'class' || !meta) continue;
    const isKept =
      i === 0 || isAbstract(meta, world) || !linearized(one, world).some((base) => modelBase.has(dottedOf(base) ?? ''));
    const proxy = isKept ? classMember(meta, 'proxy', world) : undefined;
    if (isKept) return proxy !== undefined && truth(resolve(proxy, world))?.value === true;
  }
  return false;
}

const modelBase = new Set(['django.db.models.base.Model', 'django.db.models.Model']);

function metaOption(model: ClassValue, option: string, world: World): Value | undefined {
  const value = metaOf(model, world)?.members.get(option);
  return value && likeliest(resolve(value, world));
}

function metaOf(model: ClassValue, world: World): ClassValue | undefined {
  const meta = model.members.get('Meta');
  const type = meta && likeliest(resolve(meta, world));
  return type?.kind === 'class' ? type : undefined;
}

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
