import type { DjangoVersion } from '../../django/versions';
import { type ClassValue, dottedOf, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { sameWithin } from '../../text/same';
import { type Ancestry, createAncestry } from '../models/ancestry';
import type { Model } from '../models/field';
import { type ModelNames, modelNamed } from '../models/modelNamed';
import { classesIn } from '../modules/classes';
import { type Problem, whyNot } from '../problem';
import { createDeclaredFields, type DeclaredFields, type FormField, isForm, isModelForm } from './declared';
import { type MadeForm, madeForm } from './factory';
import { fieldsForModel } from './fieldsForModel';
import { fieldNames, metaOf, metaOption } from './meta';

/** A form class with the fields that its instances start with (`base_fields`). */
export interface Form {
  /** `module.QualifiedName`. */
  readonly class: string;
  readonly value: ClassValue;
  readonly fields: readonly FormField[];
  /** Label of the model of a ModelForm. */
  readonly model?: string;
}

export interface Forms {
  readonly list: readonly Form[];
  readonly problems: readonly Problem[];
}

export interface FormContext extends ModelNames {
  readonly classes: readonly FormClass[];
  readonly version: DjangoVersion;
}

/** A form class, and the factory's call that it derives from, where it does. */
export interface FormClass {
  readonly value: ClassValue;
  readonly made: MadeForm | undefined;
}

/** The classes of a module that derive from django.forms.forms.BaseForm. */
export function formClassesIn(module: string, world: World, version: DjangoVersion): readonly FormClass[] {
  const ancestry = createAncestry(world, version);
  return classesIn([module], world).flatMap((value) => {
    if (value.bases.length === 0) return [];
    const made = madeBase(value, world);
    return isForm(value, ancestry) || made !== undefined ? [{ value, made }] : [];
  });
}

/** The forms with their fields (django.forms.forms.DeclarativeFieldsMetaclass and django.forms.models.ModelFormMetaclass). */
export function readForms(context: FormContext): Forms {
  const ancestry = createAncestry(context.world, context.version);
  const declared = createDeclaredFields(context.world, ancestry, context.version);
  const problems: Problem[] = [];
  const list: Form[] = [];
  for (const { value, made } of context.classes) {
    const form = readForm(value, made, { ...context, ancestry, declared });
    if ('why' in form) problems.push(form);
    else list.push(form);
  }
  return { list, problems };
}

/** Whether two have the same forms, down to the places of their fields. */
export function sameForms(a: Forms, b: Forms): boolean {
  return sameWithin(a, b, 6);
}

interface Reading extends FormContext {
  readonly ancestry: Ancestry;
  readonly declared: DeclaredFields;
}

function madeBase({ bases }: ClassValue, world: World): MadeForm | undefined {
  for (const base of bases) {
    const made = base.kind === 'class' ? undefined : madeForm(base, world);
    if (made) return made;
  }
  return undefined;
}

/** django.forms.models.ModelFormMetaclass.__new__: the model's fields that Meta picks, then the declared ones in their places. */
function readForm(value: ClassValue, made: MadeForm | undefined, context: Reading): Form | Problem {
  const name = dottedOf(value)!;
  const declared = new Map([...(made?.form ? context.declared(made.form) : []), ...context.declared(value)]);
  const form: Form = { class: name, value, fields: [...declared.values()] };
  const meta = made || isModelForm(value, context.ancestry) ? metaOf(value, context.world) : undefined;
  const inherited = meta ?? (made?.form && metaOf(made.form, context.world));
  const option = (key: 'model' | 'fields' | 'exclude'): Value | undefined =>
    (meta ? undefined : made?.[key]) ?? (inherited && metaOption(inherited, key, context.world));
  const modelValue = option('model');
  if (modelValue === undefined) return form;
  const problem = (why: string): Problem => ({ what: `the fields of the form ${name}`, why, place: value.place });
  const model = modelNamed(modelValue, context);
  if (model === undefined) return problem(whyNot(modelValue, 'a model of an installed app'));
  const picked = fieldNames(option('fields'), context);
  const excluded = fieldNames(option('exclude'), context);
  if (picked === 'unknown' || excluded === 'unknown') return problem('the names in its Meta are not known');
  const names = picked === 'all' ? undefined : picked;
  const exclude = excluded === undefined || excluded === 'all' ? [] : excluded;
  return { ...form, model: model.label, fields: merged(model, names, exclude, declared, context) };
}

function merged(
  model: Model,
  names: readonly string[] | undefined,
  exclude: readonly string[],
  declared: ReadonlyMap<string, FormField>,
  { world }: Reading,
): FormField[] {
  const ofModel = fieldsForModel(model, names, exclude, world);
  // A declared field stands where Meta.fields names it.
  const order = names?.filter((name) => declared.has(name) || ofModel.some((field) => field.name === name));
  const fields = new Map<string, FormField>();
  for (const name of order ?? ofModel.map((field) => field.name)) {
    if (exclude.includes(name)) continue;
    const field = ofModel.find((one) => one.name === name);
    fields.set(name, { name, place: field?.place });
  }
  for (const [name, field] of declared) fields.set(name, field);
  return [...fields.values()];
}
