import { resolve } from '../../python/resolve';
import { asString, dottedOf, likeliest, truth, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { whyNot } from '../problem';
import { computed } from './computed';
import type { Draft, Drafts } from './draft';
import type { DeclaredField, Model, ModelField, ReverseRelation } from './field';
import { argument, isSet } from './fieldOptions';
import type { ModelContext } from './models';
import { isUserModelCall, userModelLabel } from './userModel';

/** The label of the model that a relation leads to (django.db.models.fields.related.resolve_relation); why not, where it cannot be told. */
export function targetOf(
  field: DeclaredField,
  owner: Draft,
  drafts: Drafts,
  context: ModelContext,
): Pick<ModelField, 'to' | 'problem'> {
  if (field.target !== undefined) return { to: drafts.labelAt(field.target) };
  if (field.relation === undefined || field.relation === 'generic-foreign-key') return {};
  const given = argument(field, 'to', 0);
  const to = given && computed(given, context.world);
  if (to === undefined) return { problem: 'the relation has no target' };
  const related = relatedField(to, drafts, context.world);
  if (related) return targetOf(related.field, related.owner, drafts, context);
  if (isUserModelCall(to)) return { to: labelOf(userModelLabel(context.settings), owner, drafts) };
  const text = asString(to);
  if (text !== undefined) {
    const label = labelOf(text, owner, drafts);
    return label === undefined ? { problem: `there is no model '${text}'` } : { to: label };
  }
  const label = drafts.labelAt(dottedOf(to) ?? '');
  return label === undefined ? { problem: whyNot(to, 'a model') } : { to: label };
}

/** The field that code means by `Model._meta.get_field(name).remote_field.model`: what leads to the same model. */
function relatedField(value: Value, drafts: Drafts, world: World): { field: DeclaredField; owner: Draft } | undefined {
  if (value.kind !== 'member' || value.of.kind !== 'member') return undefined;
  const getter = value.name === 'model' && value.of.name === 'remote_field' ? value.of.of : undefined;
  if (getter?.kind !== 'call') return undefined;
  const model = getter.attributes?.get('model') ?? modelOfGetter(getter.callee, world);
  const owner = model && drafts.at(dottedOf(model) ?? '');
  const name = asString(getter.attributes?.get('name') ?? getter.args[0]);
  const field = owner?.fields.find((one) => one.name === name);
  return owner && field && { field, owner };
}

/** The model in `Model._meta.get_field`. */
function modelOfGetter(getter: Value, world: World): Value | undefined {
  const path = getter.kind === 'ref' ? /^(.+)\._meta\.get_field$/.exec(getter.dotted)?.[1] : undefined;
  if (path !== undefined) return likeliest(resolve({ kind: 'ref', dotted: path }, world));
  const options = getter.kind === 'member' && getter.name === 'get_field' ? getter.of : undefined;
  if (options?.kind === 'member' && options.name === '_meta') return likeliest(resolve(options.of, world));
  const isOptions = options?.kind === 'call' && dottedOf(options.callee) === 'django.db.models.options.Options';
  return isOptions ? likeliest(resolve(options.args[0], world)) : undefined;
}

/**
 * `self`, `Model` of the same app, or `app.Model`; model names are compared without case, as the registry does
 * (django.db.models.fields.related.resolve_relation and django.db.models.utils.make_model_tuple).
 */
function labelOf(text: string, owner: Draft, drafts: Drafts): string | undefined {
  if (text === 'self') return owner.label;
  const wanted = text.includes('.') ? text : `${owner.label.slice(0, owner.label.indexOf('.'))}.${text}`;
  return drafts.labelled(wanted.toLowerCase());
}

/** A relation with what it adds to the model at its other end. */
export interface Relation {
  /** Label of the model at its other end. */
  readonly to: string;
  readonly reverse: ReverseRelation & { readonly parentLink: boolean };
}

/** What the fields of a model add to others (django.db.models.fields.related.RelatedField.contribute_to_class). */
export function relationsOf(model: Model, world: World): readonly Relation[] {
  if (model.abstract || model.swapped) return [];
  return model.fields.flatMap((field) => {
    if (field.to === undefined || !model.localFields.has(field.name)) return [];
    const reverse = reverseOf(model, field, world);
    return reverse ? [{ to: field.to, reverse }] : [];
  });
}

/** What relations say of a model's place among the others. */
export type Lineage = Pick<Model, 'label' | 'abstract' | 'proxy' | 'concrete' | 'parents'>;

/** What relations add to each concrete model, by its label (django.db.models.options.Options._populate_directed_relation_graph). */
export function relationsByTarget(
  relations: readonly Relation[],
  lineageOf: (label: string) => Lineage | undefined,
): ReadonlyMap<string, readonly Relation['reverse'][]> {
  const byTarget = new Map<string, Relation['reverse'][]>();
  for (const { to, reverse } of relations) {
    const target = lineageOf(to);
    if (target === undefined) continue;
    const known = byTarget.get(target.concrete);
    if (known) known.push(reverse);
    else byTarget.set(target.concrete, [reverse]);
  }
  return byTarget;
}

/**
 * The reverse relations of a model, those that it inherits included (django.db.models.options.Options._get_fields).
 * @param targeting what relations add to a concrete model, by its label
 */
export function reverseRelations(
  model: Lineage,
  targeting: (label: string) => readonly Relation['reverse'][],
  lineageOf: (label: string) => Lineage | undefined,
): readonly ReverseRelation[] {
  const ownOf = ({ proxy, label }: Lineage) => (proxy ? none : targeting(label));
  const all = (one: Lineage, depth: number): ReverseRelation[] => {
    if (depth > 20) return [];
    const inherited = one.parents.flatMap((label) => {
      const parent = lineageOf(label);
      // The link of a child to its parent is a relation of that parent, and of its proxies (Options._get_fields).
      const keeps = (relation: ReverseRelation) =>
        parent?.concrete === one.concrete || !('parentLink' in relation && relation.parentLink);
      return parent ? all(parent, depth + 1).filter(keeps) : [];
    });
    return [...inherited, ...ownOf(one)];
  };
  return model.parents.length === 0 ? ownOf(model) : distinct(all(model, 0));
}

const none: readonly ReverseRelation[] = [];

/** What several parents hand on counts once. */
function distinct(relations: readonly ReverseRelation[]): ReverseRelation[] {
  const seen = new Set<string>();
  return relations.filter((one) => {
    const key = `${one.from}.${one.field}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** django.db.models.fields.related.RelatedField.contribute_to_class and ForeignObjectRel.get_accessor_name; undefined for a hidden relation. */
function reverseOf(
  model: Model,
  field: ModelField,
  world: World,
): (ReverseRelation & { parentLink: boolean }) | undefined {
  const text = (name: string): string | undefined => {
    const value = argument(field, name);
    return asString(value && computed(value, world));
  };
  const formatted = (name: string | undefined): string | undefined =>
    name
      ?.replaceAll('%(class)s', model.name.toLowerCase())
      .replaceAll('%(model_name)s', model.name.toLowerCase())
      .replaceAll('%(app_label)s', model.label.slice(0, model.label.indexOf('.')).toLowerCase());
  const single = field.relation === 'one-to-one';
  const parentLink = field.auto === 'parent-link' || isSet(field, 'parent_link', world);
  const common = { from: model.label, field: field.name, single, place: field.place ?? model.place, parentLink };
  const query = formatted(text('related_query_name'));
  if (field.relation === 'generic-relation') {
    return query === undefined || field.inheritedFromConcrete
      ? undefined
      : { ...common, accessor: query, queryName: query };
  }
  if (field.relation === 'many-to-many' && isSymmetrical(model, field, world)) return undefined;
  // A name that is not known is not Django's default.
  const given = ['related_name', 'related_query_name'].map((one) => argument(field, one));
  if (given.some((one) => one && likeliest(resolve(one, world)).kind === 'unknown')) return undefined;
  const metaDefault = model.meta.get('default_related_name');
  const related = formatted(text('related_name') ?? asString(metaDefault && resolve(metaDefault, world)));
  if (related?.endsWith('+')) return undefined;
  const name = model.name.toLowerCase();
  return { ...common, accessor: related ?? (single ? name : `${name}_set`), queryName: query ?? related ?? name };
}

/**
 * django.db.models.fields.related.ManyToManyField.__init__: one to "self" is, unless `symmetrical` says otherwise; another one to the same
 * model only where it says so.
 */
function isSymmetrical(model: Model, field: ModelField, world: World): boolean {
  const given = argument(field, 'symmetrical');
  const to = argument(field, 'to', 0);
  const target = to && likeliest(resolve(to, world));
  const toItself =
    asString(target) === 'self' ||
    asString(target) === model.name ||
    (target?.kind === 'class' && target === model.value);
  if (!toItself) return false;
  return given === undefined ? asString(target) === 'self' : truth(resolve(given, world))?.value === true;
}
