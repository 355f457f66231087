import { linearized, resolve } from '../python/resolve';
import { asString, type Call, type ClassValue, dottedOf, likeliest, literal, type Value } from '../python/values';
import type { World } from '../python/world';
import type { App } from './apps';

/**
 * `Model._meta` for code that runs: the names of a model and of its app (django.db.models.options.Options). Undefined for a
 * class that is no model, or a model of no app.
 */
export function modelOptions(model: ClassValue, apps: readonly App[], world: World): Call | undefined {
  const line = linearized(model, world);
  if (!line.slice(1).some((one) => modelBase.has(dottedOf(one) ?? ''))) return undefined;
  const app = asString(metaOption(model, 'app_label', world)) ?? containingApp(model.module, apps)?.label;
  if (app === undefined) return undefined;
  const name = model.statement.name;
  const modelName = name.toLowerCase();
  const verbose = metaOption(model, 'verbose_name', world) ?? literal(camelCaseToSpaces(name));
  const plural = asString(verbose);
  const attributes = new Map<string, Value>([
    ['app_label', literal(app)],
    ['model_name', literal(modelName)],
    ['object_name', literal(name)],
    ['label', literal(`${app}.${name}`)],
    ['label_lower', literal(`${app}.${modelName}`)],
    ['verbose_name', verbose],
    ['model', model],
  ]);
  if (plural !== undefined)
    attributes.set('verbose_name_plural', metaOption(model, 'verbose_name_plural', world) ?? literal(`${plural}s`));
  const callee: Value = { kind: 'ref', dotted: 'django.db.models.options.Options' };
  return { kind: 'call', callee, args: [model], keywords: new Map(), place: model.place, attributes, owner: model };
}

const modelBase = new Set(['django.db.models.base.Model', 'django.db.models.Model']);

function metaOption(model: ClassValue, option: string, world: World): Value | undefined {
  const meta = model.members.get('Meta');
  const type = meta && likeliest(resolve(meta, world));
  const value = type?.kind === 'class' ? type.members.get(option) : undefined;
  return value && likeliest(resolve(value, world));
}

/** The app with the longest name that contains a module (django.apps.registry.Apps.get_containing_app_config). */
function containingApp(module: string, apps: readonly App[]): App | undefined {
  return apps
    .filter(({ name }) => module === name || module.startsWith(`${name}.`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

/** django.utils.text.camel_case_to_spaces */
function camelCaseToSpaces(name: string): string {
  return name
    .replace(/(((?<=[a-z])[A-Z])|([A-Z](?![A-Z]|$)))/g, ' $1')
    .trim()
    .toLowerCase();
}
