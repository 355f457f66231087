import type { DjangoVersion } from '../../django/versions';
import { attribute, isSameClass, resolve } from '../../python/resolve';
import { type ClassValue, dottedOf, likeliest, truth, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { weakFamily } from '../queries/query';
import type { Runtime } from '../queries/runtime';
import { type Ancestry, createAncestry, modelClass } from './ancestry';
import { addedBy, contribution } from './construct';
import { type Declaration, declarationOf, declaredField, isModel } from './declare';
import type { DeclaredField, ModelManager } from './field';
import { attname, isPrivate } from './fieldOptions';
import { metaOf, option } from './meta';
import { createClassAttributes } from './metaclass';
import { type Made, withMade, withMeta } from './options';

/** A model class with what it inherits, before relations are followed. */
export interface ModelClass {
  readonly value: ClassValue;
  readonly name: string;
  readonly abstract: boolean;
  readonly proxy: boolean;
  /** The Meta that counts: its own, or that of the first abstract base or mixin that has one. */
  readonly meta: ClassValue | undefined;
  /** `_meta.local_fields` and `_meta.local_many_to_many`. */
  readonly local: readonly DeclaredField[];
  /** `_meta.private_fields`: generic relations and foreign keys. */
  readonly private: readonly DeclaredField[];
  /** `_meta.parents`: the concrete models it derives from, each with the name of the field that links to it. */
  readonly parents: ReadonlyMap<ModelClass, string | undefined>;
  readonly managers: readonly ModelManager[];
  /** What else in its body has a `contribute_to_class`. */
  readonly others: Declaration['others'];
  /** Names in the class's `__dict__`, for what that hides. */
  readonly attributes: ReadonlySet<string>;
}

export interface Inheritance {
  modelClass(value: ClassValue): ModelClass;
}

/** How model classes inherit: django.db.models.base.ModelBase.__new__, made anew for those classes that something changes for. */
export function createInheritance(runtime: Runtime, world: World, version: () => DjangoVersion): Inheritance {
  const attributesOf = weakFamily(runtime, (value: ClassValue) => createClassAttributes(world).of(value));
  const declare = (value: ClassValue): Declaration =>
    declarationOf(attributesOf(value) ?? value.members, world, createAncestry(world, version()));
  const declaredOnce = weakFamily(runtime, declare);
  // A query that asks for itself gets undefined there.
  const declared = (value: ClassValue): Declaration =>
    (declaredOnce(value) as Declaration | undefined) ?? declare(value);
  const madeOnce = weakFamily(runtime, (value: ClassValue): ModelClass => build(value));
  const modelOf = (value: ClassValue): ModelClass => (madeOnce(value) as ModelClass | undefined) ?? emptyModel(value);

  const build = (value: ClassValue): ModelClass => {
    const ancestry = createAncestry(world, version());
    const ownAttributes = attributesOf(value) ?? value.members;
    const own = declared(value);
    const line = ancestry.classes(value);
    const bases = value.bases.map((base) => likeliest(resolve(base, world)));
    const parents = bases
      .filter((base): base is ClassValue => base.kind === 'class' && isModel(base, ancestry))
      .map(modelOf);
    const meta = metaOf(
      line,
      (one) => (one === value ? own : declared(one)),
      (one) => isModel(one, ancestry),
    );
    const proxy = isTrue(option(meta, 'proxy', world));
    const local = own.fields.filter((field) => !isPrivate(field));
    const privateFields = own.fields.filter(isPrivate);
    const names = new Set(own.fields.map((field) => field.name));
    const attributes = new Set([...ownAttributes.keys(), ...names, ...own.fields.map(attname)]);
    const links = parentLinks([...parents.filter((parent) => parent.abstract), { local }], world);
    const inherited = new Set<string>();
    const allParents = new Map<ModelClass, string | undefined>();
    for (const one of line) {
      const parent = one.kind === 'class' ? parents.find((candidate) => candidate.value === one) : undefined;
      if (parent === undefined) {
        const hidden =
          one.kind !== 'class'
            ? []
            : isModel(one, ancestry) && one !== value
              ? modelOf(one).attributes
              : one === value
                ? attributes
                : one.members.keys();
        for (const name of hidden) inherited.add(name);
        continue;
      }
      if (parent.abstract) {
        for (const field of parent.local) {
          if (names.has(field.name) || attributes.has(field.name) || inherited.has(field.name)) continue;
          local.push(field);
          attributes.add(field.name).add(attname(field));
        }
        for (const [ancestor, link] of parent.parents) allParents.set(ancestor, link);
      } else {
        for (const field of parent.local) inherited.add(field.name);
        const concrete = concreteOf(parent);
        const link = `${concrete.name.toLowerCase()}_ptr`;
        const given = links.get(concrete.value) ?? links.get(concrete.name);
        if (given === undefined && !proxy && !attributes.has(link) && !inherited.has(link)) {
          local.push(linkTo(concrete, link, ancestry));
          attributes.add(link);
        }
        allParents.set(proxy ? parent : concrete, proxy ? undefined : (given ?? link));
      }
      for (const field of parent.private) {
        if (names.has(field.name)) continue;
        privateFields.push(parent.abstract ? field : { ...field, inheritedFromConcrete: true });
        names.add(field.name);
      }
    }
    const { abstract } = own;
    const contributed = contributions(
      [...local, ...privateFields],
      withMeta(value, { abstract, proxy }, meta, world),
      world,
      ancestry,
    );
    const has = (name: string) => [...contributed.fields, ...privateFields].some((field) => field.name === name);
    const added = contributed.added.filter((field) => !has(field.name));
    const settings = { abstract, proxy, meta, fields: [...contributed.fields, ...added] };
    for (const field of fieldsByMetaclass(value, settings, ancestry))
      if (!has(field.name) && added.every((other) => other.name !== field.name)) added.push(field);
    const isOwn = (field: DeclaredField) => !isPrivate(field);
    return {
      value,
      name: value.statement.name,
      abstract,
      proxy,
      meta,
      local: [...contributed.fields, ...added].filter(isOwn),
      private: [...contributed.fields, ...added].filter(isPrivate),
      parents: allParents,
      managers: managersOf(line, declared, own),
      others: own.others,
      attributes,
    };
  };
  /** The fields that a metaclass adds to a model once Django has made its class. */
  const fieldsByMetaclass = (value: ClassValue, made: Made, ancestry: Ancestry): DeclaredField[] => {
    const line = ancestry.classes(value);
    const done = createClassAttributes(world).doneTo(
      value,
      (one) => withMade(one, made, world),
      (base) => {
        const original = line.slice(1).find((one) => isSameClass(one, base));
        const model = original?.kind === 'class' && isModel(original, ancestry) ? modelOf(original) : undefined;
        return model && attribute(withMade(model.value, { ...model, fields: model.local }, world), '_meta', world);
      },
    );
    return (done?.effects ?? []).flatMap((effect) => {
      const added = addedBy(effect);
      const field =
        added && isSameClass(added.to, value)
          ? declaredField(added.name, added.call, added.call.place, world, ancestry)
          : undefined;
      return field ? [field] : [];
    });
  };
  return { modelClass: modelOf };
}

/** The fields of a model once the `contribute_to_class` of each has run, and those that these added. */
function contributions(
  fields: readonly DeclaredField[],
  model: ClassValue,
  world: World,
  ancestry: Ancestry,
): { fields: DeclaredField[]; added: DeclaredField[] } {
  const added: DeclaredField[] = [];
  const all = fields.map((field) => {
    const done = field.source && contribution(field.source, field.name, model, world);
    if (done === undefined) return field;
    for (const { name, call } of done.added) {
      const more = declaredField(name, call, call.place, world, ancestry);
      if (more) added.push(more);
    }
    if (done.changed.size === 0) return field;
    const call = field.call ?? field.source!;
    return { ...field, call: { ...call, keywords: new Map([...call.keywords, ...done.changed]) } };
  });
  return { fields: all, added };
}

function emptyModel(value: ClassValue): ModelClass {
  return {
    value,
    name: value.statement.name,
    abstract: false,
    proxy: false,
    meta: undefined,
    local: [],
    private: [],
    parents: new Map(),
    managers: [],
    others: [],
    attributes: new Set(),
  };
}

/** The model whose table a proxy uses (Options.concrete_model). */
export function concreteOf(model: ModelClass): ModelClass {
  const behind = model.proxy ? [...model.parents.keys()][0] : undefined;
  return behind ? concreteOf(behind) : model;
}

function isTrue(value: Value | undefined): boolean {
  return value !== undefined && truth(value)?.value === true;
}

/** The one-to-one fields with `parent_link=True`, by the model that they link to (ModelBase.__new__ collects them so). */
function parentLinks(
  sources: readonly { readonly local: readonly DeclaredField[] }[],
  world: World,
): ReadonlyMap<ClassValue | string, string> {
  const links = new Map<ClassValue | string, string>();
  for (const field of sources.flatMap((source) => source.local)) {
    const flag = field.call?.keywords.get('parent_link');
    if (field.relation !== 'one-to-one' || !(flag && isTrue(resolve(flag, world)))) continue;
    const to = field.call!.args[0] ?? field.call!.keywords.get('to');
    const target = to && likeliest(resolve(to, world));
    if (target?.kind === 'class') links.set(target, field.name);
    else if (target?.kind === 'literal') links.set(String(target.value).split('.').pop()!, field.name);
  }
  return links;
}

/** The link to a concrete parent that ModelBase.__new__ adds where the class body has none. */
function linkTo(parent: ModelClass, name: string, ancestry: Ancestry): DeclaredField {
  const path = 'django.db.models.fields.related.OneToOneField';
  return {
    name,
    class: path,
    ancestors: ancestry.of({ kind: 'ref', dotted: path }),
    call: undefined,
    place: undefined,
    relation: 'one-to-one',
    auto: 'parent-link',
    target: dottedOf(parent.value),
  };
}

/** django.db.models.options.Options.managers: those of all model bases, the nearest of each name. */
function managersOf(
  line: readonly Value[],
  declared: (value: ClassValue) => Declaration,
  own: Declaration,
): ModelManager[] {
  const managers = new Map<string, ModelManager>();
  for (const one of line) {
    if (one.kind !== 'class' || dottedOf(one) === modelClass) continue;
    const { managers: declaredHere } = one === line[0] ? own : declared(one);
    for (const manager of declaredHere) if (!managers.has(manager.name)) managers.set(manager.name, manager);
  }
  return [...managers.values()];
}
