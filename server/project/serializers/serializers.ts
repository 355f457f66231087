import type { DjangoVersion } from '../../django/versions';
import { classMember, findMember, resolve } from '../../python/resolve';
import { asString, type Call, type ClassValue, dottedOf, likeliest, type Place, truth } from '../../python/values';
import type { World } from '../../python/world';
import { fieldNames, metaOf, metaOption } from '../forms/meta';
import { type Ancestry, createAncestry } from '../models/ancestry';
import type { Model, ModelField } from '../models/field';
import { isPrimaryKey, isPrivate } from '../models/fieldOptions';
import { modelMembers } from '../models/members';
import { type ModelNames, modelNamed } from '../models/modelNamed';
import { classesIn, instancesIn } from '../modules/classes';
import { type Problem, whyNot } from '../problem';
import { instanceFields } from './serializerInstance';
import { ownFieldNames } from './serializerNames';

/** A serializer of Django REST framework with the fields of its instances. */
export interface Serializer {
  /** `module.QualifiedName`. */
  readonly class: string;
  readonly value: ClassValue;
  readonly fields: readonly SerializerField[];
  /** Label of the model of a ModelSerializer. */
  readonly model?: string;
  /** Why there are perhaps other fields: Django REST framework refuses to make those that the class does not declare, or they are not known. */
  readonly problem?: Problem;
}

export interface SerializerField {
  readonly name: string;
  /** Where it is declared: in the serializer's class body, or in the model's. */
  readonly place: Place | undefined;
}

export interface Serializers {
  readonly list: readonly Serializer[];
  readonly problems: readonly Problem[];
}

export interface SerializerContext extends ModelNames {
  /** The modules that the project imports. */
  readonly imported: Iterable<string>;
  readonly version: DjangoVersion;
}

/** The classes that derive from rest_framework.serializers.BaseSerializer. */
export function readSerializers(context: SerializerContext): Serializers {
  const ancestry = createAncestry(context.world, context.version);
  const reading: Reading = { ...context, ancestry, declared: new Map() };
  const problems: Problem[] = [];
  const list: Serializer[] = [];
  for (const value of classesIn(context.imported, context.world)) {
    if (!ancestry.of(value).includes(`${serializers}.BaseSerializer`)) continue;
    const serializer = readSerializer(value, reading);
    if ('why' in serializer) problems.push(serializer);
    else {
      list.push(serializer);
      if (serializer.problem) problems.push(serializer.problem);
    }
  }
  return { list, problems };
}

const serializers = 'rest_framework.serializers';

interface Reading extends SerializerContext {
  readonly ancestry: Ancestry;
  readonly declared: Map<ClassValue, Declared>;
}

/** Fields that class bodies declare, with the calls that make them. */
type Declared = ReadonlyMap<string, SerializerField & { readonly call: Call }>;

function readSerializer(value: ClassValue, context: Reading): Serializer | Problem {
  const name = dottedOf(value)!;
  const declared = declaredFields(value, context);
  // A ListSerializer or BaseSerializer has none, whatever its body says.
  if (!isMadeByMetaclass(value, context.ancestry)) return { class: name, value, fields: [] };
  const serializer: Serializer = { class: name, value, fields: [...declared.values()].map(toField) };
  const problem = (why: string): Problem => ({ what: `the fields of the serializer ${name}`, why, place: value.place });
  /** The fields that an instance has of these. */
  const made = (names: readonly string[], places: ReadonlyMap<string, Place | undefined>): Serializer => {
    const calls = new Map([...declared].map(([one, { call }]) => [one, call]));
    const { fields, why } = instanceFields(names, calls, value, context.world);
    const unsure = why === undefined ? {} : { problem: problem(why) };
    if (fields === undefined) return { ...serializer, ...unsure };
    const list = [...fields].map(([one, call]) => ({ name: one, place: call?.place ?? places.get(one) }));
    return { ...serializer, ...unsure, fields: list };
  };
  const ancestors = context.ancestry.of(value);
  const meta = ancestors.includes(`${serializers}.ModelSerializer`) ? metaOf(value, context.world) : undefined;
  const modelValue = meta && metaOption(meta, 'model', context.world);
  if (meta === undefined || modelValue === undefined) return made([...declared.keys()], new Map());
  const model = modelNamed(modelValue, context);
  if (model === undefined) return problem(whyNot(modelValue, 'a model of an installed app'));
  const url = urlFieldName(value, context) ?? 'url';
  const given = modelFieldNames(meta, model, [...declared.keys()], urlFieldName(value, context), context);
  if (given === undefined) return problem('the names in its Meta are not known');
  const unknownName = given.find((one) => one !== url && !declared.has(one) && isLacking(model, one, context));
  // ModelSerializer.build_unknown_field
  if (unknownName !== undefined)
    return {
      ...serializer,
      model: model.label,
      problem: problem(
        `its Meta names '${unknownName}', which ${model.label} does not have: Django REST framework refuses it`,
      ),
    };
  const names = ownFieldNames(given, value, [...declared.keys()], model, context);
  if (names === undefined) return problem('its own get_field_names() cannot be followed without running it');
  const places = new Map(model.fields.map((field) => [field.name, field.place]));
  return { ...made(names, places), model: model.label };
}

function toField({ name, place }: SerializerField): SerializerField {
  return { name, place };
}

/**
 * rest_framework.serializers.SerializerMetaclass._get_declared_fields: those of the bases, the first of several, as long as
 * the class body has nothing else under their name; then the body's own.
 */
function declaredFields(value: ClassValue, context: Reading): Declared {
  const known = context.declared.get(value);
  if (known) return known;
  const { world, ancestry } = context;
  const own = new Map<string, SerializerField & { call: Call }>();
  const fields = new Map<string, SerializerField & { call: Call }>();
  context.declared.set(value, fields);
  for (const { name, call, ancestors } of instancesIn(value, world, ancestry))
    if (ancestors.includes('rest_framework.fields.Field')) own.set(name, { name, place: call.place, call });
  for (const base of value.bases) {
    const parent = likeliest(resolve(base, world));
    if (parent.kind !== 'class' || !isMadeByMetaclass(parent, ancestry)) continue;
    for (const [name, field] of declaredFields(parent, context)) {
      const hidden = value.members.has(name) && !own.has(name);
      if (!hidden && !fields.has(name)) fields.set(name, field);
    }
  }
  for (const [name, field] of own) fields.set(name, field);
  return fields;
}

function isMadeByMetaclass(value: ClassValue, ancestry: Ancestry): boolean {
  return ancestry.of(value).includes(`${serializers}.Serializer`);
}

/** ModelSerializer.get_field_names; undefined where Meta.fields or Meta.exclude are not known. */
function modelFieldNames(
  meta: ClassValue,
  model: Model,
  declared: readonly string[],
  url: string | undefined,
  context: Reading,
): readonly string[] | undefined {
  const { world, models } = context;
  const picked = fieldNames(metaOption(meta, 'fields', world), context);
  const excluded = fieldNames(metaOption(meta, 'exclude', world), context);
  if (picked === 'unknown' || excluded === 'unknown') return undefined;
  if (picked !== undefined && picked !== 'all') return [...new Set(picked)];
  const exclude = excluded === undefined || excluded === 'all' ? [] : excluded;
  const first = url ?? primaryKey(model, models.byLabel, world);
  return [...new Set([first, ...declared, ...serializedFields(model, world)])].filter(
    (name) => !exclude.includes(name),
  );
}

/** Whether it is certain that a model has no attribute of a name (ModelSerializer.build_field). */
function isLacking(model: Model, name: string, context: Reading): boolean {
  const { ancestry, models, world } = context;
  const isRead = ancestry
    .classes(model.value)
    .every((one) => one.kind === 'class' || /^(?:builtins\.object|typing\.\w+)$/.test(one.dotted));
  if (!isRead || models.problems.length > 0) return false;
  return !modelMembers(model, context).has(name) && findMember(model.value, name, world) === undefined;
}

/** Serializer.url_field_name of a HyperlinkedModelSerializer, by which it links to itself instead of naming its key. */
function urlFieldName(value: ClassValue, { world, ancestry }: Reading): string | undefined {
  if (!ancestry.of(value).includes(`${serializers}.HyperlinkedModelSerializer`)) return undefined;
  const own = classMember(value, 'url_field_name', world);
  return asString(own && resolve(own, world)) ?? 'url';
}

/** rest_framework.utils.model_meta.get_field_info: the fields, then the forward relations, the many-to-many ones last; keys have `serialize` off. */
function serializedFields(model: Model, world: World): string[] {
  const serialized = model.fields.filter(
    (field) =>
      !isPrimaryKey(field, world) && field.auto === undefined && !isOff(field, 'serialize', world) && !isPrivate(field),
  );
  const of = (matches: (field: ModelField) => boolean) => serialized.filter(matches).map(({ name }) => name);
  return [
    ...of((field) => field.relation === undefined),
    ...of((field) => field.relation !== undefined && field.relation !== 'many-to-many'),
    ...of((field) => field.relation === 'many-to-many'),
  ];
}

/** model_meta._get_pk: of a model that inherits from a concrete one, the key of that. */
function primaryKey(model: Model, byLabel: ReadonlyMap<string, Model>, world: World, depth = 0): string {
  const parent = model.parents.map((label) => byLabel.get(label)).find((one) => one !== undefined);
  if (parent && depth < 20) return primaryKey(parent, byLabel, world, depth + 1);
  return model.fields.find((field) => isPrimaryKey(field, world))?.name ?? 'id';
}

function isOff({ call }: ModelField, name: string, world: World): boolean {
  const given = call?.keywords.get(name);
  return given !== undefined && truth(resolve(given, world))?.value === false;
}
