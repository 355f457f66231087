import { isFramework, resolve } from '../../python/resolve';
import { type ClassValue, isNone, likeliest, type Place, placeOf, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Ancestry } from './ancestry';
import type { Model, ModelField, ModelManager, ReverseRelation } from './field';
import { argument, attname, isPrimaryKey, isSet } from './fieldOptions';
import type { Models } from './models';

/** An attribute that a model or its instances have, with what it comes from. */
export type ModelMember = { readonly name: string; readonly place: Place | undefined } & (
  | { readonly kind: 'field' | 'attname' | 'pk' | 'display' | 'next' | 'previous'; readonly field: ModelField }
  | { readonly kind: 'reverse'; readonly reverse: ReverseRelation }
  | { readonly kind: 'manager'; readonly manager: ModelManager }
  /** `get_next_in_order` and `get_previous_in_order` of a model in an order, `get_x_order` and `set_x_order` of the one that orders it. */
  | { readonly kind: 'order'; readonly model: string }
  /** Exception classes of the model. */
  | { readonly kind: 'exception' }
  /** What class bodies define besides. */
  | { readonly kind: 'attribute'; readonly value: Value; readonly owner: ClassValue }
);

export interface MemberContext {
  readonly models: Models;
  readonly world: World;
  readonly ancestry: Ancestry;
}

/** The attributes of a model that its code and Django give it, by name; those of django.db.models.Model itself left out. */
export function modelMembers(model: Model, context: MemberContext): ReadonlyMap<string, ModelMember> {
  const found = new Map<string, ModelMember>();
  const add = (member: ModelMember): void => {
    if (!found.has(member.name)) found.set(member.name, member);
  };
  const fields = model.fields.map(
    (field): ModelMember => ({ place: placeOfField(field, model), kind: 'field', name: field.name, field }),
  );
  fields.forEach(add);
  for (const manager of model.managers) add({ kind: 'manager', name: manager.name, place: manager.place, manager });
  for (const reverse of withParents(model, context).flatMap((one) => one.reverse))
    add({ kind: 'reverse', name: reverse.accessor, place: reverse.place, reverse });
  ownAttributes(model, context).forEach(add);
  for (const field of model.fields) givenBy(field, model, context.world).forEach(add);
  const key = primaryKey(model, context);
  if (key) add({ place: placeOfField(key, model), kind: 'pk', name: 'pk', field: key });
  ordered(model, context).forEach(add);
  // django.db.models.base.ModelBase.__new__
  if (!model.abstract)
    for (const name of ['DoesNotExist', 'MultipleObjectsReturned'])
      add({ kind: 'exception', name, place: model.place });
  return found;
}

/** A model and those that it inherits from: of these it also has the accessors that are no relations of its own. */
function withParents(model: Model, { models }: MemberContext): Model[] {
  const found = [model];
  for (const one of found) {
    for (const label of one.parents) {
      const parent = models.byLabel.get(label);
      if (parent && !found.includes(parent)) found.push(parent);
    }
  }
  return found;
}

/** What Django adds by itself stands where the model does. */
function placeOfField(field: ModelField, model: Model): Place {
  return field.place ?? model.place;
}

/** What class bodies define, nearest first; fields and managers among it stand in the lists of these. */
function ownAttributes(model: Model, { ancestry }: MemberContext): ModelMember[] {
  return ancestry
    .classes(model.value)
    .flatMap((owner) =>
      owner.kind !== 'class' || isFramework(owner.module)
        ? []
        : [...owner.members]
            .filter(([name]) => name !== 'Meta')
            .map(([name, value]): ModelMember => ({ kind: 'attribute', name, place: placeOf(value), value, owner })),
    );
}

/** What `contribute_to_class` of a field adds: Field, DateField and ForeignKey. */
function givenBy(field: ModelField, model: Model, world: World): ModelMember[] {
  const { name, ancestors } = field;
  const members: ModelMember[] = [];
  const column = attname(field);
  if (column !== name) members.push({ place: placeOfField(field, model), kind: 'attname', name: column, field });
  if (hasChoices(field, world))
    members.push({ place: placeOfField(field, model), kind: 'display', name: `get_${name}_display`, field });
  if (ancestors.includes('django.db.models.fields.DateField') && !isSet(field, 'null', world)) {
    members.push({ place: placeOfField(field, model), kind: 'next', name: `get_next_by_${name}`, field });
    members.push({ place: placeOfField(field, model), kind: 'previous', name: `get_previous_by_${name}`, field });
  }
  return members;
}

function hasChoices(field: ModelField, world: World): boolean {
  const choices = argument(field, 'choices');
  const value = choices && likeliest(resolve(choices, world));
  return value !== undefined && !isNone(value);
}

/** Options.pk: the field with `primary_key`, else the link to the first parent. */
export function primaryKey(model: Model, { models, world }: MemberContext, depth = 0): ModelField | undefined {
  const own = model.fields.filter((field) => model.localFields.has(field.name));
  const found =
    own.find((field) => isPrimaryKey(field, world)) ??
    own.find((field) => field.auto === 'parent-link' || isSet(field, 'parent_link', world));
  const [parent] = model.parents.map((label) => models.byLabel.get(label));
  return (
    found ?? (parent && depth < 20 ? primaryKey(parent, { models, world } as MemberContext, depth + 1) : undefined)
  );
}

/** django.db.models.options.Options.contribute_to_class and django.db.models.base.make_foreign_order_accessors */
function ordered(model: Model, { models, world }: MemberContext): ModelMember[] {
  const fieldOf = (one: Model): ModelField | undefined => {
    const option = one.meta.get('order_with_respect_to');
    const name = option && likeliest(resolve(option, world));
    return name?.kind === 'literal' ? one.fields.find((field) => field.name === name.value) : undefined;
  };
  const names = fieldOf(model) ? ['get_next_in_order', 'get_previous_in_order'] : [];
  const own = names.map((name): ModelMember => ({ kind: 'order', name, place: model.place, model: model.label }));
  // Only a model with a relation to this one can be ordered by it.
  const others = new Set(model.reverse.map(({ from }) => from));
  const given = [...others].flatMap((label) => {
    const other = models.byLabel.get(label);
    if (!other || !model.reverse.some((one) => one.from === label && one.field === fieldOf(other)?.name)) return [];
    return ['get', 'set'].map(
      (verb): ModelMember => ({
        kind: 'order',
        name: `${verb}_${other.name.toLowerCase()}_order`,
        place: other.place,
        model: label,
      }),
    );
  });
  return [...own, ...given];
}
