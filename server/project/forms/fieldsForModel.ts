import { findMember, isFramework, resolve } from '../../python/resolve';
import { callOutside } from '../../python/run';
import { likeliest, literal, truth } from '../../python/values';
import type { World } from '../../python/world';
import type { Model, ModelField } from '../models/field';

/**
 * The names of the fields that a ModelForm makes of a model's fields (django.forms.models.fields_for_model).
 * @param fields the names that are asked for; undefined for all
 */
export function fieldsForModel(
  model: Model,
  fields: readonly string[] | undefined,
  exclude: readonly string[],
  world: World,
): ModelField[] {
  const available = byCreation(model).filter(
    (field) => isEditable(field, world) && !exclude.includes(field.name) && makesFormField(field, world),
  );
  if (fields === undefined) return available;
  return fields.map((name) => available.find((field) => field.name === name)).filter((field) => field !== undefined);
}

/**
 * The fields by their creation_counter: those of base classes are older; of one class body those that stand first
 * (django.db.models.fields.Field.__lt__ sorts so).
 */
function byCreation(model: Model): readonly ModelField[] {
  const own = (field: ModelField) =>
    field.auto === undefined && field.place?.path === model.place.path ? field.place.n : -1;
  return [...model.fields].sort((a, b) => own(a) - own(b));
}

/** `Field.editable` as the constructors of Django's field classes set it. */
function isEditable({ class: own, ancestors, call }: ModelField, world: World): boolean {
  if (ancestors.some((path) => neverEditable.has(path))) return false;
  const isTrue = (name: string): boolean | undefined => {
    const given = call?.keywords.get(name);
    return given && truth(resolve(given, world))?.value;
  };
  if (ancestors.includes('django.db.models.fields.DateField') || own === 'django.db.models.fields.TimeField')
    if (isTrue('auto_now') || isTrue('auto_now_add')) return false;
  return isTrue('editable') ?? !ancestors.includes('django.db.models.fields.BinaryField');
}

const neverEditable = new Set([
  'django.contrib.contenttypes.fields.GenericForeignKey',
  'django.contrib.contenttypes.fields.GenericRelation',
  'django.db.models.fields.composite.CompositePrimaryKey',
  'django.db.models.fields.generated.GeneratedField',
  'django.db.models.fields.proxy.OrderWrt',
]);

/**
 * Whether the field's `formfield()` gives a form field (django.db.models.fields.Field.formfield): those of AutoFieldMixin, and of
 * OneToOneField for a parent link, give None.
 */
function makesFormField({ ancestors, auto, call }: ModelField, world: World): boolean {
  if (auto !== undefined || ancestors.some((path) => automatic.test(path))) return false;
  const parentLink = call?.keywords.get('parent_link');
  if (parentLink && truth(resolve(parentLink, world))?.value) return false;
  const type = call && likeliest(resolve(call.callee, world));
  const method = type?.kind === 'class' ? findMember(type, 'formfield', world) : undefined;
  if (call === undefined || method?.value.kind !== 'function' || isFramework(method.owner.module)) return true;
  const made = callOutside(method.value, [call], world);
  return made === undefined || JSON.stringify(likeliest(made)) !== JSON.stringify(literal(null));
}

const automatic = /^django\.db\.models\.fields\.(?:AutoFieldMixin|(?:Small|Big)?AutoField)$/;
