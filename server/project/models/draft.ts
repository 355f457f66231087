import { asString, type ClassValue, dottedOf, optionsOf, type Value } from '../../python/values';
import { type App, isInstalled } from '../apps/apps';
import { containingApp } from '../apps/containingApp';
import type { Ancestry } from './ancestry';
import { autoField } from './autoField';
import { isModel } from './declare';
import type { DeclaredField, Model, ModelField, ModelManager } from './field';
import { isPrimaryKey, isPrivate } from './fieldOptions';
import { fieldValue } from './fieldValue';
import { concreteOf, type Inheritance, type ModelClass } from './inherit';
import { modelsMadeFor } from './madeFor';
import { option, textOption } from './meta';
import type { ModelContext } from './models';
import { tuple, withMeta } from './options';
import { targetOf } from './relations';
import type { Added } from './whenReady';

/** A model whose relations do not lead anywhere yet. */
export interface Draft {
  readonly model: ModelClass;
  readonly label: string;
  readonly app: App | undefined;
  readonly swapped: string | undefined;
  readonly fields: readonly DeclaredField[];
  readonly managers: readonly ModelManager[];
}

/** All of these, as one of them looks for others. */
export interface Drafts {
  /** By the class's dotted path. */
  at(dotted: string): Draft | undefined;
  labelAt(dotted: string): string | undefined;
  /** The label of a concrete model that is this one in lower case. */
  labelled(lower: string): string | undefined;
}

/**
 * The label, and the fields with the primary key that Django adds; undefined for a class that Django would not register
 * (Options.contribute_to_class makes the label, Options.swapped tells what stands in its place).
 */
export function describe(
  model: ModelClass,
  later: Added | undefined,
  ancestry: Ancestry,
  context: ModelContext,
): Draft | undefined {
  const app = containingApp(model.value.module, context.apps);
  // Of an app that is most likely not installed nothing should be imported.
  if (app && !isInstalled(app)) return undefined;
  const appLabel = textOption(model.meta, 'app_label', context.world) ?? app?.label;
  if (appLabel === undefined && !model.abstract) return undefined;
  // A model with a registry of its own is none of the project's.
  if (model.meta?.members.has('apps')) return undefined;
  const label = `${appLabel ?? ''}.${model.name}`;
  const swappable = textOption(model.meta, 'swappable', context.world);
  const replacement = swappable && replacedBy(context.settings.value(swappable));
  const swapped = replacement && replacement.toLowerCase() !== label.toLowerCase() ? swappable : undefined;
  const owner = appLabel === app?.label ? app : context.apps.find((one) => one.label === appLabel);
  // The registry lists models of its apps only (django.apps.registry.Apps.get_models).
  if (owner === undefined && !model.abstract && context.areAppsKnown) return undefined;
  const extra: DeclaredField[] = [];
  if (option(model.meta, 'order_with_respect_to', context.world)?.kind === 'literal')
    extra.push(ownField('_order', 'django.db.models.fields.proxy.OrderWrt', ancestry));
  if (!model.abstract && !model.proxy && needsKey(model, context))
    extra.push({ ...ownField('id', autoField(owner, context.world, context.settings), ancestry), auto: 'pk' });
  const own = model.managers.length > 0 ? model.managers : [{ name: 'objects', value: undefined, place: undefined }];
  const managers = [...own, ...(later?.managers ?? [])];
  return {
    model,
    label,
    app: owner,
    swapped,
    fields: [...model.local, ...extra, ...model.private, ...(later?.fields ?? [])],
    managers,
  };
}

/** What a setting of a swappable model names; nothing where only a branch that is not likely sets it. */
function replacedBy(setting: Value | undefined): string | undefined {
  const isOpen = setting && optionsOf(setting).some((option) => option.kind === 'unknown' && option.unbound);
  return isOpen ? undefined : asString(setting);
}

/** The models that code makes for a model. */
export function madeFor(
  model: ModelClass,
  inheritance: Inheritance,
  ancestry: Ancestry,
  context: ModelContext,
): readonly ClassValue[] {
  const line = ancestry
    .classes(model.value)
    .flatMap((one) => (one.kind === 'class' && isModel(one, ancestry) ? [inheritance.modelClass(one)] : []));
  if (model.abstract || (model.value.decorators.length === 0 && line.every(({ others }) => others.length === 0)))
    return [];
  const { world } = context;
  const prepared = asPrepared(model, ancestry, context);
  const contributors = line.toReversed().flatMap((one) => {
    const owner = one === model ? prepared : withMeta(one.value, one, one.meta, world);
    return one.others.map((other) => ({ ...other, model: owner }));
  });
  return modelsMadeFor(prepared, contributors, world, ancestry);
}

/** A model's class with its `_meta` when it is prepared, all fields included (django.db.models.base.ModelBase._prepare). */
export function asPrepared(model: ModelClass, ancestry: Ancestry, context: ModelContext): ClassValue {
  const { world } = context;
  const local = (one: ModelClass): DeclaredField[] => {
    const own = describe(one, undefined, ancestry, context)?.fields ?? one.local;
    return own.filter((field) => !isPrivate(field) && field.relation !== 'many-to-many');
  };
  const inherited = (one: ModelClass): DeclaredField[] =>
    [...one.parents.keys()].flatMap((parent) => [...inherited(parent), ...local(parent)]);
  const own = local(model);
  const all = new Map([...inherited(model), ...own].map((field) => [field.name, field]));
  const values = (fields: Iterable<DeclaredField>) =>
    tuple([...fields].map((field) => fieldValue(field, model.value, world)));
  const lists = new Map([
    ['fields', values(all.values())],
    ['local_fields', values(own)],
  ]);
  return withMeta(model.value, model, model.meta, world, lists);
}

function ownField(name: string, path: string, ancestry: Ancestry): DeclaredField {
  const ancestors = ancestry.of({ kind: 'ref', dotted: path });
  return { name, class: path, ancestors, call: undefined, place: undefined, relation: undefined };
}

/** Whether no field is the primary key and no parent link can be (django.db.models.options.Options._prepare). */
function needsKey(model: ModelClass, { world }: ModelContext): boolean {
  if (model.parents.size > 0) return false;
  return !model.local.some((field) => isPrimaryKey(field, world));
}

/**
 * The model with its relations, and with the fields of the models that it inherits from before its own
 * (django.db.models.options.Options._get_fields).
 */
export function finish(draft: Draft, drafts: Drafts, context: ModelContext): Model {
  const { model, label } = draft;
  const seen = new Set<string>();
  const fields: ModelField[] = [];
  const add = (source: Draft, field: DeclaredField, inherited: boolean) => {
    if (seen.has(field.name) || (inherited && isPrivate(field))) return;
    seen.add(field.name);
    fields.push({ ...field, ...targetOf(field, inherited ? source : draft, drafts, context) });
  };
  const addParents = (of: ModelClass): void => {
    for (const parent of of.parents.keys()) {
      addParents(parent);
      const source = drafts.at(dottedOf(parent.value)!);
      for (const field of source?.fields ?? parent.local) add(source ?? draft, field, true);
    }
  };
  for (const field of draft.fields) seen.delete(field.name);
  addParents(model);
  for (const field of draft.fields) add(draft, field, false);
  return {
    label,
    app: draft.app?.label ?? label.slice(0, label.indexOf('.')),
    name: model.name,
    value: model.value,
    place: model.value.place,
    abstract: model.abstract,
    proxy: model.proxy,
    swapped: draft.swapped,
    fields,
    localFields: new Set(draft.fields.map((field) => field.name)),
    parents: [...model.parents.keys()].map((parent) => drafts.labelAt(dottedOf(parent.value)!) ?? ''),
    concrete: drafts.labelAt(dottedOf(concreteOf(model).value)!) ?? label,
    managers: draft.managers,
    meta: metaOptions(model.meta),
    reverse: [],
  };
}

function metaOptions(meta: ClassValue | undefined): ReadonlyMap<string, Value> {
  return meta?.members ?? noOptions;
}

const noOptions: ReadonlyMap<string, Value> = new Map();
