import data from './data/requests.json';
import { type DjangoVersion, type Lifespan, perVersion, rowsOf } from './versions';

/** A path converter: what may stand before the colon in `<int:pk>`. */
export interface PathConverter {
  readonly name: string;
  readonly class: string;
  readonly regex: string;
}

/** A route of a URLconf that comes with Django. */
export interface DjangoRoute {
  /**
   * The module that `include()` names. Those of the admin stand under `django.contrib.admin.sites.AdminSite` and, for each
   * registered model, under `django.contrib.admin.options.ModelAdmin`, with placeholders in `name`.
   */
  readonly urlconf: string;
  readonly route: string;
  /** Whether `route` is a regular expression. */
  readonly regex?: boolean;
  /** Undefined for a route without name; `{app_label}_{model_name}_change` for those of a model in the admin. */
  readonly name?: string;
  readonly view: string;
}

/** A context processor with the names that it adds to every context. */
export interface ContextProcessor {
  readonly path: string;
  readonly context: readonly string[];
}

type Path = Lifespan & { readonly path: string };

/** The registered path converters of a version, by name. */
export const pathConverters = perVersion(
  (version): ReadonlyMap<string, PathConverter> =>
    new Map(rowsOf(data.converters as readonly (PathConverter & Lifespan)[], version).map((row) => [row.name, row])),
);

/** The routes that a version's URLconfs have. */
export const djangoRoutes = perVersion((version): readonly DjangoRoute[] =>
  rowsOf(data.routes as readonly (DjangoRoute & Lifespan)[], version),
);

/** The context processors of a version, by dotted path. */
export const contextProcessors = perVersion(
  (version): ReadonlyMap<string, ContextProcessor> =>
    new Map(
      rowsOf(data.contextProcessors as readonly (ContextProcessor & Lifespan)[], version).map((row) => [row.path, row]),
    ),
);

/** The dotted paths of a version's middleware classes. */
export const middleware = perVersion((version) => pathsOf(data.middleware, version));

/** The dotted paths of a version's signals. */
export const signals = perVersion((version) => pathsOf(data.signals, version));

function pathsOf(rows: readonly object[], version: DjangoVersion): readonly string[] {
  return rowsOf(rows as readonly Path[], version).map(({ path }) => path);
}
