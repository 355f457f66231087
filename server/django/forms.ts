import data from './data/forms.json';
import type { Value } from './settings';
import { type DjangoVersion, type Lifespan, perVersion, rowsOf } from './versions';

/** A form field, widget or validator class with the parameters of its own constructor; undefined where it has none of its own. */
export interface FormClass {
  readonly class: string;
  readonly bases: readonly string[];
  readonly parameters?: readonly FormParameter[];
  /** A form field's default widget; undefined where it is that of a base. */
  readonly widget?: string;
}

export interface FormParameter {
  readonly name: string;
  /** `keyword` for keyword only, `*` and `**` for what takes the rest; undefined for an ordinary one. */
  readonly kind?: 'keyword' | '*' | '**';
  readonly default?: Value;
}

/** A validator: a class, which has parameters, or a function that takes the value. */
export interface Validator {
  readonly path: string;
  readonly parameters?: readonly FormParameter[];
}

/** The form field classes of a version, by dotted path. */
export const formFields = perVersion((version) => classesOf(data.formFields, version));

/** The widget classes of a version, by dotted path. */
export const widgets = perVersion((version) => classesOf(data.widgets, version));

/** The validators of a version, those of passwords included. */
export const validators = perVersion((version): readonly Validator[] =>
  rowsOf(data.validators as unknown as readonly (Validator & Lifespan)[], version),
);

function classesOf(rows: readonly object[], version: DjangoVersion): ReadonlyMap<string, FormClass> {
  return new Map(rowsOf(rows as readonly (FormClass & Lifespan)[], version).map((row) => [row.class, row]));
}
