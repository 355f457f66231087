import type { Use } from '../../facts/uses';
import type { Filter, Tag } from '../../templates/library';
import { type Range, touches } from '../../text/range';
import type { FileView } from '../view';
import type { Entries, ProjectLibrary } from './libraries';

/** A tag or filter as it is known at a place of a template, with the library that it comes from. */
export interface Registered {
  readonly name: string;
  readonly entry: Tag | Filter;
  readonly library: ProjectLibrary;
}

/**
 * What a tag or filter name means at an offset: the last library loaded before it that has it, else a builtin
 * (django.template.base.Parser.add_library, as django.template.defaulttags.load calls it).
 */
export function registeredAt(view: FileView, kind: Entries, name: string, offset: number): Registered | undefined {
  const libraries = [...view.project.libraries().builtins, ...loadedBefore(view, offset, name)];
  for (const library of libraries.reverse()) {
    const entry = library[kind].get(name);
    if (entry) return { name, entry, library };
  }
  return undefined;
}

/** Every tag or filter known at an offset. */
export function registeredNames(view: FileView, kind: Entries, offset: number): Map<string, Registered> {
  const found = new Map<string, Registered>();
  const add = (library: ProjectLibrary, only?: ReadonlySet<string>) => {
    for (const [name, entry] of library[kind])
      if (only === undefined || only.has(name)) found.set(name, { name, entry, library });
  };
  for (const library of view.project.libraries().builtins) add(library);
  for (const use of loads(view, offset)) {
    const library = view.project.libraries().byName.get(use.name);
    if (library) add(library, use.imports && new Set(use.imports.map((one) => one.name)));
  }
  return found;
}

/** The libraries that are not loaded at an offset, and have names that could be. */
export function unloadedLibraries(view: FileView, offset: number): ProjectLibrary[] {
  const loaded = new Set(
    loads(view, offset)
      .filter((use) => use.imports === undefined)
      .map((use) => use.name),
  );
  return [...view.project.libraries().byName.values()].filter((library) => !loaded.has(library.name!));
}

function loadedBefore(view: FileView, offset: number, name: string): ProjectLibrary[] {
  return loads(view, offset)
    .filter((use) => use.imports === undefined || use.imports.some((one) => one.name === name))
    .flatMap((use) => view.project.libraries().byName.get(use.name) ?? []);
}

/** The name at an offset that `{% load name from library %}` takes. */
export function importAt(view: FileView, offset: number): (Range & { readonly name: string }) | undefined {
  return view.uses.flatMap((use) => use.imports ?? []).find((one) => touches(one, offset));
}

/** The libraries that are loaded before an offset; a name that `{% load %}` takes is known where it stands there. */
function loads(view: FileView, offset: number): Use[] {
  return view.uses.filter(
    (use) => use.kind === 'library' && (use.end <= offset || use.imports?.some((one) => touches(one, offset))),
  );
}
