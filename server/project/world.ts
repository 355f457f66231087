import type { ClassMemory } from '../python/classAgain';
import { evaluateModule } from '../python/evaluate';
import type { Heap } from '../python/heap';
import { originalOf } from '../python/names';
import { follow, isSameClass, linearize } from '../python/resolve';
import type { Call, ClassValue, Value } from '../python/values';
import type { Line, ModuleSource, Namespace, World } from '../python/world';
import { sameEntries, sameItems } from '../text/same';
import type { EntryPoint } from './environment/entryPoints';
import type { Variables } from './environment/environment';
import type { Files } from './files';
import type { Modules } from './modules/modules';
import { namespacesInParts } from './queries/parts';
import { family, record, weakFamily } from './queries/query';
import type { Runtime } from './queries/runtime';

/** What Django and its settings say of values and calls, without a look at source. */
export interface Knowledge {
  known(dotted: string): Value | undefined;
  assigned(name: string, value: Value): Value;
  knownCall(dotted: string, call: Call): Value | undefined;
  classGift(owner: ClassValue, name: string): Value | undefined;
}

/** What evaluation needs of a project. */
export interface WorldContext {
  readonly runtime: Runtime;
  readonly files: Files;
  readonly modules: Modules;
  /** Environment variables. */
  readonly variables: Variables;
  readonly knowledge: Knowledge;
  readonly entryPoints: () => readonly EntryPoint[] | undefined;
}

/** The world of a project's modules, each by itself: what others do to a module when they are imported is not known. */
export function createPlainWorld(context: WorldContext, isOwn: (module: string) => boolean): World {
  const known: ClassMemory['known'] = new WeakMap();
  const memory: ClassMemory = { known, record: (compute) => record(context.runtime, compute) };
  const evaluated = new Set<string>();
  const evaluate = (name: string): Namespace | undefined => {
    const source = sourceOf(name, context);
    if (source === undefined) return undefined;
    // Most modules are evaluated once; one that somebody edits, often.
    const isAgain = evaluated.has(name);
    evaluated.add(name);
    return evaluateModule(source, world, undefined, isAgain ? memory : undefined);
  };
  const replaced = (made: Value, kept: Value): void => {
    if (made.kind !== 'class' || kept.kind !== 'class') return;
    const again = known.get(made.statement);
    if (again?.value === made) again.value = kept;
  };
  const namespace = namespacesInParts(context.runtime, evaluate, replaced);
  const world: World = { ...worldOf(context, namespace, isOwn), ...remembering(context.runtime, () => world) };
  return world;
}

/** The same, in which a module that looks at what others have done sees them as they are when Django has started. */
export function createWorld(
  context: WorldContext,
  plain: World,
  started: () => Heap | undefined,
  isOwn: (module: string) => boolean,
): World {
  const namespace = family(context.runtime, (name: string): Namespace | undefined => {
    const before = plain.namespace(name);
    const source = before?.isShared ? sourceOf(name, context) : undefined;
    const heap = before && started();
    if (heap && source) return evaluateModule(source, world, heap);
    return heap ? withChanges(before, heap) : before;
  });
  const world: World = {
    ...worldOf(context, namespace, isOwn),
    started,
    ...remembering(context.runtime, () => world),
  };
  return world;
}

/** A module with what others have bound in it, or put into its lists, when Django has started. */
function withChanges(before: Namespace, heap: Heap): Namespace {
  const now = heap.modules.get(before.module);
  const changed = [...(now ?? [])].filter(([name, value]) => before.names.get(name) !== value);
  if (changed.length === 0) return before;
  // What was changed in place is seen by all that hold it.
  const inPlace = changed.flatMap(([name, value]): [Value, Value][] => {
    const old = before.names.get(name);
    return old !== undefined && originalOf(value) === old ? [[old, value]] : [];
  });
  const held = new Map(inPlace);
  const others =
    held.size === 0 ? [] : [...before.names].map(([name, value]): [string, Value] => [name, withParts(value, held)]);
  return Object.create(before, { names: { value: new Map([...before.names, ...others, ...changed]) } }) as Namespace;
}

/** A value with other lists or dicts in the place of some that it holds. */
function withParts(value: Value, parts: ReadonlyMap<Value, Value>, depth = 0): Value {
  const other = parts.get(value);
  if (other || depth > 20) return other ?? value;
  const within = (one: Value) => withParts(one, parts, depth + 1);
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') {
    const items = value.items.map((item) => keepOrReplace(item, within(item.value)));
    return items.some((item, i) => item !== value.items[i]) ? { ...value, items } : value;
  }
  if (value.kind === 'dict') {
    const entries = value.entries.map((entry) => keepOrReplace(entry, within(entry.value)));
    return entries.some((entry, i) => entry !== value.entries[i]) ? { ...value, entries } : value;
  }
  if (value.kind !== 'call') return value;
  const args = value.args.map(within);
  const keywords = new Map([...value.keywords].map(([name, one]) => [name, within(one)]));
  const isSame = sameItems(args, value.args) && sameEntries(keywords, value.keywords);
  return isSame ? value : { ...value, args, keywords };
}

function keepOrReplace<T extends { readonly value: Value }>(item: T, value: Value): T {
  return item.value === value ? item : { ...item, value };
}

/** Remembers where the dotted paths of a world lead, and the method resolution orders of its classes. */
function remembering(runtime: Runtime, itself: () => World): Pick<World, 'referred' | 'lineOf'> {
  return {
    referred: family(runtime, (dotted: string) => follow(dotted, itself())),
    lineOf: weakFamily(runtime, (owner: ClassValue): Line | undefined => linearize(owner, itself()), sameLine),
  };
}

function sameLine(a: Line | undefined, b: Line | undefined): boolean {
  if (a === undefined || b === undefined || a.length !== b.length) return a === b;
  return a.every((one, i) => one === b[i] || (one.kind === 'ref' && isSameClass(one, b[i])));
}

function sourceOf(name: string, { modules, files }: WorldContext): ModuleSource | undefined {
  const module = modules.find(name);
  const unit = module?.path === undefined ? undefined : files.module(module.path);
  if (module?.path === undefined || unit === undefined) return undefined;
  return { module: name, path: module.path, isPackage: module.isPackage, unit };
}

function worldOf(
  { modules, files, variables, knowledge, entryPoints }: WorldContext,
  namespace: World['namespace'],
  isOwn: (module: string) => boolean,
): World {
  return {
    namespace,
    isOwn,
    hasModule: modules.has,
    moduleWithin: modules.within,
    body: files.body,
    file: files.module,
    entryPoints,
    directory: files.directory,
    environmentVariable: (name) => variables.get(name),
    known: knowledge.known,
    assigned: knowledge.assigned,
    knownCall: knowledge.knownCall,
    classGift: knowledge.classGift,
  };
}
