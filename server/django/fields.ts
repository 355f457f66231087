import data from './data/fields.json';
import { methodResolutionOrder } from './mro';
import type { Value } from './settings';
import { type DjangoVersion, type Lifespan, perVersion, rowsOf } from './versions';

/** A model field class, or a mixin of one, that comes with Django. */
export interface FieldClass {
  /** Where the class is defined: `django.db.models.fields.CharField`. */
  readonly path: string;
  /** Where projects import it from: `django.db.models.CharField`; the same as `path` for what only Django uses. */
  readonly publicPath: string;
  readonly bases: readonly string[];
  /** What `get_internal_type()` answers; undefined for mixins and where the arguments decide. */
  readonly internalType?: string;
  /** The form field that a ModelForm makes of it; undefined where the arguments decide or it is not editable. */
  readonly formField?: string;
  /** What the constructor takes, with all that it hands to its bases, positional ones first. */
  readonly parameters: readonly FieldParameter[];
  /** By name: what may follow the field in a lookup path. */
  readonly lookups: ReadonlyMap<string, Lookup>;
  /** Whether names beyond `lookups` may follow: keys of JSON and HStore, indexes of arrays. */
  readonly anyTransform: boolean;
  /** Whether it is there for old migrations alone. */
  readonly removed: boolean;
}

export interface FieldParameter {
  readonly name: string;
  readonly hasDefault: boolean;
  readonly default?: Value;
  readonly keywordOnly: boolean;
}

/** A lookup or transform that is registered on a field class. */
export interface Lookup {
  readonly name: string;
  readonly path: string;
  /** The app that has to be installed for it. */
  readonly app?: string;
  /** Set for a transform, after which lookups may follow: those of the field class `output`, else those of the field itself. */
  readonly transform?: { readonly output?: string };
}

interface FieldRow extends Lifespan {
  readonly class: string;
  readonly public?: string;
  readonly bases: readonly string[];
  readonly internal?: string;
  readonly form?: string;
  readonly parameters?: readonly ParameterRow[];
  readonly lookups?: Readonly<Record<string, string>>;
  readonly anyTransform?: boolean;
  readonly removed?: boolean;
}

interface ParameterRow {
  readonly name: string;
  readonly kind?: string;
  readonly default?: Value;
}

interface AppLookupRow extends Lifespan {
  readonly class: string;
  readonly name: string;
  readonly lookup: string;
  readonly app: string;
}

interface TransformRow extends Lifespan {
  readonly class: string;
  readonly name: string;
  readonly output?: string;
}

const fieldRows = data.fieldClasses as unknown as readonly FieldRow[];
const appLookupRows = data.lookupsOfApps as readonly AppLookupRow[];
const transformRows = data.transforms as readonly TransformRow[];

/** The field classes and their mixins of a version, by `path`. */
export const fieldClasses = perVersion((version): ReadonlyMap<string, FieldClass> => {
  const rows = new Map(rowsOf(fieldRows, version).map((row) => [row.class, row]));
  const lookups = ownLookups(version);
  return new Map([...rows].map(([path, row]) => [path, fieldClassOf(row, rows, lookups)]));
});

/** One field class, by the path that defines it or the one that projects import. */
export function fieldClass(path: string, version: DjangoVersion): FieldClass | undefined {
  const classes = fieldClasses(version);
  return classes.get(path) ?? classes.get(definingPaths(version).get(path) ?? '');
}

const definingPaths = perVersion(
  (version): ReadonlyMap<string, string> =>
    new Map([...fieldClasses(version).values()].map(({ publicPath, path }) => [publicPath, path])),
);

/** By class: the lookups that are registered on it itself. */
function ownLookups(version: DjangoVersion): ReadonlyMap<string, readonly Lookup[]> {
  const transforms = new Map(rowsOf(transformRows, version).map((row) => [row.class, { output: row.output }]));
  const fromClass = rowsOf(fieldRows, version).flatMap((row) =>
    Object.entries(row.lookups ?? {}).map(([name, path]) => ({ owner: row.class, name, path, app: undefined })),
  );
  const fromApps = rowsOf(appLookupRows, version).map((row) => ({
    owner: row.class,
    name: row.name,
    path: row.lookup,
    app: row.app,
  }));
  const found = new Map<string, Lookup[]>();
  for (const { owner, name, path, app } of [...fromClass, ...fromApps]) {
    found.set(owner, [...(found.get(owner) ?? []), { name, path, app, transform: transforms.get(path) }]);
  }
  return found;
}

function fieldClassOf(
  row: FieldRow,
  rows: ReadonlyMap<string, FieldRow>,
  lookups: ReadonlyMap<string, readonly Lookup[]>,
): FieldClass {
  const order = methodResolutionOrder(row.class, (path) => rows.get(path)?.bases);
  const farthestFirst = [...order].reverse();
  return {
    path: row.class,
    publicPath: row.public ?? row.class,
    bases: row.bases,
    internalType: row.internal,
    formField: row.form,
    parameters: parametersOf(order.map((path) => rows.get(path)!.parameters).filter((own) => own !== undefined)),
    lookups: new Map(farthestFirst.flatMap((path) => (lookups.get(path) ?? []).map((lookup) => [lookup.name, lookup]))),
    anyTransform: order.some((path) => rows.get(path)!.anyTransform),
    removed: !!row.removed,
  };
}

/**
 * The parameters of a constructor that hands `*args` and `**kwargs` on to the next one in the method resolution order.
 * What passes through `*args` stays positional and comes first; what passes through `**kwargs` alone is keyword only.
 */
function parametersOf([own, ...rest]: readonly (readonly ParameterRow[])[]): readonly FieldParameter[] {
  if (!own) return [];
  const named = own.filter(({ kind }) => kind === undefined || kind === 'keyword').map(parameterOf);
  if (!own.some(({ kind }) => kind === '**')) return named;
  const positional = own.some(({ kind }) => kind === '*');
  const inherited = parametersOf(rest)
    .filter(({ name }) => named.every((parameter) => parameter.name !== name))
    .map((parameter) => ({ ...parameter, keywordOnly: parameter.keywordOnly || !positional }));
  const all = [...named.filter(({ keywordOnly }) => !keywordOnly), ...inherited, ...named.filter((p) => p.keywordOnly)];
  return [...all.filter(({ keywordOnly }) => !keywordOnly), ...all.filter(({ keywordOnly }) => keywordOnly)];
}

function parameterOf(row: ParameterRow): FieldParameter {
  const hasDefault = 'default' in row;
  return { name: row.name, hasDefault, default: row.default, keywordOnly: row.kind === 'keyword' };
}
