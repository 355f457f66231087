import type { Filter, Library, Parameter, Signature, Tag } from '../templates/library';
import data from './data/templates.json';
import { type DjangoVersion, type Lifespan, lifespanOf, perVersion, rowsOf } from './versions';

/** A tag library that comes with Django. */
export interface DjangoLibrary extends Library {
  /** What `{% load %}` calls it; undefined for a builtin. */
  readonly name?: string;
  readonly module: string;
  /** The app that has to be in INSTALLED_APPS; undefined where none has to. */
  readonly app?: string;
}

interface LibraryRow extends Lifespan {
  readonly name?: string;
  readonly module: string;
  readonly app?: string;
}

interface TagRow extends Lifespan {
  readonly library: string;
  readonly name: string;
  readonly function: string;
  readonly kind?: Exclude<Tag['kind'], 'compiled'>;
  readonly branches?: readonly string[];
  readonly ends?: readonly string[];
  readonly raw?: boolean;
  readonly parameters?: readonly ParameterRow[];
}

interface ParameterRow {
  readonly name: string;
  readonly kind?: string;
  readonly default?: boolean;
}

interface FilterRow extends Lifespan {
  readonly library: string;
  readonly name: string;
  readonly function: string;
  readonly arguments: readonly number[];
}

const libraryRows = data.libraries as readonly LibraryRow[];
const tagRows = data.tags as readonly TagRow[];
const filterRows = data.filters as readonly FilterRow[];

/** All tag libraries that come with a version of Django, builtins first, in the order that Django loads those. */
export const djangoLibraries = perVersion((version): readonly DjangoLibrary[] =>
  rowsOf(libraryRows, version)
    .map((row) => libraryOf(row, version))
    .sort((a, b) => loadingOrder(a) - loadingOrder(b)),
);

/** The libraries that every engine has without `{% load %}`: `django.template.engine.Engine.default_builtins`. */
export const builtinLibraries = perVersion((version): readonly DjangoLibrary[] =>
  djangoLibraries(version).filter((library) => library.name === undefined),
);

/** One library, by the name that `{% load %}` takes or by its module. */
export function djangoLibrary(nameOrModule: string, version: DjangoVersion): DjangoLibrary | undefined {
  return djangoLibraries(version).find(({ name, module }) => name === nameOrModule || module === nameOrModule);
}

/**
 * The libraries that an app brings when it is in INSTALLED_APPS (`django.contrib.humanize`); for undefined those that
 * can be loaded in every project.
 */
export function librariesOf(app: string | undefined, version: DjangoVersion): readonly DjangoLibrary[] {
  return djangoLibraries(version).filter((library) => library.name !== undefined && library.app === app);
}

/** In which versions Django has a tag or filter of this name, in whichever library; undefined if in none. */
export function lifespanOfName(kind: 'tag' | 'filter', name: string): Lifespan | undefined {
  const rows: readonly (TagRow | FilterRow)[] = kind === 'tag' ? tagRows : filterRows;
  return lifespanOf(rows.filter((row) => row.name === name));
}

/** Django's own order: a later builtin library replaces names of an earlier one. */
const builtinModules = ['django.template.defaulttags', 'django.template.defaultfilters', 'django.template.loader_tags'];

function loadingOrder(library: DjangoLibrary): number {
  const at = builtinModules.indexOf(library.module);
  return at < 0 ? builtinModules.length : at;
}

function libraryOf({ name, module, app }: LibraryRow, version: DjangoVersion): DjangoLibrary {
  const tags = rowsOf(tagRows, version).filter((row) => row.library === module);
  const filters = rowsOf(filterRows, version).filter((row) => row.library === module);
  return {
    name,
    module,
    app,
    tags: new Map(tags.map((row) => [row.name, tagOf(row)])),
    filters: new Map(filters.map((row) => [row.name, filterOf(row)])),
    certain: true,
  };
}

function tagOf(row: TagRow): Tag {
  return {
    name: row.name,
    kind: row.kind ?? 'compiled',
    function: row.function,
    signature: row.parameters && signatureOf(row.parameters),
    block: row.ends && { branches: row.branches ?? [], ends: row.ends, ...(row.raw && { raw: true }) },
    certain: true,
  };
}

function filterOf({ name, function: path, arguments: [least, most] }: FilterRow): Filter {
  return { name, function: path, arguments: { least, most } };
}

function signatureOf(rows: readonly ParameterRow[]): Signature {
  const parameters = rows
    .filter(({ kind }) => kind === undefined || kind === 'keyword')
    .map((row): Parameter => ({ name: row.name, hasDefault: !!row.default, keywordOnly: row.kind === 'keyword' }));
  return {
    parameters,
    varargs: rows.find(({ kind }) => kind === '*')?.name,
    varkw: rows.find(({ kind }) => kind === '**')?.name,
  };
}
