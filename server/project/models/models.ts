import type { DjangoVersion } from '../../django/versions';
import { resolve } from '../../python/resolve';
import { asString, type ClassValue, dottedOf, optionsOf, truth, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { sameEntries, sameItems } from '../../text/same';
import type { App } from '../apps';
import { autoField, containingApp } from '../containingApp';
import type { Problem } from '../problem';
import { family, firewall, query, weakFamily } from '../query';
import type { Runtime } from '../runtime';
import type { Settings } from '../settings';
import { type Ancestry, createAncestry } from './ancestry';
import { isModel, option, textOption } from './declare';
import type { DeclaredField, Model, ModelField, ModelManager } from './field';
import { fieldValue } from './fieldValue';
import { concreteOf, type Inheritance, type ModelClass, tuple, withMeta } from './inherit';
import { modelsMadeFor } from './madeFor';
import { addedWhenPrepared, preparedReceivers } from './prepared';
import { relationsOf, reverseRelations, targetOf } from './relations';
import { type Added, addedLater, addingApps, addingStatements } from './whenReady';

/** All models of the installed apps. */
export interface Models {
  /** The relations that lead nobody knows where. */
  readonly problems: readonly Problem[];
  readonly list: readonly Model[];
  readonly byLabel: ReadonlyMap<string, Model>;
  /** By the class's dotted path. */
  readonly byClass: ReadonlyMap<string, Model>;
}

export interface ModelContext {
  readonly world: World;
  readonly apps: readonly App[];
  readonly settings: Settings;
  readonly version: DjangoVersion;
}

/**
 * What the app registry holds once every app is loaded (django.apps.registry.Apps.get_models), abstract models as well.
 * Each model is made by itself, so that a change of one leaves the others as they are, and the same objects.
 * @param context reads what it gives anew each time, so that who asks rests on it
 */
export function createModels(
  runtime: Runtime,
  inheritance: Inheritance,
  context: () => ModelContext,
  imported: () => Iterable<string>,
): () => Models {
  const ancestry = (): Ancestry => createAncestry(context().world, context().version);
  const classesIn = family(runtime, (module: string) => modelClasses(module, context().world, ancestry()), sameItems);
  const made = weakFamily(
    runtime,
    (value: ClassValue) => madeFor(inheritance.modelClass(value), inheritance, ancestry(), context()),
    sameItems,
  );
  const allIn = family(
    runtime,
    (module: string) => classesIn(module).flatMap((value) => [value, ...made(value)]),
    sameItems,
  );
  const classes = query(runtime, () => byPath([...imported()].flatMap(allIn), (value) => value), sameItems);
  const adding = firewall(runtime, () => addingApps(context().apps, context().world), sameItems);
  const statementsIn = family(runtime, (module: string) => addingStatements(module, context().world), sameItems);
  const statements = firewall(runtime, () => [...imported()].flatMap(statementsIn), sameItems);
  const added = firewall(runtime, () => {
    if (adding().length === 0 && statements().length === 0) return nothing;
    const models = adding().length === 0 ? [] : classes().map((value) => inheritance.modelClass(value));
    return addedLater(statements(), models, adding(), context().world, ancestry());
  });
  const addedTo = family(runtime, (dotted: string) => added().get(dotted));
  const receiversIn = family(runtime, (module: string) => preparedReceivers(module, context().world), sameItems);
  const receivers = firewall(runtime, () => [...imported()].flatMap(receiversIn), sameItems);
  // A base may stand in a package that is no app.
  const receiversFor = (model: ModelClass) => {
    const modules = ancestry()
      .classes(model.value)
      .flatMap((one) => (one.kind === 'class' ? [one.module] : []));
    return [...new Set([...receivers(), ...modules.flatMap(receiversIn)])];
  };
  const whenPrepared = weakFamily(runtime, (model: ModelClass): Added | undefined => {
    const all = model.abstract ? [] : receiversFor(model);
    if (all.length === 0) return undefined;
    return addedWhenPrepared(asPrepared(model, ancestry(), context()), all, context().world, ancestry());
  });
  const draftOf = weakFamily(runtime, (model: ModelClass) =>
    describe(model, both(whenPrepared(model), addedTo(dottedOf(model.value)!)), ancestry(), context()),
  );
  // Each module's by themselves: what is changed in one is looked for in that one.
  const draftsIn = family(
    runtime,
    (module: string) =>
      allIn(module)
        .map((value) => draftOf(inheritance.modelClass(value)))
        .filter((draft): draft is Draft => draft !== undefined),
    sameItems,
  );
  const drafts = query(runtime, () => byPath([...imported()].flatMap(draftsIn), ({ model }) => model.value), sameItems);
  const byClass = query(runtime, () => new Map(drafts().map((draft) => [dottedOf(draft.model.value)!, draft])));
  const draftAt = family(runtime, (dotted: string) => byClass().get(dotted));
  const labels = firewall(runtime, () => labelsOf(drafts()), sameLabels);
  const lookup: Drafts = {
    at: draftAt,
    labelAt: (dotted) => labels().byClass.get(dotted),
    labelled: (lower) => labels().byLabel.get(lower),
  };
  const finished = weakFamily(runtime, (draft: Draft): Model => finish(draft, lookup, context()));
  const relations = weakFamily(runtime, (model: Model) => relationsOf(model, context().world));
  const modelsIn = family(runtime, (module: string) => draftsIn(module).map(finished), sameItems);
  const relationsIn = family(
    runtime,
    (module: string) => modelsIn(module).flatMap((model) => relations(model)),
    sameItems,
  );
  const complete = new WeakMap<Model, Model>();
  return () => {
    const modules = [...imported()];
    const list = byPath(modules.flatMap(modelsIn), ({ value }) => value);
    return index(reverseRelations(list, modules.flatMap(relationsIn), complete));
  };
}

function both(first: Added | undefined, second: Added | undefined): Added | undefined {
  if (!first || !second) return first ?? second;
  return { fields: [...first.fields, ...second.fields], managers: [...first.managers, ...second.managers] };
}

/** One for each class, in the order of the first ones; of several the last, as a module of that path would have it. */
function byPath<T>(all: readonly T[], classOf: (one: T) => ClassValue): T[] {
  const last = new Map(all.map((one) => [dottedOf(classOf(one))!, one]));
  return last.size === all.length ? [...all] : [...last.values()];
}

const nothing: ReadonlyMap<string, Added> = new Map();

/** The labels of the models, by the classes' dotted paths; those of the concrete ones also by themselves in lower case. */
interface Labels {
  readonly byClass: ReadonlyMap<string, string>;
  readonly byLabel: ReadonlyMap<string, string>;
}

function labelsOf(drafts: readonly Draft[]): Labels {
  const concrete = drafts.filter((draft) => !draft.model.abstract);
  return {
    byClass: new Map(drafts.map((draft) => [dottedOf(draft.model.value)!, draft.label])),
    byLabel: new Map(concrete.toReversed().map((draft) => [draft.label.toLowerCase(), draft.label])),
  };
}

function sameLabels(a: Labels, b: Labels): boolean {
  return sameEntries(a.byClass, b.byClass) && sameEntries(a.byLabel, b.byLabel);
}

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

function index(list: readonly Model[]): Models {
  return {
    list,
    problems: list.filter(({ abstract }) => !abstract).flatMap(relationProblems),
    byLabel: new Map(list.map((model) => [model.label, model])),
    byClass: new Map(list.map((model) => [dottedOf(model.value)!, model])),
  };
}

function relationProblems({ label, fields }: Model): readonly Problem[] {
  let found = problemsOf.get(fields);
  if (found === undefined) {
    found = fields
      .filter(({ problem }) => problem !== undefined)
      .map(({ name, problem, place }) => ({ what: `the relation '${name}' of ${label}`, why: problem!, place }));
    problemsOf.set(fields, found);
  }
  return found;
}

const problemsOf = new WeakMap<readonly ModelField[], readonly Problem[]>();

/** The models that a module defines. */
function modelClasses(module: string, world: World, ancestry: Ancestry): ClassValue[] {
  const classes = new Map<string, ClassValue>();
  const collect = (value: Value): void => {
    for (const one of optionsOf(value)) {
      if (one.kind !== 'class' || (one.module !== module && !isMadeByCall(one, world))) continue;
      if (isModel(one, ancestry)) classes.set(dottedOf(one)!, one);
      // A model may be defined within another class.
      for (const member of one.members.values())
        if (member.kind === 'class' && member.qualifiedName.startsWith(`${one.qualifiedName}.`)) collect(member);
    }
  };
  for (const value of world.namespace(module)?.names.values() ?? []) collect(value);
  return [...classes.values()];
}

/** Whether a class came from a call of `type` or of a function that defines it: then its module has no name for it. */
function isMadeByCall(value: ClassValue, world: World): boolean {
  const [outermost] = value.qualifiedName.split('.');
  const named = world.namespace(value.module)?.names.get(outermost);
  return !(named && optionsOf(named).some((one) => one.kind === 'class' && one.module === value.module));
}

/** The label, and the fields with the primary key that Django adds; undefined for a class that Django would not register. */
function describe(
  model: ModelClass,
  later: Added | undefined,
  ancestry: Ancestry,
  context: ModelContext,
): Draft | undefined {
  const app = containingApp(model.value.module, context.apps);
  // Of an app that is most likely not installed nothing should be imported.
  if (app?.maybe === 'unlikely') return undefined;
  const appLabel = textOption(model.meta, 'app_label', context.world) ?? app?.label;
  if (appLabel === undefined && !model.abstract) return undefined;
  // A model with a registry of its own is none of the project's.
  if (model.meta?.members.has('apps')) return undefined;
  const label = `${appLabel ?? ''}.${model.name}`;
  const swappable = textOption(model.meta, 'swappable', context.world);
  const replacement = swappable && asString(context.settings.value(swappable));
  const swapped = replacement && replacement.toLowerCase() !== label.toLowerCase() ? swappable : undefined;
  const owner = appLabel === app?.label ? app : context.apps.find((one) => one.label === appLabel);
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

/** The models that code makes for a model. */
function madeFor(
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

/** A model's class with its `_meta` when it is prepared, all fields included. */
function asPrepared(model: ModelClass, ancestry: Ancestry, context: ModelContext): ClassValue {
  const { world } = context;
  const local = (one: ModelClass): DeclaredField[] => {
    const own = describe(one, undefined, ancestry, context)?.fields ?? one.local;
    return own.filter((field) => !isPrivateField(field) && field.relation !== 'many-to-many');
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
  return !model.local.some((field) => {
    const given = field.call?.keywords.get('primary_key');
    return (
      (given && truth(resolve(given, world))?.value === true) ||
      field.class === 'django.db.models.fields.composite.CompositePrimaryKey'
    );
  });
}

function finish(draft: Draft, drafts: Drafts, context: ModelContext): Model {
  const { model, label } = draft;
  const seen = new Set<string>();
  const fields: ModelField[] = [];
  const add = (source: Draft, field: DeclaredField, inherited: boolean) => {
    if (seen.has(field.name) || (inherited && isPrivateField(field))) return;
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

function isPrivateField(field: DeclaredField): boolean {
  return field.relation === 'generic-foreign-key' || field.relation === 'generic-relation';
}

function metaOptions(meta: ClassValue | undefined): ReadonlyMap<string, Value> {
  return meta?.members ?? new Map();
}
