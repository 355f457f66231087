import data from './data/settings.json';
import { type DjangoVersion, type Lifespan, lifespanOf, perVersion, rowsOf } from './versions';

/** A value that JSON can say; `{python: …}` stands for one that it cannot: a dotted path or an expression. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** A setting that Django itself reads. */
export interface DjangoSetting {
  readonly name: string;
  /** The Python type of the default (`None` where that is None, `list` also where a tuple will do); undefined without default. */
  readonly type?: string;
  /** What Django takes where the project sets nothing; undefined where it has no default or computes one. */
  readonly default?: Value;
  /** Whether using it raises a deprecation warning. */
  readonly deprecated?: boolean;
}

const settingRows = data.settings as readonly (DjangoSetting & Lifespan)[];
const templateRows = data.projectTemplate as readonly ({ readonly name: string; readonly value: Value } & Lifespan)[];

/** The settings of a version, by name: the global ones, and those that Django or a contrib app reads without a default. */
export const settingsOf = perVersion(
  (version): ReadonlyMap<string, DjangoSetting> => new Map(rowsOf(settingRows, version).map((row) => [row.name, row])),
);

/** In which versions Django reads a setting of this name; undefined if in none. */
export function lifespanOfSetting(name: string): Lifespan | undefined {
  return lifespanOf(settingRows.filter((row) => row.name === name));
}

/**
 * What `startproject` of a version writes into the new settings module, where it is a literal. Values keep the
 * placeholders `{{ secret_key }}` and `{{ project_name }}`.
 */
export function projectTemplate(version: DjangoVersion): ReadonlyMap<string, Value> {
  return new Map(rowsOf(templateRows, version).map(({ name, value }) => [name, value]));
}
