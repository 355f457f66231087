import { resolve } from '../../python/resolve';
import { asString, type Call, type ClassValue, likeliest, type Place, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { type Ancestry, modelClass } from './ancestry';
import { computed } from './computed';
import { constructorCall, ownMethod } from './construct';
import type { DeclaredField, ModelManager, RelationKind } from './field';
import { isManager } from './managers';
import { isAbstract, ownMeta } from './meta';

/** What a class body declares for Django: the attributes with a `contribute_to_class`, and its Meta. */
export interface Declaration {
  readonly fields: readonly DeclaredField[];
  readonly managers: readonly ModelManager[];
  /** What else has a `contribute_to_class`, none of Django's. */
  readonly others: readonly { readonly name: string; readonly call: Call }[];
  /** The `Meta` of the body itself. */
  readonly meta: ClassValue | undefined;
  readonly abstract: boolean;
}

/**
 * Reads a model's class body as django.db.models.base.ModelBase.__new__ sorts it.
 * @param attributes those of the class, in their order
 */
export function declarationOf(attributes: ReadonlyMap<string, Value>, world: World, ancestry: Ancestry): Declaration {
  const fields: DeclaredField[] = [];
  const managers: ModelManager[] = [];
  const others: { name: string; call: Call }[] = [];
  for (const [name, member] of attributes) {
    const call = madeBy(member, world);
    if (call === undefined || isUnlikely(member)) continue;
    const place = placeOfName(member, call);
    const field = declaredField(name, call, place, world, ancestry);
    if (field) fields.push(field);
    else if (isManager(call, world, ancestry)) managers.push({ name, value: call, place });
    else if (ownMethod(call, 'contribute_to_class', world)) others.push({ name, call });
  }
  const meta = ownMeta(attributes, world);
  return { fields, managers, others, meta, abstract: meta !== undefined && isAbstract(meta, world) };
}

/**
 * The field that a call makes, as it is added to a class under a name; undefined where it makes something else
 * (django.db.models.fields.Field.contribute_to_class).
 */
export function declaredField(
  name: string,
  given: Call,
  place: Place,
  world: World,
  ancestry: Ancestry,
): DeclaredField | undefined {
  const source = { ...given, callee: given.attributes?.get('__class__') ?? given.callee };
  const ancestors = ancestry.of(source.callee);
  if (!isField(ancestors)) return undefined;
  const call = changedBy(source, constructorCall(source, world));
  // A field may be given a name of its own (Field.set_attributes_from_name).
  const own = call.keywords.get('name');
  return {
    name: asString(own && resolve(own, world)) ?? name,
    class: ancestors[0],
    ancestors,
    source,
    call,
    place,
    relation: relationKind(ancestors),
  };
}

/** The call of a field's constructor, with what code has set on the field since that counts for its model. */
function changedBy({ attributes }: Call, call: Call): Call {
  const key = attributes?.get('primary_key');
  return key ? { ...call, keywords: new Map([...call.keywords, ['primary_key', key]]) } : call;
}

/** Whether a class is a model, and not the base of all models itself (django.db.models.base.ModelBase). */
export function isModel(value: Value, ancestry: Ancestry): boolean {
  const ancestors = ancestry.of(value);
  return ancestors.includes(modelClass) && ancestors[0] !== modelClass;
}

/** Whether only a branch that most likely does not run sets an attribute. */
function isUnlikely(member: Value): boolean {
  const value = likeliest(member);
  return value.kind === 'call' && value.maybe === 'unlikely';
}

/** The call behind a class attribute, through functions that only make it. */
function madeBy(member: Value, world: World): Call | undefined {
  const made = computed(member, world);
  return made.kind === 'call' ? made : undefined;
}

function placeOfName(member: Value, call: Call): Place {
  return member.kind === 'call' ? member.place : call.place;
}

function isField(ancestors: readonly string[]): boolean {
  return ancestors.some(
    (path) =>
      path === 'django.db.models.fields.Field' || path === 'django.contrib.contenttypes.fields.GenericForeignKey',
  );
}

const relations: readonly [string, RelationKind][] = [
  ['django.contrib.contenttypes.fields.GenericForeignKey', 'generic-foreign-key'],
  ['django.contrib.contenttypes.fields.GenericRelation', 'generic-relation'],
  ['django.db.models.fields.related.ManyToManyField', 'many-to-many'],
  ['django.db.models.fields.related.OneToOneField', 'one-to-one'],
  ['django.db.models.fields.related.ForeignKey', 'foreign-key'],
  ['django.db.models.fields.related.ForeignObject', 'foreign-object'],
  ['django.db.models.fields.related.RelatedField', 'many-to-many'],
];

function relationKind(ancestors: readonly string[]): RelationKind | undefined {
  return relations.find(([path]) => ancestors.includes(path))?.[1];
}
