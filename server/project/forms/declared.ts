import { formFields } from '../../django/forms';
import type { DjangoVersion } from '../../django/versions';
import { resolve } from '../../python/resolve';
import { type Call, type ClassValue, dottedOf, isNone, type Place } from '../../python/values';
import type { World } from '../../python/world';
import type { Ancestry } from '../models/ancestry';
import { instancesIn } from '../modules/classes';

/** A field of a form. */
export interface FormField {
  readonly name: string;
  /** Dotted path of the form field's class; undefined for one that a model field makes. */
  readonly class?: string;
  /** Where it is declared: in the form's class body, or in the model's. */
  readonly place: Place | undefined;
}

/** Reads the declared fields of form classes, each class once. */
export type DeclaredFields = (value: ClassValue) => ReadonlyMap<string, FormField>;

/**
 * `declared_fields` as django.forms.forms.DeclarativeFieldsMetaclass.__new__ collects them: those of all bases in the
 * reverse method resolution order, without those that a class body sets to None.
 */
export function createDeclaredFields(world: World, ancestry: Ancestry, version: DjangoVersion): DeclaredFields {
  const known = new Map<ClassValue, ReadonlyMap<string, FormField>>();
  const read: DeclaredFields = (value) => {
    const done = known.get(value);
    if (done) return done;
    const found = new Map<string, FormField>();
    known.set(value, found);
    for (const base of ancestry.classes(value).toReversed()) {
      if (base.kind !== 'class') continue;
      const own = base === value ? ownFields(base) : isForm(base, ancestry) ? read(base) : none;
      for (const [name, field] of own) found.set(name, field);
      for (const [name, member] of base.members)
        if (found.has(name) && isNone(resolve(member, world))) found.delete(name);
    }
    return found;
  };
  const ownFields = (value: ClassValue): Map<string, FormField> => {
    const fields = new Map<string, FormField>();
    for (const { name, call, ancestors } of instancesIn(value, world, ancestry)) {
      if (isFormField(ancestors, version) || isOfModelField(call))
        fields.set(name, { name, class: ancestors[0], place: call.place });
    }
    return fields;
  };
  return read;
}

const none: ReadonlyMap<string, FormField> = new Map();

/** Whether a class derives from django.forms.forms.BaseForm, or is a form class of Django whose source is not at hand. */
export function isForm(value: ClassValue, ancestry: Ancestry): boolean {
  return ancestry.of(value).some((path) => formClass.test(path) || isModelFormClass(path));
}

/** Whether a class derives from django.forms.models.BaseModelForm. */
export function isModelForm(value: ClassValue, ancestry: Ancestry): boolean {
  return ancestry.of(value).some(isModelFormClass);
}

const formClass = /^django\.(?:forms\.(?:forms\.)?(?:Base)?Form|contrib\.(?:auth|admin)\.forms\.\w+Form)$/;

function isModelFormClass(path: string): boolean {
  return /^django\.forms\.(?:models\.)?(?:Base)?ModelForm$/.test(path);
}

/** `Model._meta.get_field("name").formfield()`. */
function isOfModelField({ callee }: Call): boolean {
  return callee.kind === 'member' ? callee.name === 'formfield' : dottedOf(callee)?.endsWith('.formfield') === true;
}

function isFormField(ancestors: readonly string[], version: DjangoVersion): boolean {
  if (ancestors.includes('django.forms.fields.Field')) return true;
  const last = ancestors[ancestors.length - 1];
  const name = /^django\.forms\.(?:fields\.|models\.)?(\w+)$/.exec(last)?.[1];
  const classes = formFields(version);
  return (
    name !== undefined && (classes.has(`django.forms.fields.${name}`) || classes.has(`django.forms.models.${name}`))
  );
}
