import { classMember, resolve } from '../../python/resolve';
import { callResult } from '../../python/run';
import { asString, type Call, type ClassValue, likeliest, type Place, truth, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { type Ancestry, modelClass } from './ancestry';
import type { DeclaredField, ModelManager, RelationKind } from './field';

/** What a class body declares for Django: the attributes with a `contribute_to_class`, and its Meta. */
export interface Declaration {
  readonly fields: readonly DeclaredField[];
  readonly managers: readonly ModelManager[];
  /** The `Meta` of the body itself. */
  readonly meta: ClassValue | undefined;
  readonly abstract: boolean;
}

/** Reads a model's class body as django.db.models.base.ModelBase.__new__ sorts it. */
export function declarationOf(value: ClassValue, world: World, ancestry: Ancestry): Declaration {
  const fields: DeclaredField[] = [];
  const managers: ModelManager[] = [];
  for (const [name, member] of value.members) {
    const call = madeBy(member, world);
    if (call === undefined) continue;
    const ancestors = ancestry.of(call.callee);
    if (isField(ancestors)) {
      // A field may be given a name of its own (Field.set_attributes_from_name).
      const given = call.keywords.get('name');
      fields.push({
        name: asString(given && resolve(given, world)) ?? name,
        class: ancestors[0],
        ancestors,
        call,
        place: placeOfName(member, call),
        relation: relationKind(ancestors),
      });
    } else if (isManager(call, ancestors, world, ancestry))
      managers.push({ name, value: call, place: placeOfName(member, call) });
  }
  const meta = value.members.get('Meta');
  const own = meta && likeliest(resolve(meta, world));
  const ownMeta = own?.kind === 'class' ? own : undefined;
  return { fields, managers, meta: ownMeta, abstract: ownMeta !== undefined && isAbstract(ownMeta, world) };
}

/** Whether a class is a model, and not the base of all models itself. */
export function isModel(value: Value, ancestry: Ancestry): boolean {
  const ancestors = ancestry.of(value);
  return ancestors.includes(modelClass) && ancestors[0] !== modelClass;
}

/** The call behind a class attribute, through functions that only make it. */
function madeBy(member: Value, world: World): Call | undefined {
  const value = likeliest(resolve(member, world));
  if (value.kind !== 'call') return undefined;
  const callee = likeliest(resolve(value.callee, world));
  if (callee.kind !== 'function') return value;
  const made = likeliest(callResult(callee, value, world) ?? value);
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

const managerClass = /^django\.db\.models\.manager\.(?:BaseManager|Manager)$/;

/** A manager: an instance of a manager class, `QuerySet.as_manager()`, or `Manager.from_queryset(QuerySet)()`. */
function isManager(call: Call, ancestors: readonly string[], world: World, ancestry: Ancestry): boolean {
  if (ancestors.some((path) => managerClass.test(path))) return true;
  const callee = likeliest(resolve(call.callee, world));
  if (callee.kind === 'member') {
    return callee.name === 'as_manager' && ancestry.of(callee.of).includes('django.db.models.query.QuerySet');
  }
  if (callee.kind === 'ref' && callee.dotted.endsWith('.as_manager')) return true;
  return callee.kind === 'call' && isFromQueryset(callee, world, ancestry);
}

function isFromQueryset(call: Call, world: World, ancestry: Ancestry): boolean {
  const method = likeliest(resolve(call.callee, world));
  if (method.kind === 'member')
    return method.name === 'from_queryset' && ancestry.of(method.of).some((path) => managerClass.test(path));
  return method.kind === 'ref' && method.dotted.endsWith('.from_queryset');
}

/** `abstract = True` counts where it stands: Django takes it off a Meta once that has made its class. */
function isAbstract(meta: ClassValue, world: World): boolean {
  const own = meta.members.get('abstract');
  if (own) return truth(resolve(own, world))?.value === true;
  return meta.bases.some((base) => {
    const parent = likeliest(resolve(base, world));
    return parent.kind === 'class' && !parent.qualifiedName.includes('.') && isAbstract(parent, world);
  });
}

/** An option of a Meta, inherited ones included. */
export function option(meta: ClassValue | undefined, name: string, world: World): Value | undefined {
  const value = meta && classMember(meta, name, world);
  return value && likeliest(resolve(value, world));
}

export function textOption(meta: ClassValue | undefined, name: string, world: World): string | undefined {
  return asString(option(meta, name, world));
}
