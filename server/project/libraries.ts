import { builtinLibraries, djangoLibraries, librariesOf } from '../django/libraries';
import type { DjangoVersion } from '../django/versions';
import { resolve } from '../python/resolve';
import { asString, type Call, likeliest, type Place, placeOf, sameValue, truth, type Value } from '../python/values';
import type { World } from '../python/world';
import { cottonLexing } from '../templates/cottonTags';
import type { Filter, Library, Tag } from '../templates/library';
import type { Lexing } from '../templates/tokens';
import { type Apps, unlikelyLast } from './apps/apps';
import { cottonLoader, cottonTag, cottonVerbatim } from './components/cotton';
import { componentsLexing, componentsLibrary, mayHaveShorthands, nodeTag } from './components/djangoComponents';
import { slippersFiles, slippersLibrary, slippersTags } from './components/slippers';
import type { Modules } from './modules';
import type { Problem } from './problem';
import type { Settings } from './settings';
import { effectsWith, ownerOf, withShared } from './sharedRegister';
import { codeOf, compiledBlock } from './tagBlocks';
import { filterArguments, tagSignature } from './tagSignatures';
import type { Engine } from './templates';

/** A tag library of the project: what a module registers, and where. */
export interface ProjectLibrary extends Library {
  /** What `{% load %}` calls it; undefined for a builtin. */
  readonly name?: string;
  readonly module: string;
  /** The module that made the `register`, where this one has it from there. */
  readonly owner?: string;
  /** Where each tag or filter is defined; undefined for a library that is known by Django's data (see `placeInLibrary`). */
  readonly places?: { readonly tags: ReadonlyMap<string, Place>; readonly filters: ReadonlyMap<string, Place> };
}

export interface Libraries {
  /** In Django's order: a later one replaces names of an earlier one. */
  readonly builtins: readonly ProjectLibrary[];
  readonly byName: ReadonlyMap<string, ProjectLibrary>;
  /** Whether every library that can be loaded is known. */
  readonly certain: boolean;
  readonly problems: readonly Problem[];
  /** How packages change what is a tag; undefined where none does. */
  readonly lexing?: Lexing;
}

/** What reading libraries needs of the project. */
export interface LibraryContext {
  readonly world: World;
  readonly modules: Modules;
  readonly apps: Apps;
  readonly engines: readonly Engine[];
  readonly version: DjangoVersion;
  /** Whether Django's own libraries are taken from the data that ships with us: its version is described exactly, or it is not installed. */
  readonly usesData: boolean;
  readonly settings: Settings;
  /** The text of the template that a name means; undefined where there is none, and while it is not read. */
  templateText(name: string): string | undefined;
  /** One library module, memoised. */
  library(module: string): ProjectLibrary | undefined;
}

/** The libraries of the Django engines, as django.template.backends.django.get_installed_libraries and Engine find them. */
export function readLibraries(given: LibraryContext): Libraries {
  const library = (module: string) => withComponents(given.library(module), given);
  const context = { ...given, library };
  const problems: Problem[] = [];
  const byName = new Map<string, ProjectLibrary>();
  const named = (name: string, module: string, isUnlikely = false) => {
    if (isUnlikely && byName.has(name)) return;
    const library = context.library(module);
    if (library) byName.set(name, { ...library, name });
    else problems.push({ what: `the tag library '${name}'`, why: `its module ${module} cannot be read` });
  };
  if (context.usesData)
    for (const library of librariesOf(undefined, context.version)) byName.set(library.name!, library);
  else for (const [name, module] of modulesIn('django.templatetags', context)) named(name, module);
  for (const app of unlikelyLast(context.apps.list)) {
    if (context.usesData && app.name.startsWith('django.contrib.')) {
      for (const library of librariesOf(app.name, context.version)) byName.set(library.name!, library);
    } else
      for (const [name, module] of modulesIn(`${app.name}.templatetags`, context))
        named(name, module, app.maybe === 'unlikely');
  }
  const engines = context.engines.filter((engine) => engine.backend === 'django');
  for (const engine of engines) for (const [name, module] of engine.libraries) named(name, module);
  const extra = [...new Set(engines.flatMap((engine) => engine.builtins))];
  const builtins = [...ownBuiltins(context), ...extra.map((module) => context.library(module))].filter(
    (library) => library !== undefined,
  );
  const shared = withShared(byName, builtins);
  const usesCotton = engines.some(({ loaders }) => loaders.includes(cottonLoader));
  const lexing = componentsLexing(context.settings, context.apps) ?? (usesCotton ? cottonLexing : undefined);
  const complete = context.apps.certain && engines.every((engine) => engine.certain) && problems.length === 0;
  return {
    builtins: [...builtins, ...shared.added, ...(usesCotton ? [cottonSyntax] : [])],
    byName: shared.byName,
    problems,
    certain: complete,
    ...(lexing && { lexing }),
  };
}

/** A library with what the apps of component packages add to it once they are ready. */
function withComponents(
  library: ProjectLibrary | undefined,
  { apps, settings, templateText }: LibraryContext,
): ProjectLibrary | undefined {
  if (library?.module === componentsLibrary && mayHaveShorthands(settings)) return { ...library, certain: false };
  if (library?.module !== slippersLibrary || !apps.list.some(({ name }) => name === 'slippers')) return library;
  const source = slippersFiles.map(templateText).find((text) => text !== undefined);
  if (source === undefined) return library;
  const tags = slippersTags(source);
  if (tags === undefined) return { ...library, certain: false };
  return { ...library, tags: new Map([...library.tags, ...tags.map((tag) => [tag.name, tag] as const)]) };
}

/** What django-cotton's loader understands without a library. */
const cottonSyntax: ProjectLibrary = {
  module: cottonLoader,
  tags: new Map([[cottonVerbatim.name, cottonVerbatim]]),
  filters: new Map(),
  certain: true,
  places: { tags: new Map(), filters: new Map() },
};

function ownBuiltins(context: LibraryContext): (ProjectLibrary | undefined)[] {
  if (context.usesData) return [...builtinLibraries(context.version)];
  return ['django.template.defaulttags', 'django.template.defaultfilters', 'django.template.loader_tags'].map(
    (module) => context.library(module),
  );
}

/** Every module below a `templatetags` package that has a `register`, by its name below the package. */
function modulesIn(packageName: string, { modules, world }: LibraryContext): [string, string][] {
  const walk = (name: string): string[] =>
    modules.submodules(name).flatMap((child) => [`${name}.${child}`, ...walk(`${name}.${child}`)]);
  return walk(packageName)
    .filter((module) => world.namespace(module)?.names.has('register'))
    .map((module) => [module.slice(packageName.length + 1), module]);
}

/**
 * Where a tag or filter of a library is defined. Of a library that is known by Django's data its source is looked at only
 * here: Django's modules need not be read to know its libraries.
 */
export function placeInLibrary(
  library: ProjectLibrary,
  entries: 'tags' | 'filters',
  name: string,
  { world, modules }: { readonly world: World; readonly modules: Modules },
): Place | undefined {
  if (library.places) return library.places[entries].get(name);
  const entry = library[entries].get(name);
  if (entry === undefined || modules.find(library.module) === undefined) return undefined;
  const value = likeliest(resolve({ kind: 'ref', dotted: entry.function }, world));
  return value.kind === 'function' || value.kind === 'class' ? value.place : undefined;
}

/** What a module's `register` holds after the module has run (django.template.Library). */
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
    const code = codeOf(target);
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

type Method = 'tag' | 'filter' | 'simple_tag' | 'simple_block_tag' | 'inclusion_tag';

/** One use of `register`. */
interface Registration {
  readonly method: Method;
  readonly name: string | undefined;
  readonly target: Value | undefined;
  readonly call: Call;
  readonly keywords: ReadonlyMap<string, Value>;
}

function* registrations(effects: readonly Call[], register: Value, world: World): Iterable<Registration> {
  for (const call of effects) {
    const direct = methodOf(call.callee, register, world);
    if (direct) {
      const registration = fromArguments(direct, call, world);
      if (registration) yield registration;
      continue;
    }
    const entry = entryOf(call, register);
    if (entry) {
      yield entry;
      continue;
    }
    // `register.filter(name="x")(function)`, which is what a decorator with arguments does.
    const outer = call.callee;
    const method = outer.kind === 'call' ? methodOf(outer.callee, register, world) : undefined;
    if (outer.kind === 'call' && method && call.args[0]) yield applied(method, outer, call.args[0], world);
  }
}

/** `register.tags["name"] = function` and the like. */
function entryOf(call: Call, register: Value): Registration | undefined {
  const { callee, args, keywords } = call;
  if (
    callee.kind !== 'member' ||
    callee.name !== '__setitem__' ||
    callee.of.kind !== 'member' ||
    callee.of.of !== register
  )
    return undefined;
  const method = callee.of.name === 'tags' ? 'tag' : callee.of.name === 'filters' ? 'filter' : undefined;
  return method && { method, name: asString(args[0]), target: args[1], call, keywords };
}

function methodOf(callee: Value, register: Value, world: World): Method | undefined {
  const isMethod = (name: string): name is Method => methods.has(name);
  if (callee.kind === 'member' && callee.of === register && isMethod(callee.name)) return callee.name;
  if (callee.kind !== 'ref') return undefined;
  const dot = callee.dotted.lastIndexOf('.');
  const name = callee.dotted.slice(dot + 1);
  const of = isMethod(name)
    ? likeliest(resolve({ kind: 'ref', dotted: callee.dotted.slice(0, dot) }, world))
    : undefined;
  return of === register || (of?.kind === 'ref' && sameValue(of, register)) ? (name as Method) : undefined;
}

const methods = new Set(['tag', 'filter', 'simple_tag', 'simple_block_tag', 'inclusion_tag']);

/** `register.tag(function)`, `register.tag("name", function)` and the like; undefined for a call that only makes a decorator. */
function fromArguments(method: Method, call: Call, world: World): Registration | undefined {
  const { args, keywords } = call;
  const text = asString(args[0] && resolve(args[0], world));
  if (method === 'tag' || method === 'filter') {
    const given = keywords.get(method === 'tag' ? 'compile_function' : 'filter_func') ?? args[1];
    if (given) return { method, name: text ?? asString(keywords.get('name')), target: given, call, keywords };
  }
  if (method === 'inclusion_tag')
    return args[1] || keywords.has('func')
      ? applied(method, call, (keywords.get('func') ?? args[1])!, world)
      : undefined;
  if (args[0] === undefined || text !== undefined || args[0].kind === 'literal') return undefined;
  return applied(method, { ...call, args: [] }, args[0], world);
}

function applied(method: Method, call: Call, target: Value, world: World): Registration {
  const given = asString(call.keywords.get('name') && resolve(call.keywords.get('name')!, world));
  const first = method === 'inclusion_tag' ? undefined : asString(call.args[0] && resolve(call.args[0], world));
  const resolved = likeliest(resolve(target, world));
  // A class that derives from another may be called otherwise than its statement says: classytags makes the name anew.
  const isPlain = resolved.kind === 'function' || (resolved.kind === 'class' && resolved.bases.length === 0);
  const own = isPlain ? resolved.statement.name : undefined;
  return { method, name: given ?? first ?? own, target, call, keywords: call.keywords };
}

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

/** How a tag or filter was registered, for those who change that. */
export interface NamedRegistration {
  /** The string that gives the name; undefined where the function's own name does. */
  readonly given: Place | undefined;
  readonly method: Method;
  /** The function or class, where it is one. */
  readonly target: Value;
  /** What calls or decorates: `register.filter`, `register.filter(name="x")`, `register.filter("x", function)`. */
  readonly call: Call;
  /** For a block tag: whether a keyword names its end. */
  readonly hasEndName: boolean;
}

/** The registration that a name of a library stands for, the last of several; undefined where none can be read. */
export function registrationOf(
  module: string,
  entries: 'tags' | 'filters',
  name: string,
  world: World,
): NamedRegistration | undefined {
  const namespace = world.namespace(module);
  const register = namespace?.names.get('register');
  const object = register && likeliest(resolve(register, world));
  if (namespace === undefined || object === undefined) return undefined;
  let found: NamedRegistration | undefined;
  for (const one of registrations(namespace.effects, object, world)) {
    if (one.name !== name || one.target === undefined || (one.method === 'filter') !== (entries === 'filters'))
      continue;
    const { call, method } = one;
    const first = method === 'inclusion_tag' ? undefined : call.args[0];
    const isText = asString(first && resolve(first, world)) !== undefined;
    const given = call.keywords.get('name') ?? (isText ? first : undefined);
    found = {
      given: given && placeOf(given),
      method,
      target: likeliest(resolve(one.target, world)),
      call,
      hasEndName: call.keywords.has('end_name'),
    };
    if (given && found.given === undefined) return undefined;
  }
  return found;
}
