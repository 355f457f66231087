import data from './data/views.json';
import { methodResolutionOrder } from './mro';
import type { Value } from './settings';
import { type Lifespan, perVersion, rowsOf } from './versions';

/** A class-based view or view mixin of `django.views.generic` or `django.contrib.auth.views`. */
export interface DjangoView {
  /** Where the class is defined: `django.views.generic.list.ListView`. */
  readonly path: string;
  /** Where projects import it from: `django.views.generic.ListView`; the same as `path` for the mixins. */
  readonly publicPath: string;
  readonly bases: readonly string[];
  /** Class attributes with their defaults, inherited ones included: what `as_view()` accepts, `template_name_suffix` among them. */
  readonly attributes: ReadonlyMap<string, Value>;
  /** The names that it puts into the context, inherited ones included; not those computed from the model or context_object_name. */
  readonly context: readonly string[];
}

interface ViewRow extends Lifespan {
  readonly class: string;
  readonly public?: string;
  readonly bases: readonly string[];
  readonly attributes?: Readonly<Record<string, Value>>;
  readonly context?: readonly string[];
}

const viewRows = data.views as unknown as readonly ViewRow[];

/** The view classes of a version, by `path` and by `publicPath`. */
export const djangoViews = perVersion((version): ReadonlyMap<string, DjangoView> => {
  const rows = new Map(rowsOf(viewRows, version).map((row) => [row.class, row]));
  const views = [...rows.values()].map((row) => viewOf(row, rows));
  return new Map(views.flatMap((view) => [view.path, view.publicPath].map((path) => [path, view])));
});

function viewOf(row: ViewRow, rows: ReadonlyMap<string, ViewRow>): DjangoView {
  const order = methodResolutionOrder(row.class, (path) => rows.get(path)?.bases).map((path) => rows.get(path)!);
  const farthestFirst = [...order].reverse();
  return {
    path: row.class,
    publicPath: row.public ?? row.class,
    bases: row.bases,
    attributes: new Map(farthestFirst.flatMap((each) => Object.entries(each.attributes ?? {}))),
    context: [...new Set(farthestFirst.flatMap((each) => each.context ?? []))],
  };
}
