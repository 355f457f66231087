import { sameTree } from '../../python/sameStatements';
import { isSamePlace, type Place, type Value } from '../../python/values';
import type { Namespace } from '../../python/world';

/** What of a module is not what it was before. */
export interface Kept {
  /** The names whose values changed, came or went. */
  readonly names: ReadonlySet<string>;
  /** Whether other names are there, or in another order. */
  readonly keys: boolean;
  /** What else changed, as `' effects'`. */
  readonly others: readonly string[];
}

/** What nobody tells apart by identity. */
const plain = new Set(['statement', 'place', 'parameters', 'body']);

const others = ['effects', 'imports', 'steps', 'isShared', 'unreadStars'] as const;

/**
 * Puts into a module that was evaluated again the values of the evaluation before, wherever they are equal: what others
 * tell apart by identity stays the same for them. `now` must be new, so that nobody has seen its values.
 * @param replaced told of each name's value that was put in the place of a new one
 */
export function keepEqual(before: Namespace, now: Namespace, replaced: (made: Value, kept: Value) => void): Kept {
  const same = new Comparison(now.module);
  const names = new Set<string>();
  const target = now.names as Map<string, Value>;
  for (const [name, value] of now.names) {
    const old = before.names.get(name);
    if (old === value) continue;
    if (old !== undefined && same.areEqual(old, value)) {
      target.set(name, old);
      replaced(value, old);
    } else names.add(name);
  }
  for (const name of before.names.keys()) if (!now.names.has(name)) names.add(name);
  const [oldKeys, keys] = [[...before.names.keys()], [...now.names.keys()]];
  const parts = now as unknown as Record<string, unknown>;
  const changed: string[] = [];
  for (const part of others) {
    if (same.areEqual(before[part], now[part])) parts[part] = before[part];
    else changed.push(part);
  }
  const seen = new Set<object>();
  for (const name of names) if (target.has(name)) same.replaceWithin(target.get(name)!, seen);
  for (const part of changed) same.replaceWithin(parts[part], seen);
  return {
    names,
    keys: keys.length !== oldKeys.length || keys.some((key, i) => key !== oldKeys[i]),
    others: changed.map((part) => ` ${part}`),
  };
}

/** Pairs of equal objects of two evaluations. */
class Comparison {
  /** By the new object the old one. */
  private readonly pairs = new Map<object, object>();
  /** The new objects of `pairs`, in the order in which they came. */
  private readonly order: object[] = [];
  /** The old objects of `pairs`. */
  private readonly taken = new Set<object>();

  constructor(private readonly module: string) {}

  areEqual(old: unknown, now: unknown): boolean {
    const before = this.order.length;
    if (this.compare(old, now)) return true;
    // What was found equal within took for granted that the whole is.
    for (const one of this.order.splice(before)) {
      this.taken.delete(this.pairs.get(one)!);
      this.pairs.delete(one);
    }
    return false;
  }

  private compare(old: unknown, now: unknown): boolean {
    if (Object.is(old, now)) return true;
    if (typeof old !== 'object' || typeof now !== 'object' || old === null || now === null) return false;
    const known = this.pairs.get(now);
    if (known !== undefined) return known === old;
    if (this.taken.has(old) || Object.getPrototypeOf(old) !== Object.getPrototypeOf(now)) return false;
    this.pairs.set(now, old);
    this.taken.add(old);
    this.order.push(now);
    if (isSameFunction(old as Partial<Value>, now as Partial<Value>)) return true;
    if (Array.isArray(old)) return this.lists(old, now as unknown[]);
    if (old instanceof Map) return this.lists([...old].flat(), [...(now as Map<unknown, unknown>)].flat());
    if (old instanceof Set) return this.lists([...old], [...(now as Set<unknown>)]);
    return this.records(old as Record<string, unknown>, now as Record<string, unknown>);
  }

  private lists(old: readonly unknown[], now: readonly unknown[]): boolean {
    if (old.length !== now.length) return false;
    for (let i = 0; i < old.length; i++) if (!this.compare(old[i], now[i])) return false;
    return true;
  }

  private records(old: Record<string, unknown>, now: Record<string, unknown>): boolean {
    let count = 0;
    for (const key in now) {
      count++;
      // What a lambda sees is known to the evaluation alone that made it.
      if (key === 'scope') return false;
      // Which evaluation made a value matters only while that goes on.
      if (key === 'owner' && isMade(now)) {
        if ((old[key] === undefined) !== (now[key] === undefined)) return false;
      } else if (key === 'place') {
        if (!isSamePlace(old.place as Place | undefined, now.place as Place | undefined)) return false;
      } else if (plain.has(key) ? !sameTree(old[key], now[key]) : !(key in old) || !this.compare(old[key], now[key]))
        return false;
    }
    for (const _ in old) count--;
    return count === 0;
  }

  /** Puts the old object in the place of each new one that is equal to it, in all that a new value consists of. */
  replaceWithin(value: unknown, seen: Set<object>): void {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) value[i] = this.replaced(value[i], seen);
    } else if (value instanceof Map) {
      for (const [key, one] of value) value.set(key, this.replaced(one, seen));
    } else if (!(value instanceof Set)) {
      const record = value as Record<string, unknown>;
      // What another module defines has nothing of this evaluation in it.
      if ((record.kind === 'class' || record.kind === 'function') && record.module !== this.module) return;
      for (const key in record) {
        if (key === 'owner' ? isMade(record) : key === 'scope' || plain.has(key)) continue;
        const one = record[key];
        const other = this.replaced(one, seen);
        if (other !== one) record[key] = other;
      }
    }
  }

  private replaced(value: unknown, seen: Set<object>): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const old = this.pairs.get(value);
    if (old !== undefined) return old;
    this.replaceWithin(value, seen);
    return value;
  }
}

/** Whether two are plain functions that the same statement made: most of what a module has, and nothing in them can differ. */
function isSameFunction(old: Partial<Value>, now: Partial<Value>): boolean {
  if (old.kind !== 'function' || now.kind !== 'function' || old.statement !== now.statement) return false;
  return [old, now].every((one) => one.decorators?.length === 0 && !one.closure && !one.attributes);
}

/** Whether `owner` is the evaluation that made a value, and not the class that defines a member. */
function isMade(value: Record<string, unknown>): boolean {
  return 'kind' in value;
}
