import type { Filter, Library, Tag } from './library';
import type { Lexing } from './tokens';

/** What is known of the tags and filters that a template can use. */
export interface Knowledge {
  readonly builtins: readonly Library[];
  /** What `{% load %}` can name. */
  readonly libraries: ReadonlyMap<string, Library>;
  /** Whether these are all. Where not, nothing is reported as unknown. */
  readonly certain: boolean;
  /** How packages change what is a tag; undefined where none does. */
  readonly lexing?: Lexing;
}

/** The tags and filters that are known at one place of a template; grows with each `{% load %}`. */
export interface Scope {
  readonly knowledge: Knowledge;
  readonly tags: Map<string, Tag>;
  readonly filters: Map<string, Filter>;
  /** Names that may be a tag or filter although none is known: imported from a library that is not known. */
  readonly possible: Set<string>;
  /** The known tags and filters in whose place a library that is not known may have put others of the same name. */
  readonly doubtful: Set<Tag | Filter>;
  /** Whether any name may be a tag or filter, because a library is not known or not read whole. */
  open: boolean;
  /** The `{% load %}` tags so far, as written. */
  loaded: string;
}

/** Django's tags that no library replaces: it would break every template. */
const SETTLED = new Set(
  (
    'if for block with extends include comment verbatim autoescape filter load spaceless ifchanged csrf_token ' +
    'blocktranslate blocktrans partialdef'
  ).split(' '),
);

/** The scope at the start of a template. */
export function openScope(knowledge: Knowledge): Scope {
  const scope: Scope = {
    knowledge,
    tags: new Map(),
    filters: new Map(),
    possible: new Set(),
    doubtful: new Set(),
    open: false,
    loaded: '',
  };
  for (const library of knowledge.builtins) addLibrary(scope, library);
  if (!knowledge.certain) addLibrary(scope, undefined);
  return scope;
}

/** A scope to try something in. */
export function copyScope(scope: Scope): Scope {
  return {
    ...scope,
    tags: new Map(scope.tags),
    filters: new Map(scope.filters),
    possible: new Set(scope.possible),
    doubtful: new Set(scope.doubtful),
  };
}

/** Adds all of a library, as `Parser.add_library` does; undefined is a library that is not known. */
export function addLibrary(scope: Scope, library: Library | undefined): void {
  if (library === undefined || !library.certain) {
    scope.open = true;
    for (const [name, tag] of scope.tags) if (!SETTLED.has(name)) scope.doubtful.add(tag);
    for (const filter of scope.filters.values()) scope.doubtful.add(filter);
  }
  for (const [name, tag] of library?.tags ?? []) addTag(scope, name, tag);
  for (const [name, filter] of library?.filters ?? []) addFilter(scope, name, filter);
}

/** Adds one name of a library; false where the library certainly does not have it. */
export function addName(scope: Scope, library: Library | undefined, name: string): boolean {
  const tag = library?.tags.get(name);
  const filter = library?.filters.get(name);
  if (tag !== undefined) addTag(scope, name, tag);
  if (filter !== undefined) addFilter(scope, name, filter);
  if (tag !== undefined || filter !== undefined) return true;
  scope.tags.delete(name);
  scope.filters.delete(name);
  scope.possible.add(name);
  return library?.certain !== true;
}

function addTag(scope: Scope, name: string, tag: Tag): void {
  scope.tags.set(name, tag);
  scope.doubtful.delete(tag);
}

function addFilter(scope: Scope, name: string, filter: Filter): void {
  scope.filters.set(name, filter);
  scope.doubtful.delete(filter);
}

/** Whether a name that is not in the scope is certainly no tag or filter. */
export function isUnknown(scope: Scope, name: string): boolean {
  return !scope.open && !scope.possible.has(name);
}

/** The libraries, sorted by name, that would add this tag or filter when loaded. */
export function librariesWith(scope: Scope, kind: 'tags' | 'filters', name: string): string[] {
  const found: string[] = [];
  for (const [library, { [kind]: names }] of scope.knowledge.libraries) if (names.has(name)) found.push(library);
  return found.sort();
}
