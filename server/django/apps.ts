import appData from './data/apps.json';
import modelData from './data/models.json';
import { type Lifespan, perVersion, rowsOf } from './versions';

/** An app of `django.contrib`. */
export interface ContribApp {
  readonly name: string;
  readonly label: string;
  /** Dotted path of the AppConfig that the bare name picks. */
  readonly config: string;
  /** The names of the templates that it brings. */
  readonly templates?: readonly string[];
  /** The paths of the static files that it brings. */
  readonly static?: readonly string[];
}

/** A model of an app of `django.contrib`, or an abstract one that projects derive from. */
export interface ContribModel {
  readonly class: string;
  readonly label: string;
  readonly bases: readonly string[];
  readonly abstract?: boolean;
  /** The setting that names the model in its place: AUTH_USER_MODEL. */
  readonly swappable?: string;
  /** All forward fields, inherited ones included. */
  readonly fields: readonly ContribField[];
  /** Manager classes by the name of the attribute. */
  readonly managers: Readonly<Record<string, string>>;
}

export interface ContribField {
  readonly name: string;
  readonly class: string;
  /** The label of the model that a relation points to. */
  readonly to?: string;
  readonly related_name?: string;
  readonly related_query_name?: string;
  readonly null?: boolean;
}

/** The contrib apps of a version, by name. */
export const contribApps = perVersion(
  (version): ReadonlyMap<string, ContribApp> =>
    new Map(rowsOf(appData.apps as readonly (ContribApp & Lifespan)[], version).map((row) => [row.name, row])),
);

/** The models of the contrib apps of a version, by dotted path. */
export const contribModels = perVersion(
  (version): ReadonlyMap<string, ContribModel> =>
    new Map(
      rowsOf(modelData.contribModels as unknown as readonly (ContribModel & Lifespan)[], version).map((row) => [
        row.class,
        row,
      ]),
    ),
);
