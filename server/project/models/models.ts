import type { DjangoVersion } from '../../django/versions';
import { resolve } from '../../python/resolve';
import { asString, type ClassValue, dottedOf, optionsOf, truth, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { App } from '../apps';
import { autoField, containingApp } from '../containingApp';
import type { Problem } from '../problem';
import type { Settings } from '../settings';
import { type Ancestry, createAncestry } from './ancestry';
import { isModel, option, textOption } from './declare';
import type { DeclaredField, Model, ModelField } from './field';
import { concreteOf, type Inheritance, type ModelClass } from './inherit';
import { reverseRelations, targetOf } from './relations';
import { addedWhenReady } from './whenReady';

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
  readonly inheritance: Inheritance;
  readonly apps: readonly App[];
  /** The modules of the apps that Django imports. */
  readonly imported: Iterable<string>;
  readonly settings: Settings;
  readonly version: DjangoVersion;
}

/** What the app registry holds once every app is loaded (django.apps.registry.Apps.get_models), abstract models as well. */
export function readModels(context: ModelContext): Models {
  const ancestry = createAncestry(context.world, context.version);
  const classes = modelClasses(context, ancestry).map((value) => context.inheritance.modelClass(value));
  const added = addedWhenReady(classes, context.apps, context.world, ancestry);
  const found = classes.map((model) => describe(model, added.get(dottedOf(model.value)!) ?? [], ancestry, context));
  const registered = found.filter((model): model is Draft => model !== undefined);
  const byClass = new Map(registered.map((draft) => [dottedOf(draft.model.value)!, draft]));
  const withTargets = registered.map((draft): Model => finish(draft, byClass, context));
  return index(reverseRelations(withTargets, context));
}

/** A model whose relations do not lead anywhere yet. */
export interface Draft {
  readonly model: ModelClass;
  readonly label: string;
  readonly app: App | undefined;
  readonly swapped: string | undefined;
  readonly fields: readonly DeclaredField[];
}

function index(list: readonly Model[]): Models {
  return {
    list,
    problems: list.filter(({ abstract }) => !abstract).flatMap(relationProblems),
    byLabel: new Map(list.map((model) => [model.label, model])),
    byClass: new Map(list.map((model) => [dottedOf(model.value)!, model])),
  };
}

function relationProblems({ label, fields }: Model): Problem[] {
  return fields
    .filter(({ problem }) => problem !== undefined)
    .map(({ name, problem, place }) => ({ what: `the relation '${name}' of ${label}`, why: problem!, place }));
}

function modelClasses(context: ModelContext, ancestry: Ancestry): ClassValue[] {
  const classes = new Map<string, ClassValue>();
  const collect = (value: Value, module: string): void => {
    for (const one of optionsOf(value)) {
      if (one.kind !== 'class' || one.module !== module) continue;
      if (isModel(one, ancestry)) classes.set(dottedOf(one)!, one);
      // A model may be defined within another class.
      for (const member of one.members.values())
        if (member.kind === 'class' && member.qualifiedName.startsWith(`${one.qualifiedName}.`))
          collect(member, module);
    }
  };
  for (const module of context.imported)
    for (const value of context.world.namespace(module)?.names.values() ?? []) collect(value, module);
  return [...classes.values()];
}

/** The label, and the fields with the primary key that Django adds; undefined for a class that Django would not register. */
function describe(
  model: ModelClass,
  later: readonly DeclaredField[],
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
  return { model, label, app: owner, swapped, fields: [...model.local, ...extra, ...model.private, ...later] };
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

function finish(draft: Draft, byClass: ReadonlyMap<string, Draft>, context: ModelContext): Model {
  const { model, label } = draft;
  const seen = new Set<string>();
  const fields: ModelField[] = [];
  const add = (source: Draft, field: DeclaredField, inherited: boolean) => {
    if (seen.has(field.name) || (inherited && isPrivateField(field))) return;
    seen.add(field.name);
    fields.push({ ...field, ...targetOf(field, inherited ? source : draft, byClass, context) });
  };
  const addParents = (of: ModelClass): void => {
    for (const parent of of.parents.keys()) {
      addParents(parent);
      const source = byClass.get(dottedOf(parent.value)!);
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
    parents: [...model.parents.keys()].map((parent) => byClass.get(dottedOf(parent.value)!)?.label ?? ''),
    concrete: byClass.get(dottedOf(concreteOf(model).value)!)?.label ?? label,
    managers: model.managers.length > 0 ? model.managers : [{ name: 'objects', value: undefined, place: undefined }],
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
