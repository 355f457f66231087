import { linearized, resolve } from '../python/resolve';
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

const modelBase = new Set(['django.db.models.base.Model', 'django.db.models.Model']);

function metaOption(model: ClassValue, option: string, world: World): Value | undefined {
  const meta = model.members.get('Meta');
  const type = meta && likeliest(resolve(meta, world));
  const value = type?.kind === 'class' ? type.members.get(option) : undefined;
  return value && likeliest(resolve(value, world));
}

/** django.utils.text.camel_case_to_spaces */
function camelCaseToSpaces(name: string): string {
  return name
    .replace(/(((?<=[a-z])[A-Z])|([A-Z](?![A-Z]|$)))/g, ' $1')
    .trim()
    .toLowerCase();
}
