import { builtinLibraries, librariesOf } from '../../django/libraries';
import type { DjangoVersion } from '../../django/versions';
import type { Place } from '../../python/values';
import type { World } from '../../python/world';
import { cottonLexing } from '../../templates/cottonTags';
import type { Library } from '../../templates/library';
import type { Lexing } from '../../templates/tokens';
import { type Apps, unlikelyLast } from '../apps/apps';
import { cottonLoader, cottonVerbatim } from '../components/cotton';
import { componentsLexing, componentsLibrary, mayHaveShorthands } from '../components/djangoComponents';
import { slippersFiles, slippersLibrary, slippersTags } from '../components/slippers';
import type { Modules } from '../modules/modules';
import type { Problem } from '../problem';
import type { Settings } from '../settings';
import type { Engine } from '../templates/engines';
import { withShared } from './sharedRegister';

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

/** What a library has. */
export type Entries = 'tags' | 'filters';

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

/** django.template.engine.Engine.default_builtins. */
function ownBuiltins(context: LibraryContext): (ProjectLibrary | undefined)[] {
  if (context.usesData) return [...builtinLibraries(context.version)];
  return ['django.template.defaulttags', 'django.template.defaultfilters', 'django.template.loader_tags'].map(
    (module) => context.library(module),
  );
}

/**
 * Every module below a `templatetags` package that has a `register`, by its name below the package
 * (django.template.backends.django.get_package_libraries).
 */
function modulesIn(packageName: string, { modules, world }: LibraryContext): [string, string][] {
  const walk = (name: string): string[] =>
    modules.submodules(name).flatMap((child) => [`${name}.${child}`, ...walk(`${name}.${child}`)]);
  return walk(packageName)
    .filter((module) => world.namespace(module)?.names.has('register'))
    .map((module) => [module.slice(packageName.length + 1), module]);
}
