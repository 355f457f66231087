/**
 * Computes once, and again only when something that was read has changed. While a query computes, each input and each
 * other query that it reads is recorded; its value stands as long as all of these stand. All is synchronous, so the
 * record is a stack. (The scheme is that of the salsa library.)
 */
export interface Runtime {
  /** Rises with every change of an input. */
  revision: number;
  readonly stack: Recording[];
}

interface Recording {
  readonly reads: Set<Dependency>;
}

interface Dependency {
  /** The revision in which the value last changed; brings a query up to date first. */
  changedAt(): number;
}

export function createRuntime(): Runtime {
  return { revision: 1, stack: [] };
}

/** A value that is set from outside. */
export interface Input<T> {
  get(): T;
  /** Sets the value. Those that read it compute again, unless it is equal to the one before. */
  set(value: T): void;
}

export function input<T>(runtime: Runtime, initial: T, equal: (a: T, b: T) => boolean = Object.is): Input<T> {
  let value = initial;
  let changed = runtime.revision;
  const dependency: Dependency = { changedAt: () => changed };
  return {
    get() {
      runtime.stack.at(-1)?.reads.add(dependency);
      return value;
    },
    set(next) {
      const same = equal(value, next);
      value = next;
      if (!same) changed = ++runtime.revision;
    },
  };
}

/** A computed value. A query that, by way of others, reads itself gets `undefined` there. */
export type Query<T> = () => T;

/**
 * A memoised computation.
 * @param equal when the new value is equal to the one before, those that read it need not compute again
 */
export function query<T>(runtime: Runtime, compute: () => T, equal: (a: T, b: T) => boolean = Object.is): Query<T> {
  let state: { value: T; verified: number; changed: number; reads: readonly Dependency[] } | undefined;
  let running = false;

  const refresh = (): void => {
    if (state?.verified === runtime.revision) return;
    if (state && isValid(state)) {
      state.verified = runtime.revision;
      return;
    }
    const recording: Recording = { reads: new Set() };
    runtime.stack.push(recording);
    running = true;
    try {
      const value = compute();
      const same = state !== undefined && equal(state.value, value);
      const changed = same ? state!.changed : runtime.revision;
      state = { value: same ? state!.value : value, verified: runtime.revision, changed, reads: [...recording.reads] };
    } finally {
      running = false;
      runtime.stack.pop();
    }
  };

  const isValid = (current: NonNullable<typeof state>): boolean => {
    running = true;
    try {
      return current.reads.every((read) => read.changedAt() <= current.verified);
    } finally {
      running = false;
    }
  };

  const dependency: Dependency = {
    changedAt() {
      if (!running) refresh();
      return state?.changed ?? 0;
    },
  };

  return () => {
    if (running) return undefined as T;
    runtime.stack.at(-1)?.reads.add(dependency);
    refresh();
    return state!.value;
  };
}

/** Queries of one kind, one for each key. */
export function family<K, T>(runtime: Runtime, compute: (key: K) => T, equal?: (a: T, b: T) => boolean): (key: K) => T {
  const members = new Map<K, Query<T>>();
  return (key) => {
    let member = members.get(key);
    if (member === undefined) {
      member = query(runtime, () => compute(key), equal);
      members.set(key, member);
    }
    return member();
  };
}
