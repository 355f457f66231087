import { djangoLibraries } from '../../django/libraries';
import type { DjangoVersion } from '../../django/versions';
import { resolve } from '../../python/resolve';
import { asString, dottedOf, likeliest, type Place, truth, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Filter, Tag } from '../../templates/library';
import { cottonTag } from '../components/cotton';
import { nodeTag } from '../components/djangoComponents';
import type { Modules } from '../modules/modules';
import type { Entries, ProjectLibrary } from './libraries';
import { type Registration, registrations } from './registrations';
import { effectsWith, ownerOf } from './sharedRegister';
import { codeOf, compiledBlock } from './tagBlocks';
import { filterArguments, tagSignature } from './tagSignatures';

/** What a module's `register` holds after the module has run (django.template.library.import_library); undefined for a module without one. */
export function readLibrary(
  module: string,
  world: World,
  version: DjangoVersion,
  usesData: boolean,
): ProjectLibrary | undefined {
  const data = usesData ? djangoLibraries(version).find((library) => library.module === module) : undefined;
  const namespace = world.namespace(module);
  const register = namespace?.names.get('register');
  if (namespace === undefined || register === undefined)
    return data && { ...data, name: data.name, places: { tags: new Map(), filters: new Map() } };
  const object = likeliest(resolve(register, world));
  const tags = new Map<string, Tag>();
  const filters = new Map<string, Filter>();
  const places = { tags: new Map<string, Place>(), filters: new Map<string, Place>() };
  const isForeign = object.kind === 'ref' || (object.kind === 'call' && object.place.path !== namespace.path);
  const owner = isForeign ? ownerOf(register, object, world) : undefined;
  // Django's own register need not be read to know what fills it.
  const isKnown = object.kind === 'call' || (usesData && djangoLibraries(version).some((one) => one.module === owner));
  let certain = isKnown && namespace.unreadStars.length === 0;
  const effects = owner === undefined ? namespace.effects : effectsWith(namespace, owner, world);
  for (const registration of registrations(effects, object, world)) {
    if (registration.name === undefined || registration.target === undefined) {
      certain = false;
      continue;
    }
    const { name, method } = registration;
    const target = likeliest(resolve(registration.target, world));
    const code = unwrapped(codeOf(target), world);
    const place = code.kind === 'function' || code.kind === 'class' ? code.place : registration.call.place;
    const path = code.kind === 'function' || code.kind === 'class' ? `${code.module}.${code.qualifiedName}` : '';
    if (method === 'filter') {
      filters.set(name, { name, function: path, arguments: filterArguments(target, world) });
      places.filters.set(name, place);
    } else if (method === 'tag' && nodeTag(target, world)) {
      const { place: own, ...details } = nodeTag(target, world)!;
      tags.set(name, { name, kind: 'compiled', ...details });
      places.tags.set(name, own);
    } else {
      tags.set(name, cottonTag({ name, function: path, ...tagDetails(registration, target, world) }));
      places.tags.set(name, place);
    }
  }
  return { name: undefined, module, tags, filters, places, certain, ...(owner !== undefined && { owner }) };
}

/** The function that functools.wraps() says a function stands for. */
function unwrapped(code: Value, world: World): Value {
  const wraps =
    code.kind === 'function'
      ? code.decorators.find((one) => one.kind === 'call' && dottedOf(one.callee) === 'functools.wraps')
      : undefined;
  const inner = wraps?.kind === 'call' && wraps.args[0] ? likeliest(resolve(wraps.args[0], world)) : undefined;
  return inner?.kind === 'function' ? inner : code;
}

/** What django.template.library.Library.tag, simple_tag, simple_block_tag and inclusion_tag make of a function. */
function tagDetails(
  { method, name, call, keywords }: Registration,
  target: Value,
  world: World,
): Omit<Tag, 'name' | 'function'> {
  if (method === 'tag') return { kind: 'compiled', ...compiledBlock(target, name!, world) };
  const kind = method === 'simple_tag' ? 'simple' : method === 'inclusion_tag' ? 'inclusion' : 'simple_block';
  const takesContext = keywords.has('takes_context')
    ? (truth(resolve(keywords.get('takes_context')!, world))?.value ?? false)
    : false;
  const signature = tagSignature(target, kind, takesContext, name!, world);
  if (kind === 'inclusion') {
    const template = asString(resolve(keywords.get('filename') ?? call.args[0] ?? target, world));
    return { kind, signature, certain: true, ...(template !== undefined && { template }) };
  }
  if (kind !== 'simple_block') return { kind, signature, certain: true };
  const end = asString(keywords.get('end_name') && resolve(keywords.get('end_name')!, world)) ?? `end${name}`;
  return { kind, signature, block: { branches: [], ends: [end] }, certain: true };
}

/**
 * Where a tag or filter of a library is defined. Of a library that is known by Django's data its source is looked at only
 * here: Django's modules need not be read to know its libraries.
 */
export function placeInLibrary(
  library: ProjectLibrary,
  entries: Entries,
  name: string,
  { world, modules }: { readonly world: World; readonly modules: Modules },
): Place | undefined {
  if (library.places) return library.places[entries].get(name);
  const entry = library[entries].get(name);
  if (entry === undefined || modules.find(library.module) === undefined) return undefined;
  const value = likeliest(resolve({ kind: 'ref', dotted: entry.function }, world));
  return value.kind === 'function' || value.kind === 'class' ? value.place : undefined;
}
