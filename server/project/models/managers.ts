import { isFramework, resolve } from '../../python/resolve';
import { type Call, type ClassValue, dottedOf, likeliest, type Place, placeOf, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Ancestry } from './ancestry';
import { computed } from './computed';
import type { Model, ModelManager } from './field';

/** An attribute of a manager or queryset that is not Django's own. */
export interface ManagerMember {
  readonly name: string;
  readonly value: Value;
  /** The class that defines it. */
  readonly owner: ClassValue;
  readonly place: Place | undefined;
}

export interface ManagerClasses {
  /** The manager's class; undefined where it is one of Django's, or is not known. */
  readonly manager: ClassValue | undefined;
  /** The queryset classes whose methods it has. */
  readonly querysets: readonly ClassValue[];
}

/**
 * What a manager has beyond Django's own: the attributes of its classes, and the methods that it takes from querysets
 * (django.db.models.manager.BaseManager.from_queryset).
 */
export function managerMembers(
  manager: ModelManager,
  world: World,
  ancestry: Ancestry,
): ReadonlyMap<string, ManagerMember> {
  const found = new Map<string, ManagerMember>();
  const { manager: type, querysets } = managerClasses(manager, world);
  if (type) collect(type, ancestry, () => true, found);
  for (const queryset of querysets) collect(queryset, ancestry, isCopied, found);
  return found;
}

/** django.db.models.manager.BaseManager._get_queryset_methods: public methods, unless `queryset_only` says otherwise. */
function isCopied(name: string, value: Value): boolean {
  return value.kind === 'function' && !name.startsWith('_');
}

function collect(
  type: ClassValue,
  ancestry: Ancestry,
  has: (name: string, value: Value) => boolean,
  into: Map<string, ManagerMember>,
): void {
  for (const owner of ancestry.classes(type)) {
    if (owner.kind !== 'class' || isFramework(owner.module)) continue;
    for (const [name, value] of owner.members)
      if (!into.has(name) && has(name, value)) into.set(name, { name, value, owner, place: placeOf(value) });
  }
}

/** The classes behind `Manager()`, `QuerySet.as_manager()` and `Manager.from_queryset(QuerySet)()`. */
export function managerClasses({ value }: ModelManager, world: World): ManagerClasses {
  return value?.kind === 'call' ? classesOf(computed(value.callee, world), world) : none;
}

const none: ManagerClasses = { manager: undefined, querysets: [] };

function classesOf(callee: Value, world: World, depth = 0): ManagerClasses {
  if (depth > 10) return none;
  if (callee.kind === 'member' && callee.name === 'as_manager') {
    const queryset = likeliest(resolve(callee.of, world));
    return queryset.kind === 'class' ? { manager: undefined, querysets: [queryset] } : none;
  }
  if (callee.kind === 'call') return fromQueryset(callee, world, depth);
  if (callee.kind !== 'class') return none;
  const bases = callee.bases.map((base) => classesOf(likeliest(resolve(base, world)), world, depth + 1));
  const made = callee.bases.map((base) => likeliest(resolve(base, world))).find((base) => base.kind === 'call');
  const behind = made && classesOf(made, world, depth + 1).manager;
  // The class that from_queryset() makes has no statement: its base stands in for it.
  const manager = behind
    ? { ...callee, bases: callee.bases.map((base) => (isMade(base, world) ? behind : base)) }
    : callee;
  return { manager, querysets: bases.flatMap(({ querysets }) => querysets) };
}

function isMade(base: Value, world: World): boolean {
  return likeliest(resolve(base, world)).kind === 'call';
}

function fromQueryset({ callee, args }: Call, world: World, depth: number): ManagerClasses {
  const method = likeliest(resolve(callee, world));
  const isMember = method.kind === 'member' && method.name === 'from_queryset';
  if (!isMember && !dottedOf(method)?.endsWith('.from_queryset')) return none;
  const base = isMember ? classesOf(likeliest(resolve(method.of, world)), world, depth + 1) : none;
  const queryset = args[0] && likeliest(resolve(args[0], world));
  return {
    manager: base.manager,
    querysets: [...(queryset?.kind === 'class' ? [queryset] : []), ...base.querysets],
  };
}

/** The call that makes a manager, with the model that has it. */
export interface ManagerCall {
  readonly place: Place;
  /** The model's label, and the manager's name there. */
  readonly label: string;
  readonly name: string;
  /** Whether it stands in the model's own class body. */
  readonly isOwn: boolean;
}

/** The calls that make the managers of a concrete model. */
export function managerCalls({ label, value: model, abstract, managers }: Model): readonly ManagerCall[] {
  if (abstract) return [];
  return managers.flatMap(({ name, value }) => {
    if (value?.kind !== 'call' || value.place.path === '') return [];
    const written = model.members.get(name);
    const isOwn =
      written !== undefined && placeOf(written)?.n === value.place.n && model.place.path === value.place.path;
    return [{ place: value.place, label, name, isOwn }];
  });
}

/**
 * A manager: an instance of a manager class, `QuerySet.as_manager()`, or `Manager.from_queryset(QuerySet)()`
 * (django.db.models.manager.BaseManager.from_queryset and django.db.models.query.QuerySet.as_manager).
 */
export function isManager(call: Call, world: World, ancestry: Ancestry): boolean {
  const callee = computed(call.callee, world);
  if (isManagerClass(callee, world, ancestry)) return true;
  if (callee.kind === 'member')
    return callee.name === 'as_manager' && ancestry.of(callee.of).includes('django.db.models.query.QuerySet');
  return callee.kind === 'ref' && callee.dotted.endsWith('.as_manager');
}

const managerClass = /^django\.db\.models\.manager\.(?:BaseManager|Manager)$/;

/** A class that derives from a manager class, by way of `Manager.from_queryset(QuerySet)` as well. */
function isManagerClass(value: Value, world: World, ancestry: Ancestry): boolean {
  if (value.kind === 'call') return isFromQueryset(value, world, ancestry);
  if (ancestry.of(value).some((path) => managerClass.test(path))) return true;
  if (value.kind !== 'class') return false;
  return ancestry.classes(value).some(
    (one) =>
      one.kind === 'class' &&
      one.bases.some((base) => {
        const made = likeliest(resolve(base, world));
        return made.kind === 'call' && isFromQueryset(made, world, ancestry);
      }),
  );
}

function isFromQueryset(call: Call, world: World, ancestry: Ancestry): boolean {
  const method = likeliest(resolve(call.callee, world));
  if (method.kind === 'member') return method.name === 'from_queryset' && isManagerClass(method.of, world, ancestry);
  return method.kind === 'ref' && method.dotted.endsWith('.from_queryset');
}
