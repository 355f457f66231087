import { isFramework } from '../../python/resolve';
import type { Call, Value } from '../../python/values';
import type { Namespace, World } from '../../python/world';
import type { Entries, ProjectLibrary } from './libraries';

/** The module in whose source a `register` stands that another module has imported. */
export function ownerOf(register: Value, object: Value, world: World): string | undefined {
  if (object.kind === 'ref') return object.dotted.slice(0, object.dotted.lastIndexOf('.'));
  if (object.kind !== 'call') return undefined;
  let value: Value | undefined = register;
  for (let i = 0; i < 20 && value?.kind === 'ref'; i++) {
    const dot: number = value.dotted.lastIndexOf('.');
    const namespace = world.namespace(value.dotted.slice(0, dot));
    if (namespace?.path === object.place.path) return namespace.module;
    value = namespace?.names.get(value.dotted.slice(dot + 1));
  }
  return undefined;
}

/**
 * The calls that may fill a `register` which one module has from another: those of all modules that are imported with it,
 * in the order in which Python runs them. Only the packages of the two are looked through.
 */
export function effectsWith(namespace: Namespace, owner: string, world: World): readonly Call[] {
  const tops = new Set([namespace.module, owner].filter((module) => !isFramework(module)).map(topOf));
  const seen = new Set<string>();
  const effects: Call[] = [];
  const visit = (module: string) => {
    if (seen.has(module) || !(tops.has(topOf(module)) || module === owner)) return;
    seen.add(module);
    const one = module === namespace.module ? namespace : world.namespace(module);
    for (const step of one?.steps ?? []) if ('module' in step && world.hasModule(step.module)) visit(step.module);
    effects.push(...(one?.effects ?? []));
  };
  visit(owner);
  visit(namespace.module);
  return effects;
}

/**
 * Django imports every library, so that a `register` which several of them share has in each what one of them adds
 * (get_installed_libraries). Answers the libraries with that, and for a builtin what the others add to it.
 */
export function withShared(
  byName: ReadonlyMap<string, ProjectLibrary>,
  builtins: readonly ProjectLibrary[],
): { readonly byName: ReadonlyMap<string, ProjectLibrary>; readonly added: readonly ProjectLibrary[] } {
  const groups = new Map<string, ProjectLibrary[]>();
  for (const library of byName.values())
    if (library.owner !== undefined) groups.set(library.owner, [...(groups.get(library.owner) ?? []), library]);
  if (groups.size === 0) return { byName, added: [] };
  const together = new Map([...groups].map(([owner, libraries]) => [owner, union(owner, libraries)]));
  const complete = (library: ProjectLibrary): ProjectLibrary => {
    const all = together.get(library.owner ?? library.module);
    return all ? { ...union(library.module, [library, all]), name: library.name } : library;
  };
  const added = builtins.flatMap((builtin) => {
    const all = together.get(builtin.module);
    return all ? [without(all, builtin)] : [];
  });
  return { byName: new Map([...byName].map(([name, library]) => [name, complete(library)])), added };
}

function topOf(module: string): string {
  return module.split('.')[0];
}

function union(module: string, libraries: readonly ProjectLibrary[]): ProjectLibrary {
  return {
    module,
    tags: new Map(libraries.flatMap(({ tags }) => [...tags])),
    filters: new Map(libraries.flatMap(({ filters }) => [...filters])),
    certain: libraries.every(({ certain }) => certain),
    places: {
      tags: new Map(libraries.flatMap(({ places }) => [...(places?.tags ?? [])])),
      filters: new Map(libraries.flatMap(({ places }) => [...(places?.filters ?? [])])),
    },
  };
}

function without(library: ProjectLibrary, other: ProjectLibrary): ProjectLibrary {
  const isNew = (entries: Entries) => (entry: readonly [string, { readonly function: string }]) =>
    other[entries].get(entry[0])?.function !== entry[1].function;
  return {
    ...library,
    tags: new Map([...library.tags].filter(isNew('tags'))),
    filters: new Map([...library.filters].filter(isNew('filters'))),
  };
}
