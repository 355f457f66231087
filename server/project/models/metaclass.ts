import { findMember, isFramework, linearized, resolve } from '../../python/resolve';
import { runMethod } from '../../python/run';
import { asString, type ClassValue, type Dict, likeliest, literal, type Value } from '../../python/values';
import type { World } from '../../python/world';

/** Answers which attributes a class has once its metaclass has made it. */
export interface ClassAttributes {
  /** Those of the class body, as a metaclass's own `__new__` hands them on to Django's ModelBase. */
  of(value: ClassValue): ReadonlyMap<string, Value>;
}

/** The attributes of classes in a world, each metaclass run once for a class. */
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
  return { of };
}

/** The attributes that the `__new__` of a metaclass gives to the one behind it; undefined where Django's own is the first. */
function handedOn(value: ClassValue, bases: readonly Value[], world: World): ReadonlyMap<string, Value> | undefined {
  const metaclass = metaclassOf(value, world);
  const method = metaclass && !isFramework(metaclass.module) ? findMember(metaclass, '__new__', world) : undefined;
  if (metaclass === undefined || method === undefined || isFramework(method.owner.module)) return undefined;
  const owner = {};
  const body: Dict = {
    kind: 'dict',
    entries: [...value.members].map(([name, member]) => ({ key: literal(name), value: member })),
    depth: 0,
    owner,
  };
  const parents: Value = { kind: 'tuple', items: bases.map((base) => ({ value: base })), depth: 0, owner };
  const keywords = new Map([...value.keywords].filter(([name]) => name !== 'metaclass'));
  const run = runMethod(method, metaclass, world, { args: [literal(value.statement.name), parents, body], keywords });
  const made = run?.effects.find(({ callee }) => callee.kind === 'member' && callee.name === '__new__');
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

/** The metaclass that the statement of a class or of the nearest of its bases names. */
function metaclassOf(value: ClassValue, world: World): ClassValue | undefined {
  for (const one of linearized(value, world)) {
    const given = one.kind === 'class' ? one.keywords.get('metaclass') : undefined;
    const metaclass = given && likeliest(resolve(given, world));
    if (metaclass) return metaclass.kind === 'class' ? metaclass : undefined;
  }
  return undefined;
}
