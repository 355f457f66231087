import type { DjangoVersion } from '../../django/versions';
import { type Call, type ClassValue, dottedOf, optionsOf, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { sameItems, sameWithin } from '../../text/same';
import type { App } from '../apps/apps';
import type { Problem } from '../problem';
import { LookedAtMap } from '../queries/lookedAt';
import { family, firewall, query, weakFamily } from '../queries/query';
import type { Runtime } from '../queries/runtime';
import type { Settings } from '../settings';
import { type Ancestry, createAncestry } from './ancestry';
import { isModel } from './declare';
import { asPrepared, type Draft, type Drafts, describe, finish, madeFor } from './draft';
import type { Model, ModelField } from './field';
import type { Inheritance, ModelClass } from './inherit';
import { madePerhaps, modelsMadeBy } from './madeFor';
import { type ManagerCall, managerCalls } from './managers';
import { doneToModels } from './modelCalls';
import { addedWhenPrepared, preparedReceivers } from './prepared';
import { type Lineage, relationsByTarget, relationsOf, reverseRelations } from './relations';
import {
  type Added,
  addedLater,
  addedPerhaps,
  addedWithBases,
  addingApps,
  addingCalls,
  addingStatements,
} from './whenReady';
import { whileLoading } from './whileLoading';

/** All models of the installed apps. A computation that looks at one of them rests on that one alone. */
export interface Models {
  /** The relations that lead nobody knows where. */
  readonly problems: readonly Problem[];
  readonly list: readonly Model[];
  readonly byLabel: ReadonlyMap<string, Model>;
  /** By the class's dotted path. */
  readonly byClass: ReadonlyMap<string, Model>;
  /** The labels of those that are not abstract, by themselves in lower case. */
  readonly concrete: ReadonlyMap<string, string>;
  /** How they inherit from each other, by their labels. */
  readonly lineages: ReadonlyMap<string, Lineage>;
  readonly managerCalls: readonly ManagerCall[];
}

/** A model by its label; the model's own name is compared without case (django.apps.registry.Apps.get_model). */
export function modelLabelled(label: string, { byLabel, concrete }: Models): Model | undefined {
  return byLabel.get(label) ?? byLabel.get(concrete.get(label.toLowerCase()) ?? '');
}

export interface ModelContext {
  readonly world: World;
  readonly apps: readonly App[];
  /** Whether these are all apps, with their labels. */
  readonly areAppsKnown: boolean;
  readonly settings: Settings;
  readonly version: DjangoVersion;
  /** The calls that the apps' `ready()` has made when Django has started. */
  readonly readyEffects?: () => readonly Call[];
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
): Models {
  const ancestry = (): Ancestry => createAncestry(context().world, context().version);
  const classesIn = family(runtime, (module: string) => modelClasses(module, context().world, ancestry()), sameItems);
  const made = weakFamily(
    runtime,
    (value: ClassValue) => madeFor(inheritance.modelClass(value), inheritance, ancestry(), context()),
    sameItems,
  );
  const optionsOf = weakFamily(runtime, (value: ClassValue): Value | undefined =>
    isModel(value, ancestry())
      ? asPrepared(inheritance.modelClass(value), ancestry(), context()).members.get('_meta')
      : undefined,
  );
  const callsIn = family(
    runtime,
    (module: string) => doneToModels(module, context().world, whileLoading(context().world, optionsOf), ancestry()),
    sameItems,
  );
  const allIn = family(
    runtime,
    (module: string) => [
      ...classesIn(module).flatMap((value) => [value, ...made(value)]),
      ...modelsMadeBy(callsIn(module), ancestry()),
    ],
    sameItems,
  );
  const classes = query(
    runtime,
    () => [...byClass([...imported()].flatMap(allIn), (value) => value).values()],
    sameItems,
  );
  const adding = firewall(runtime, () => addingApps(context().apps, context().world), sameItems);
  const statementsIn = family(
    runtime,
    (module: string) => [...addingStatements(module, context().world), ...addingCalls(callsIn(module))],
    sameItems,
  );
  const whenReady = firewall(runtime, () => addingCalls(context().readyEffects?.() ?? []), sameItems);
  const statements = firewall(runtime, () => [...[...imported()].flatMap(statementsIn), ...whenReady()], sameItems);
  const added = firewall(runtime, () => {
    if (adding().length === 0 && statements().length === 0) return nothing;
    const models = adding().length === 0 ? [] : classes().map((value) => inheritance.modelClass(value));
    return addedLater(statements(), models, adding(), context().world, ancestry());
  });
  const addedTo = family(runtime, (dotted: string) => added().get(dotted));
  const addsAny = firewall(runtime, () => added().size > 0);
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
  /** Those that a model has of itself, and not by way of a parent with a table. */
  const abstractBases = (model: ModelClass): ClassValue[] => {
    const classes = (one: ModelClass) => ancestry().classes(one.value);
    const byParents = new Set([...model.parents.keys()].flatMap((parent) => classes(parent).map(dottedOf)));
    return classes(model).filter(
      (one): one is ClassValue =>
        one.kind === 'class' &&
        one !== model.value &&
        !byParents.has(dottedOf(one)) &&
        isModel(one, ancestry()) &&
        inheritance.modelClass(one).abstract,
    );
  };
  const draftOf = weakFamily(runtime, (model: ModelClass) =>
    describe(
      model,
      both(whenPrepared(model), addsAny() ? addedWithBases(model, abstractBases(model), addedTo) : undefined),
      ancestry(),
      context(),
    ),
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
  const entriesIn = family(runtime, (module: string) => draftsIn(module).map(entryOf), sameParts);
  const register = firewall(runtime, () => registerOf([...imported()].map((one) => [one, entriesIn(one)])));
  const draftsByClass = family(runtime, (module: string) => byClass(draftsIn(module), ({ model }) => model.value));
  const moduleOf = family(runtime, (dotted: string) => register().modules.get(dotted) ?? '');
  const lookup: Drafts = {
    at: family(runtime, (dotted: string) => draftsByClass(moduleOf(dotted)).get(dotted)),
    labelAt: family(runtime, (dotted: string) => register().labels.get(dotted)),
    labelled: family(runtime, (lower: string) => register().concrete.get(lower)),
  };
  const finished = weakFamily(runtime, (draft: Draft): Model => finish(draft, lookup, context()), sameModel);
  const modelsIn = family(runtime, (module: string) => draftsIn(module).map(finished), sameItems);
  const modelsByClass = family(runtime, (module: string) => byClass(modelsIn(module), ({ value }) => value));
  // A class that code makes may be in several modules.
  const registeredIn = family(
    runtime,
    (module: string) =>
      [...modelsByClass(module)].flatMap(([dotted, model]) => (moduleOf(dotted) === module ? [model] : [])),
    sameItems,
  );
  const lineagesIn = family(runtime, (module: string) => registeredIn(module).map(lineageOf), sameParts);
  const lineages = firewall(
    runtime,
    () => new Map([...imported()].flatMap(lineagesIn).map((lineage) => [lineage.label, lineage])),
  );
  const relations = weakFamily(runtime, (model: Model) => relationsOf(model, context().world));
  const relationsIn = family(
    runtime,
    (module: string) => registeredIn(module).flatMap((model) => relations(model)),
    sameParts,
  );
  const lineageAt = family(
    runtime,
    (label: string) => lineages().get(label),
    (a, b) => sameWithin(a, b, 2),
  );
  const byTarget = firewall(runtime, () =>
    relationsByTarget([...imported()].flatMap(relationsIn), (label) => lineages().get(label)),
  );
  const targeting = family(runtime, (label: string) => byTarget().get(label) ?? [], sameParts);
  const reverse = family(
    runtime,
    (label: string) => {
      const lineage = lineageAt(label);
      return lineage ? reverseRelations(lineage, targeting, lineageAt) : [];
    },
    sameParts,
  );
  const modelAt = family(
    runtime,
    (dotted: string): Model | undefined => {
      const model = modelsByClass(moduleOf(dotted)).get(dotted);
      return model === undefined || model.abstract ? model : { ...model, reverse: reverse(model.label) };
    },
    (a, b) => sameWithin(a, b, 1),
  );
  const managersIn = family(runtime, (module: string) => registeredIn(module).flatMap(managerCalls), sameParts);
  const managers = firewall(runtime, () => [...imported()].flatMap(managersIn));
  const classOf = family(runtime, (label: string) => register().classes.get(label) ?? '');
  const problemsIn = family(
    runtime,
    (module: string) =>
      registeredIn(module)
        .filter(({ abstract }) => !abstract)
        .flatMap(relationProblems),
    sameItems,
  );
  const perhaps = firewall(
    runtime,
    () => [
      ...addedPerhaps(statements(), added(), context().world),
      ...[...imported()].flatMap((module) => madePerhaps(callsIn(module), ancestry())),
    ],
    (a, b) => sameWithin(a, b, 3),
  );
  const problems = firewall(runtime, () => [...[...imported()].flatMap(problemsIn), ...perhaps()], sameItems);
  const list = query(runtime, () => [...register().modules.keys()].map((dotted) => modelAt(dotted)!), sameItems);
  const whole = query(runtime, () => ({
    byLabel: new Map(list().map((model) => [model.label, model])),
    byClass: new Map(list().map((model) => [dottedOf(model.value)!, model])),
  }));
  return {
    get list() {
      return list();
    },
    get problems() {
      return problems();
    },
    get concrete() {
      return register().concrete;
    },
    get lineages() {
      return lineages();
    },
    get managerCalls() {
      return managers();
    },
    byLabel: new LookedAtMap(
      (label) => modelAt(classOf(label)),
      () => register().classes,
      () => whole().byLabel,
    ),
    byClass: new LookedAtMap(
      modelAt,
      () => register().modules,
      () => whole().byClass,
    ),
  };
}

/** The same as plain data, as it is at this moment. */
export function plainModels(models: Models): Models {
  const { list, problems, concrete, lineages, managerCalls } = models;
  const [byLabel, byClass] = [new Map(models.byLabel), new Map(models.byClass)];
  return { list, problems, concrete, lineages, managerCalls, byLabel, byClass };
}

function both(first: Added | undefined, second: Added | undefined): Added | undefined {
  if (!first || !second) return first ?? second;
  return { fields: [...first.fields, ...second.fields], managers: [...first.managers, ...second.managers] };
}

const nothing: ReadonlyMap<string, Added> = new Map();

/** By the dotted paths of the classes; of several of one path the last, as a module of that path would have it. */
function byClass<T>(all: readonly T[], classOf: (one: T) => ClassValue): ReadonlyMap<string, T> {
  return new Map(all.map((one) => [dottedOf(classOf(one))!, one]));
}

/** What others need to know of a model to find it. */
interface Entry {
  /** The class's dotted path. */
  readonly dotted: string;
  readonly label: string;
  readonly abstract: boolean;
}

function entryOf({ model, label }: Draft): Entry {
  return { dotted: dottedOf(model.value)!, label, abstract: model.abstract };
}

/** Where the models are, and what they are called. */
interface Register {
  /** By the class's dotted path the module that has it, in the order of the models. */
  readonly modules: ReadonlyMap<string, string>;
  /** By the class's dotted path its label. */
  readonly labels: ReadonlyMap<string, string>;
  /** By its label the dotted path of the class. */
  readonly classes: ReadonlyMap<string, string>;
  /** The labels of the concrete ones, by themselves in lower case. */
  readonly concrete: ReadonlyMap<string, string>;
}

function registerOf(all: readonly (readonly [string, readonly Entry[]])[]): Register {
  const modules = new Map<string, string>();
  const entries = new Map<string, Entry>();
  for (const [module, own] of all)
    for (const entry of own) {
      modules.set(entry.dotted, module);
      entries.set(entry.dotted, entry);
    }
  const list = [...entries.values()];
  const concrete = list.filter(({ abstract }) => !abstract).toReversed();
  return {
    modules,
    labels: new Map(list.map(({ dotted, label }) => [dotted, label])),
    classes: new Map(list.map(({ dotted, label }) => [label, dotted])),
    concrete: new Map(concrete.map(({ label }) => [label.toLowerCase(), label])),
  };
}

function lineageOf({ label, abstract, proxy, concrete, parents }: Model): Lineage {
  return { label, abstract, proxy, concrete, parents };
}

/** Deep enough for places within relations. */
const sameParts = (a: readonly unknown[], b: readonly unknown[]) => sameWithin(a, b, 4);
/** Down to what fields and managers are made of. */
const sameModel = (a: Model, b: Model) => sameWithin(a, b, 3);

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
