import { findMember, isFramework, isSameClass, linearized, resolve } from '../../python/resolve';
import { type Run, runMethod } from '../../python/run';
import {
  asItems,
  asString,
  type Call,
  type ClassValue,
  type Dict,
  type FoundMember,
  likeliest,
  literal,
  type Value,
} from '../../python/values';
import type { Namespace, World } from '../../python/world';

/** Answers which attributes a class has once its metaclass has made it. */
export interface ClassAttributes {
  /** Those of the class body, as a metaclass's own `__new__` hands them on to Django's ModelBase. */
  of(value: ClassValue): ReadonlyMap<string, Value>;
  /**
   * What its metaclass's own `__new__` does with the class that Django's ModelBase made: the calls that were not computed.
   * @param made the class with its `_meta`, given what the metaclass made of its attributes and bases
   * @param options the `_meta` of a model that it derives from
   */
  doneTo(
    value: ClassValue,
    made: (value: ClassValue) => ClassValue,
    options: (base: ClassValue) => Value | undefined,
  ): { readonly made: ClassValue; readonly effects: readonly Call[] } | undefined;
}

/**
 * The attributes of classes in a world, each metaclass run once for a class (what a metaclass hands on to
 * django.db.models.base.ModelBase.__new__).
 */
export function createClassAttributes(world: World): ClassAttributes {
  const made = new WeakMap<ClassValue, ReadonlyMap<string, Value>>();
  const of = (value: ClassValue): ReadonlyMap<string, Value> => {
    const known = made.get(value);
    if (known) return known;
    // A class that derives from itself gets what its body says.
    made.set(value, value.members);
    const attributes = handedOn(value, basesAsMade(value), world) ?? value.members;
    made.set(value, attributes);
    return attributes;
  };
  /** The bases of a class as the code of a metaclass sees them. */
  const basesAsMade = (value: ClassValue): Value[] =>
    value.bases.map((base) => {
      const resolved = likeliest(resolve(base, world));
      if (resolved.kind !== 'class' || isFramework(resolved.module)) return base;
      return { ...resolved, members: of(resolved), bases: basesAsMade(resolved) };
    });
  const doneTo: ClassAttributes['doneTo'] = (value, made, options) => {
    if (ownNew(value, world) === undefined) return undefined;
    let answer: ClassValue | undefined;
    const known = (call: Call): ClassValue => {
      answer ??= made({
        ...value,
        bases: asItems(call.args.at(-2))?.map((item) => item.value) ?? value.bases,
        members: new Map(of(value)),
      });
      return answer;
    };
    const run = runNew(value, basesAsMade(value), whileMade(value, known, options, world));
    return run && answer && { made: answer, effects: run.effects };
  };
  return { of, doneTo };
}

/** The world in which a class is being made: nothing has its name yet, and Django's ModelBase answers with it. */
function whileMade(
  value: ClassValue,
  made: (call: Call) => ClassValue,
  options: (base: ClassValue) => Value | undefined,
  world: World,
): World {
  return {
    ...world,
    classGift: (owner, name) => (name === '_meta' && options(owner)) || world.classGift?.(owner, name),
    knownCall: (dotted, call) => (isModelBaseNew(dotted) ? made(call) : world.knownCall(dotted, call)),
    namespace(module) {
      const namespace = world.namespace(module);
      const named = module === value.module ? namespace?.names.get(value.qualifiedName) : undefined;
      if (!namespace || !named || !isSameClass(likeliest(named), value)) return namespace;
      const names = new Map(namespace.names);
      names.delete(value.qualifiedName);
      return Object.create(namespace, { names: { value: names } }) as Namespace;
    },
  };
}

function isModelBaseNew(dotted: string): boolean {
  return /^django\.db\.models\.(?:base\.)?ModelBase\.__new__$/.test(dotted);
}

/** The attributes that the `__new__` of a metaclass gives to the one behind it; undefined where Django's own is the first. */
function handedOn(value: ClassValue, bases: readonly Value[], world: World): ReadonlyMap<string, Value> | undefined {
  const made = runNew(value, bases, world)?.effects.find(
    ({ callee }) =>
      (callee.kind === 'member' && callee.name === '__new__') ||
      (callee.kind === 'ref' && isModelBaseNew(callee.dotted)),
  );
  const attributes = made && likeliest(made.args.at(-1) ?? literal(null));
  if (attributes?.kind !== 'dict') return undefined;
  const sure = attributes.entries.filter((entry) => entry.maybe !== 'unlikely');
  return new Map(
    sure.flatMap(({ key, value: attribute }): [string, Value][] => {
      const name = asString(key);
      return name === undefined ? [] : [[name, attribute]];
    }),
  );
}

/** Runs the `__new__` of a class's metaclass; undefined where Django's own is the first. */
function runNew(value: ClassValue, bases: readonly Value[], world: World): Run | undefined {
  const found = ownNew(value, world);
  if (found === undefined) return undefined;
  const owner = {};
  const body: Dict = {
    kind: 'dict',
    entries: [...value.members].map(([name, member]) => ({ key: literal(name), value: member })),
    depth: 0,
    owner,
  };
  const parents: Value = { kind: 'tuple', items: bases.map((base) => ({ value: base })), depth: 0, owner };
  const keywords = new Map([...value.keywords].filter(([name]) => name !== 'metaclass'));
  const args = [literal(value.statement.name), parents, body];
  return runMethod(found.method, found.metaclass, world, { args, keywords });
}

/** Whether the metaclass of a class is one that Django does not have, which may make of the class what it likes. */
export function hasOwnNew(value: ClassValue, world: World): boolean {
  return ownNew(value, world) !== undefined;
}

/** The `__new__` of a class's metaclass, where it is none of Django's. */
function ownNew(
  value: ClassValue,
  world: World,
): { readonly metaclass: ClassValue; readonly method: FoundMember } | undefined {
  const metaclass = metaclassOf(value, world);
  const method = metaclass && !isFramework(metaclass.module) ? findMember(metaclass, '__new__', world) : undefined;
  return metaclass && method && !isFramework(method.owner.module) ? { metaclass, method } : undefined;
}

/** The metaclass that the statement of a class or of the nearest of its bases names. */
function metaclassOf(value: ClassValue, world: World): ClassValue | undefined {
  for (const one of linearized(value, world)) {
    const given = one.kind === 'class' ? one.keywords.get('metaclass') : undefined;
    const metaclass = given && likeliest(resolve(given, world));
    if (metaclass) return metaclass.kind === 'class' ? metaclass : undefined;
  }
  return undefined;
}
