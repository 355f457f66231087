import { type Value as PlainData, settingsOf } from '../django/settings';
import type { DjangoVersion } from '../django/versions';
import { resolve } from '../python/resolve';
import {
  asItems,
  asString,
  choice,
  dottedOf,
  type Item,
  likeliest,
  literal,
  optionsOf,
  type Place,
  placeOf,
  type Value,
} from '../python/values';
import type { Namespace, World } from '../python/world';
import { type Problem, whyNot } from './problem';

/** The settings of a project: what its settings module assigns, with Django's defaults behind it. */
export interface Settings {
  readonly module: string | undefined;
  readonly namespace: Namespace | undefined;
  /** The value of a setting, its references followed; of one that the project does not set, Django's default. */
  value(name: string): Value | undefined;
  /** Whether the module was read whole: no star import is missing, so that what is not seen is not set. */
  readonly certain: boolean;
  readonly problems: readonly Problem[];
}

/** Reads settings as django.conf.Settings does: the names in capitals of the settings module, over global_settings. */
export function readSettings(module: string | undefined, world: World, version: DjangoVersion): Settings {
  const namespace = module === undefined ? undefined : world.namespace(module);
  const problems: Problem[] = [];
  if (module === undefined)
    problems.push({ what: 'settings', why: 'no settings module is named by manage.py or a configuration file' });
  else if (namespace === undefined) problems.push({ what: module, why: 'the settings module is not found' });
  for (const star of namespace?.unreadStars ?? []) {
    problems.push({
      what: `from ${star.module} import *`,
      why: 'the module is not found, so any setting may come from it',
      place: star.place,
    });
  }
  const named = (name: string): Value | undefined => namespace?.names.get(name);
  const hidden = namespace?.effects.find((call) => setsNames.has(dottedOf(call.callee) ?? ''));
  if (hidden)
    problems.push({
      what: dottedOf(hidden.callee)!.replace('builtins.', ''),
      why: 'the settings change themselves by code that is not run, so any setting may come from it',
      place: hidden.place,
    });
  for (const name of ['INSTALLED_APPS', 'TEMPLATES', 'ROOT_URLCONF'])
    problems.push(...problemsIn(name, named(name), world));
  return {
    module,
    namespace,
    value(name) {
      const value = named(name);
      const setting = settingsOf(version).get(name);
      const fallback = setting && plainValue(setting.default ?? null);
      if (value === undefined) return fallback;
      const own = withScriptPrefix(name, resolve(value, world));
      return fallback && optionsOf(own).some(isUnbound) ? choice([fallback, own]) : own;
    },
    certain: namespace !== undefined && namespace.unreadStars.length === 0 && hidden === undefined,
    problems,
  };
}

function isUnbound(value: Value): boolean {
  return value.kind === 'unknown' && value.unbound === true;
}

/** LazySettings._add_script_prefix: a relative STATIC_URL or MEDIA_URL begins at the site's root. */
function withScriptPrefix(name: string, value: Value): Value {
  if (name !== 'STATIC_URL' && name !== 'MEDIA_URL') return value;
  const text = asString(value);
  return text === undefined || /^(?:\/|https?:\/\/)/.test(text) ? value : literal(`/${text}`, placeOf(value));
}

/** Whether a list of texts has this value whatever the settings run with: no item and not the list depends on what is not known. */
export function isSureList(value: Value | undefined, world: World): boolean {
  if (value === undefined) return true;
  const options = optionsOf(resolve(value, world));
  return (
    options.length === 1 &&
    (asItems(options[0])?.every((item) => optionsOf(resolve(item.value, world)).length === 1) ?? false)
  );
}

/** What a module calls to set names that cannot be seen in it. */
const setsNames = new Set([
  'builtins.exec',
  'builtins.globals',
  'builtins.locals',
  'builtins.vars',
  'dynaconf.DjangoDynaconf',
  'split_settings.tools.include',
]);

/** The strings of a list setting that are likely there, each with whether it is sure, and whether there may be more. */
export interface StringList {
  readonly items: readonly { readonly text: string; readonly item: Item; readonly place?: Place }[];
  readonly complete: boolean;
}

/** The strings of a list setting, in its order; of a value that is no list none. */
export function stringList(value: Value | undefined, world: World): StringList {
  const items = asItems(value) ?? [];
  const read = items.map((item) => {
    const resolved = likeliest(resolve(item.value, world));
    return { text: asString(resolved), item, place: placeOf(item.value) };
  });
  const known = read.filter((entry): entry is typeof entry & { text: string } => entry.text !== undefined);
  return { items: known, complete: asItems(value) !== undefined && known.length === read.length };
}

function problemsIn(name: string, value: Value | undefined, world: World): Problem[] {
  if (value === undefined) return [];
  const resolved = likeliest(resolve(value, world));
  const items = asItems(resolved);
  if (items === undefined) {
    return resolved.kind === 'literal'
      ? []
      : [{ what: name, why: whyNot(resolved, 'a list'), place: placeOf(resolved) }];
  }
  return items
    .map((item) => likeliest(resolve(item.value, world)))
    .filter((item) => item.kind === 'unknown' || item.kind === 'call' || item.kind === 'member')
    .map((item) => ({ what: `an entry of ${name}`, why: whyNot(item, 'a text'), place: placeOf(item) }));
}

/** A value of plain data, as the data of Django's own settings gives it. */
function plainValue(data: PlainData): Value {
  const owner = {};
  const convert = (item: PlainData): Value => {
    if (Array.isArray(item))
      return { kind: 'list', items: item.map((one) => ({ value: convert(one) })), depth: 0, owner };
    if (typeof item === 'object' && item !== null) {
      return {
        kind: 'dict',
        entries: Object.entries(item).map(([key, value]) => ({ key: literal(key), value: convert(value) })),
        depth: 0,
        owner,
      };
    }
    return literal(item as string | number | boolean | null);
  };
  return convert(data);
}
