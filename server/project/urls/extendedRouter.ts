import { attribute, resolve } from '../../python/resolve';
import { asItems, asString, type Call, entryOf, likeliest, literal, unknown, type Value } from '../../python/values';
import type { World } from '../../python/world';

/**
 * The prefix of what is registered on the result of another `register()` with `parents_query_lookups`, as
 * rest_framework_extensions.routers.NestedRegistryItem.get_prefix makes it; undefined for any other call.
 * @param of what `register()` is called on
 * @param isRouter whether a value is the router in question
 */
export function extendedPrefix(
  of: Value,
  call: Call,
  isRouter: (value: Value) => boolean,
  world: World,
): Value | undefined {
  const parents = parentsOf(of, isRouter, world);
  if (parents === undefined) return undefined;
  const lookups = asItems(resolve(call.keywords.get('parents_query_lookups') ?? call.args[3] ?? literal(null), world));
  const own = textOf(argument(call, 0, 'prefix'), world);
  const parts: string[] = [];
  for (const [i, parent] of parents.entries()) {
    const prefix = textOf(argument(parent, 0, 'prefix'), world);
    const lookup = textOf(lookups?.at(-1 - i)?.value, world);
    const viewset = argument(parent, 1, 'viewset');
    const type = viewset && likeliest(resolve(viewset, world));
    if (prefix === undefined || lookup === undefined || type?.kind !== 'class')
      return unknown('the routes above it are not known', call.place);
    const regex = textOf(attribute(type, 'lookup_value_regex', world), world) ?? '[^/.]+';
    parts.unshift(`${prefix}/(?P<${lookupStart(world)}${lookup}>${regex})`);
  }
  const start = parts.join('/').replace(/^\/+/, '');
  return own === undefined ? unknown('its prefix is not known', call.place) : literal(`${start}/${own}`, call.place);
}

/** The calls of `register()` that a value came from, the nearest first; undefined where it is no result of such a call. */
function parentsOf(value: Value, isRouter: (value: Value) => boolean, world: World): Call[] | undefined {
  const parents: Call[] = [];
  let current = value;
  while (parents.length < 20) {
    if (parents.length > 0 && isRouter(current)) return parents;
    const call = likeliest(resolve(current, world));
    if (call.kind !== 'call') return undefined;
    const { callee } = call;
    if (callee.kind === 'member' && callee.name === 'register') current = callee.of;
    else if (callee.kind === 'ref' && callee.dotted.endsWith('.register'))
      current = { kind: 'ref', dotted: callee.dotted.slice(0, -'.register'.length) };
    else return undefined;
    parents.push(call);
  }
  return undefined;
}

/** What the names of the parents' parameters begin with (rest_framework_extensions.utils.compose_parent_pk_kwarg_name). */
function lookupStart(world: World): string {
  const settings = resolve({ kind: 'ref', dotted: 'django.conf.settings.REST_FRAMEWORK_EXTENSIONS' }, world);
  return textOf(entryOf(settings, 'DEFAULT_PARENT_LOOKUP_KWARG_NAME_PREFIX'), world) ?? 'parent_lookup_';
}

function argument(call: Call, at: number, name: string): Value | undefined {
  return call.args[at] ?? call.keywords.get(name);
}

function textOf(value: Value | undefined, world: World): string | undefined {
  return asString(value && resolve(value, world));
}
