import { sameItems } from '../../text/same';
import { QueryCell, type QueryKind } from './queryCell';
import { type Dependency, edited, Recording, type Remembered, type Runtime, type Trace } from './runtime';

/**
 * Computes once, and again only when something that was read has changed. While a query computes, each input and each
 * other query that it reads is recorded; its value stands as long as all of these stand. All is synchronous, so the
 * record is a stack. (The scheme is that of the salsa library.)
 *
 * A query that, by way of others, reads itself gets `undefined` there. What the others made of that is good only within
 * the first query of the cycle: it is kept until that one is done and then forgotten. So a value never depends on which
 * query of a cycle happened to be asked first.
 *
 * What rests on nothing that is being edited stands as long as that is so, without a look at what it read. A firewall is a
 * query whose value hardly ever changes while one edits: what rests on it, and on nothing else that is being edited, stands
 * as long as the firewalls do.
 */
/** A value that is set from outside. */
export class Input<T> implements Dependency {
  private changed: number;
  private isLasting = true;

  /** @param key what it is, the same in each run: without one, nothing that reads it can be remembered */
  constructor(
    private readonly runtime: Runtime,
    private value: T,
    private readonly equal: (a: T, b: T) => boolean = Object.is,
    private readonly key?: string,
  ) {
    this.changed = runtime.revision;
  }

  get(): T {
    this.runtime.stack.at(-1)?.reads.add(this);
    return this.value;
  }

  /** The value, without any record. */
  peek(): T {
    return this.value;
  }

  /** Sets the value. Those that read it compute again, unless it is equal to the one before. */
  set(value: T): void {
    const isSame = this.equal(this.value, value);
    this.value = value;
    if (isSame) return;
    this.changed = ++this.runtime.revision;
    if (this.isLasting) this.runtime.lasting = this.changed;
  }

  /** Tells that it is being edited: its changes are to be looked for only where they can matter. */
  expectChanges(): void {
    if (!this.isLasting) return;
    this.isLasting = false;
    // What rests on it has to learn that.
    this.runtime.lasting = ++this.runtime.revision;
  }

  changedAt(): number {
    return this.changed;
  }

  trace(): Trace {
    return { kind: 'input', key: this.key };
  }

  restsOn(): number {
    return this.isLasting ? 0 : edited;
  }
}

/** @param key what it is, the same in each run: without one, nothing that reads it can be remembered */
export function input<T>(runtime: Runtime, initial: T, equal?: (a: T, b: T) => boolean, key?: string): Input<T> {
  return new Input(runtime, initial, equal, key);
}

/** A computed value; `undefined` for a query that is asked while it computes. */
export type Query<T> = () => T;

/**
 * A memoised computation.
 * @param equal when the new value is equal to the one before, those that read it need not compute again
 */
export function query<T>(
  runtime: Runtime,
  compute: () => T,
  equal: (a: T, b: T) => boolean = Object.is,
  remembered?: Remembered,
): Query<T> {
  const cell = new QueryCell(runtime, { compute, equal, remembered }, undefined);
  return () => cell.get();
}

/** A query whose value hardly ever changes while one edits, though it rests on much: those that read it stand as long as it does. */
export function firewall<T>(
  runtime: Runtime,
  compute: () => T,
  equal: (a: T, b: T) => boolean = Object.is,
  remembered?: Remembered,
): Query<T> {
  const cell = new QueryCell(runtime, { compute, equal, remembered, isFirewall: true }, undefined);
  return () => cell.get();
}

/**
 * Computes within a query; `stands` answers later whether all that was read meanwhile is as it was, and if so counts it as
 * read by who computes then. Absent where that cannot be told, because of queries that read each other.
 */
export function record<T>(runtime: Runtime, compute: () => T): { readonly value: T; readonly stands?: () => boolean } {
  const recording = new Recording(false);
  runtime.stack.push(recording);
  let value: T;
  try {
    value = compute();
  } finally {
    runtime.stack.pop();
  }
  const reads = [...recording.reads];
  const heads = [...(recording.heads ?? [])];
  const isWithin = (read: Dependency) => read.members?.().some((member) => member.isRunning()) === true;
  const count = (): void => runtime.stack.at(-1)?.addAll({ reads, heads });
  count();
  if (reads.some(isWithin)) return { value };
  let verified = runtime.revision;
  const stands = (): boolean => {
    // What asked for one that was running got nothing from it, and would again.
    if (!heads.every((head) => head.isRunning())) return false;
    if (!reads.every((read) => read.changedAt() <= verified && !isWithin(read))) return false;
    verified = runtime.revision;
    count();
    return true;
  };
  return { value, stands };
}

/** Computes within a query what it computed before for a key, and anew only where what it is given or what it read has changed. */
export type Keep = <T>(key: string, given: readonly unknown[], compute: () => T) => T;

export function createKeep(runtime: Runtime): Keep {
  const known = new Map<string, { readonly given: readonly unknown[]; readonly value: unknown; stands(): boolean }>();
  return <T>(key: string, given: readonly unknown[], compute: () => T): T => {
    const last = known.get(key);
    if (last && sameItems(last.given, given) && last.stands()) return last.value as T;
    const { value, stands } = record(runtime, compute);
    if (stands) known.set(key, { given, value, stands });
    else known.delete(key);
    return value;
  };
}

/** Queries of one kind, one for each key. */
export function family<K, T>(
  runtime: Runtime,
  compute: (key: K) => T,
  equal: (a: T, b: T) => boolean = Object.is,
  remembered?: Remembered,
): (key: K) => T {
  const kind: QueryKind<K, T> = { compute, equal, remembered, isFamily: true };
  const cellOf = cellsIn(new Map<K, QueryCell<K, T>>(), runtime, kind);
  if (remembered) runtime.families.set(remembered.name, (key) => void cellOf(key as K));
  return (key) => cellOf(key).get();
}

/**
 * Answers to somebody outside, one for each key, kept as long as what they rest on stands. They may have what an earlier run
 * remembers, so no query builds on them: one that asks computes for itself.
 */
export function answers<K, T>(runtime: Runtime, compute: (key: K) => T): (key: K) => T {
  const kind: QueryKind<K, T> = { compute, equal: Object.is, isOutside: true };
  const cellOf = cellsIn(new Map<K, QueryCell<K, T>>(), runtime, kind);
  return (key) => (isOutside(runtime) ? cellOf(key).get() : compute(key));
}

/** Whether nobody asks but somebody outside, who may have what an earlier run remembers. */
export function isOutside(runtime: Runtime): boolean {
  return runtime.stack.every((reader) => reader.isOutside);
}

/** Queries of one kind, one for each object; each is forgotten with its object. */
export function weakFamily<K extends object, T>(
  runtime: Runtime,
  compute: (key: K) => T,
  equal: (a: T, b: T) => boolean = Object.is,
): (key: K) => T {
  const kind: QueryKind<K, T> = { compute, equal };
  const cellOf = cellsIn(new WeakMap<K, QueryCell<K, T>>(), runtime, kind);
  return (key) => cellOf(key).get();
}

/** Finds the cell of a key, and makes it where there is none. */
function cellsIn<K, T>(
  cells: Pick<Map<K, QueryCell<K, T>>, 'get'> & { set(key: K, cell: QueryCell<K, T>): unknown },
  runtime: Runtime,
  kind: QueryKind<K, T>,
): (key: K) => QueryCell<K, T> {
  return (key) => {
    let cell = cells.get(key);
    if (cell === undefined) {
      cell = new QueryCell(runtime, kind, key);
      cells.set(key, cell);
    }
    return cell;
  };
}
