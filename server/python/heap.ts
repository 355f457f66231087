import { linearize } from './resolve';
import type { Call, ClassValue, Value } from './values';
import type { Line, Namespace, World } from './world';

/** What code has changed outside of the module that it stands in. */
export interface Heap {
  /** What had changed before. It stays as it is. */
  readonly below?: Heap;
  /** All names of each module of which one has changed. */
  readonly modules: Map<string, Map<string, Value>>;
  /** Attributes set on instances that other evaluations made. */
  readonly instances: Map<Call, Map<string, Value>>;
  /** Attributes set on classes from outside, by the class's dotted path. */
  readonly classes: Map<string, Map<string, Value>>;
  /** The modules that have been imported. */
  readonly loaded: Set<string>;
}

/** A heap on which nothing has changed since `below`. */
export function newHeap(below?: Heap): Heap {
  return { below, modules: new Map(), instances: new Map(), classes: new Map(), loaded: new Set() };
}

/** The names of a module, ready to be changed; undefined where the module is not known. */
export function globalsOf(heap: Heap, module: string, world: World): Map<string, Value> | undefined {
  const own = heap.modules.get(module);
  if (own) return own;
  const before = find(heap.below, (one) => one.modules.get(module)) ?? world.namespace(module)?.names;
  if (before === undefined) return undefined;
  const names = new Map(before);
  heap.modules.set(module, names);
  return names;
}

/** What a name of a module means to its functions. */
export function globalNamed(heap: Heap, module: string, name: string, world: World): Value | undefined {
  const names = find(heap, (one) => one.modules.get(module)) ?? world.namespace(module)?.names;
  return names?.get(name);
}

/** An attribute that has been set on an instance which another evaluation made. */
export function instanceChange(heap: Heap, instance: Call, name: string): Value | undefined {
  return find(heap, (one) => one.instances.get(instance)?.get(name));
}

/** All attributes that have been set on an instance which another evaluation made. */
export function instanceChanges(heap: Heap, instance: Call): readonly (readonly [string, Value])[] {
  return all(heap, (one) => one.instances.get(instance));
}

/** All attributes that have been set on a class from outside. */
export function classChanges(heap: Heap, dotted: string): readonly (readonly [string, Value])[] {
  return all(heap, (one) => one.classes.get(dotted));
}

/** Earlier changes come first. */
function all(
  heap: Heap | undefined,
  changes: (heap: Heap) => ReadonlyMap<string, Value> | undefined,
): (readonly [string, Value])[] {
  return heap ? [...all(heap.below, changes), ...(changes(heap) ?? [])] : [];
}

/** Django's settings object, on which packages set what a project leaves out. */
export const settingsObject = 'django.conf.settings';

/** A setting that code has set on Django's settings object. */
export function settingChange(heap: Heap, dotted: string): Value | undefined {
  if (!dotted.startsWith(`${settingsObject}.`)) return undefined;
  return find(heap, (one) => one.classes.get(settingsObject)?.get(dotted.slice(settingsObject.length + 1)));
}

/** Whether a module has run on a heap, or on one below it. */
export function isLoaded(heap: Heap, module: string): boolean {
  return find(heap, (one) => one.loaded.has(module) || undefined) ?? false;
}

/** Sets an attribute of an instance or a class in one of a heap's maps. */
export function setChange<K>(changes: Map<K, Map<string, Value>>, key: K, name: string, value: Value): void {
  const attributes = changes.get(key) ?? new Map<string, Value>();
  changes.set(key, attributes.set(name, value));
}

/** The world with what is on a heap; `onShared` is called when something is looked at that depends on what is imported before. */
export function worldWith(world: World, heap: Heap, onShared: () => void): World {
  // What the world remembers knows nothing of this heap.
  const lines = new Map<ClassValue, Line | undefined>();
  const changed: World = {
    ...world,
    referred: undefined,
    known: (dotted) => settingChange(heap, dotted) ?? world.known(dotted),
    lineOf(owner) {
      // Undefined as well while it is being computed: a class may inherit from itself.
      if (lines.has(owner)) return lines.get(owner);
      lines.set(owner, undefined);
      const line = linearize(owner, changed);
      // The bases of a class are what they were when it was made. One that is not known may become so.
      if (line.every((one) => one.kind === 'class' || one.dotted.startsWith('builtins.'))) lines.set(owner, line);
      else lines.delete(owner);
      return line;
    },
    classAttribute: (dotted, name) => find(heap, (one) => one.classes.get(dotted)?.get(name)),
    instanceAttribute: (instance, name) => instanceChange(heap, instance, name),
    namespace(module) {
      const namespace = world.namespace(module);
      if (namespace?.isShared) onShared();
      const names = namespace && find(heap, (one) => one.modules.get(module));
      return namespace && names ? (Object.create(namespace, { names: { value: names } }) as Namespace) : namespace;
    },
  };
  return changed;
}

function find<T>(heap: Heap | undefined, look: (heap: Heap) => T | undefined): T | undefined {
  for (let one = heap; one !== undefined; one = one.below) {
    const found = look(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
