import {
  type Dependency,
  doStand,
  edited,
  type Member,
  newFirewall,
  type Recording,
  type Remembered,
  type Runtime,
} from './runtime';

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
export interface Input<T> {
  get(): T;
  /** The value, without any record. */
  peek(): T;
  /** Sets the value. Those that read it compute again, unless it is equal to the one before. */
  set(value: T): void;
  /** Tells that it is being edited: its changes are to be looked for only where they can matter. */
  expectChanges(): void;
}

/** @param key what it is, the same in each run: without one, nothing that reads it can be remembered */
export function input<T>(
  runtime: Runtime,
  initial: T,
  equal: (a: T, b: T) => boolean = Object.is,
  key?: string,
): Input<T> {
  let value = initial;
  let changed = runtime.revision;
  let isLasting = true;
  const dependency: Dependency = {
    changedAt: () => changed,
    trace: () => ({ kind: 'input', key }),
    restsOn: () => (isLasting ? 0 : edited),
  };
  return {
    get() {
      runtime.stack.at(-1)?.reads.add(dependency);
      return value;
    },
    peek: () => value,
    set(next) {
      const same = equal(value, next);
      value = next;
      if (same) return;
      changed = ++runtime.revision;
      if (isLasting) runtime.lasting = changed;
    },
    expectChanges() {
      if (!isLasting) return;
      isLasting = false;
      // What rests on it has to learn that.
      runtime.lasting = ++runtime.revision;
    },
  };
}

/** A computed value; `undefined` for a query that is asked while it computes. */
export type Query<T> = () => T;

/** A value that stands until something that it read changes. */
interface State<T> {
  readonly value: T;
  verified: number;
  readonly changed: number;
  readonly reads: readonly Dependency[];
  readonly members: readonly Member[];
  /** What it read that rests on what is being edited, and the bits of the firewalls that the rest of it rests on; as of when it was verified. */
  edited: readonly Dependency[];
  firewalls: number;
  /** For the value of an earlier run: whether computations may build on it. */
  readonly recalled?: { readonly isData: boolean };
}

/** What only those get who hand out parts of a query's value. */
export interface Inside<T> {
  readonly dependency: Dependency;
  /** The value, brought up to date without any record; undefined where it is good only within a computation, or came out of a cycle. */
  settled(): { readonly value: T } | undefined;
}

/**
 * A memoised computation.
 * @param equal when the new value is equal to the one before, those that read it need not compute again
 * @param expose called once with what lies behind the query
 */
export function query<T>(
  runtime: Runtime,
  compute: () => T,
  equal: (a: T, b: T) => boolean = Object.is,
  remembered?: Remembered,
  expose?: (inside: Inside<T>) => void,
): Query<T> {
  return createQuery(runtime, compute, equal, { remembered, expose });
}

/** A query whose value hardly ever changes while one edits, though it rests on much: those that read it stand as long as it does. */
export function firewall<T>(
  runtime: Runtime,
  compute: () => T,
  equal: (a: T, b: T) => boolean = Object.is,
  remembered?: Remembered,
): Query<T> {
  return createQuery(runtime, compute, equal, { remembered, isFirewall: true });
}

interface QueryOptions<T> {
  readonly remembered?: Remembered | undefined;
  readonly expose?: ((inside: Inside<T>) => void) | undefined;
  readonly isFirewall?: boolean;
  readonly isOutside?: boolean;
}

function createQuery<T>(
  runtime: Runtime,
  compute: () => T,
  equal: (a: T, b: T) => boolean,
  { remembered, expose, isFirewall = false, isOutside = false }: QueryOptions<T>,
): Query<T> {
  let state: State<T> | undefined;
  let provisional: (Recording & { readonly value: T }) | undefined;
  let running = false;
  /** Of a firewall, once it rests on what is being edited. */
  let bit: number | undefined;

  const self: Member = {
    changedAt() {
      if (running) return Number.POSITIVE_INFINITY;
      if (provisional === undefined) refresh();
      return provisional === undefined ? state!.changed : Number.POSITIVE_INFINITY;
    },
    members: () => state?.members ?? none,
    restsOn() {
      if (state === undefined || provisional !== undefined) return edited;
      if (state.edited.length === 0) return state.firewalls;
      if (isFirewall) bit ??= newFirewall(runtime, self);
      return bit ?? edited;
    },
    isRunning: () => running,
    widen(head, heads) {
      if (provisional?.heads.delete(head)) for (const other of heads) provisional.heads.add(other);
    },
    forget() {
      provisional = undefined;
    },
    trace() {
      if (state === undefined || running || provisional !== undefined) return undefined;
      if (state.verified !== runtime.revision && !isValid(state)) return undefined;
      state.verified = runtime.revision;
      const { value, reads, members } = state;
      return { kind: 'query', remembered, value, reads, members };
    },
  };
  if (remembered)
    runtime.named.set(remembered.name, {
      as: remembered.as,
      current: () => (self.changedAt() === Number.POSITIVE_INFINITY ? undefined : state),
      dependency: self,
    });

  expose?.({
    dependency: self,
    settled() {
      if (running) return undefined;
      if (provisional === undefined) refresh();
      return provisional === undefined && state!.members.length === 0 ? state : undefined;
    },
  });

  const isUsable = ({ isData }: { isData: boolean }): boolean =>
    isData || runtime.stack.every((reader) => reader.isOutside);

  /** Takes the value of an earlier run where that still holds. */
  const recall = (): boolean => {
    if (remembered === undefined || remembered.as === 'compared') return false;
    if (!isUsable({ isData: remembered.as === 'data' })) return false;
    const found = runtime.memory?.recall(remembered.name);
    if (found === undefined || !isUsable(found)) return false;
    const { value, dependency } = found;
    const { revision } = runtime;
    const reads = [dependency];
    state = {
      value: value as T,
      verified: revision,
      changed: revision,
      reads,
      members: none,
      edited: reads,
      firewalls: 0,
      recalled: found,
    };
    return true;
  };

  const refresh = (): void => {
    // What computations must not build on is forgotten once one asks for it.
    if (state?.recalled && !isUsable(state.recalled)) state = undefined;
    else if (state === undefined && recall()) return;
    const current = state;
    // Within its own cycle a query must not answer with what it knows from outside the cycle.
    if (current !== undefined && !current.members.some((member) => member.isRunning())) {
      if (current.verified === runtime.revision) return;
      if (isValid(current)) {
        current.verified = runtime.revision;
        return;
      }
      // One that it used to read may have asked for it meanwhile, and so have brought it up to date.
      if (state?.verified === runtime.revision) return;
    }
    const recording: Recording = { reads: new Set(), heads: new Set(), isOutside };
    const before = runtime.provisional.length;
    runtime.stack.push(recording);
    running = true;
    let value: T;
    try {
      value = compute();
    } catch (error) {
      forgetSince(runtime, before);
      throw error;
    } finally {
      running = false;
      runtime.stack.pop();
    }
    recording.heads.delete(self);
    if (recording.heads.size > 0) {
      for (const member of runtime.provisional.slice(before)) member.widen(self, recording.heads);
      provisional = { value, ...recording };
      runtime.provisional.push(self);
      return;
    }
    const members = forgetSince(runtime, before);
    if (state?.verified === runtime.revision) return;
    const same = state !== undefined && equal(state.value, value);
    const reads = [...recording.reads];
    state = {
      value: same ? state!.value : value,
      verified: runtime.revision,
      changed: same ? state!.changed : runtime.revision,
      reads,
      members,
      ...divided(reads),
    };
  };

  const isValid = (current: State<T>): boolean => {
    const { reads, verified } = current;
    const before = runtime.provisional.length;
    try {
      const othersStand = verified >= runtime.lasting && doStand(runtime, current.firewalls, verified);
      for (const read of othersStand ? current.edited : reads)
        if (read.changedAt() > verified || read.members?.().includes(self)) return false;
      if (!othersStand) Object.assign(current, divided(reads));
      return true;
    } finally {
      // These were computed in another order than they will be if this query computes.
      forgetSince(runtime, before);
    }
  };

  return () => {
    const reader = runtime.stack.at(-1);
    if (running) {
      reader?.heads.add(self);
      return undefined as T;
    }
    if (provisional === undefined) refresh();
    if (provisional === undefined) {
      reader?.reads.add(self);
      return state!.value;
    }
    // A reader of a provisional value is as good as that value, and no better.
    for (const read of provisional.reads) reader?.reads.add(read);
    for (const head of provisional.heads) reader?.heads.add(head);
    return provisional.value;
  };
}

const none: readonly Member[] = [];

/** Which of these rest on what is being edited, and the bits of the firewalls that the others rest on. */
function divided(reads: readonly Dependency[]): { edited: readonly Dependency[]; firewalls: number } {
  let firewalls = 0;
  const rest = reads.filter((read) => {
    const bits = read.restsOn?.() ?? edited;
    if (bits !== edited) firewalls |= bits;
    return bits === edited;
  });
  return { edited: rest.length === reads.length ? reads : rest, firewalls };
}

/** Forgets the values that were good only within a computation that is over; answers whose they were. */
function forgetSince({ provisional }: Runtime, before: number): readonly Member[] {
  if (provisional.length === before) return none;
  const members = provisional.splice(before);
  for (const member of members) member.forget();
  return members;
}

/**
 * Computes within a query; `stands` answers later whether all that was read meanwhile is as it was, and if so counts it as
 * read by who computes then. Absent where that cannot be told, because of queries that read each other.
 */
export function record<T>(runtime: Runtime, compute: () => T): { readonly value: T; readonly stands?: () => boolean } {
  const recording: Recording = { reads: new Set(), heads: new Set(), isOutside: false };
  runtime.stack.push(recording);
  let value: T;
  try {
    value = compute();
  } finally {
    runtime.stack.pop();
  }
  const reads = [...recording.reads];
  const heads = [...recording.heads];
  const isWithin = (read: Dependency) => (read.members?.() ?? none).some((member) => member.isRunning());
  const count = (): void => {
    const reader = runtime.stack.at(-1);
    for (const read of reads) reader?.reads.add(read);
    for (const head of heads) reader?.heads.add(head);
  };
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

/** Queries of one kind, one for each key. */
export function family<K, T>(
  runtime: Runtime,
  compute: (key: K) => T,
  equal?: (a: T, b: T) => boolean,
  remembered?: Remembered,
): (key: K) => T {
  const members = new Map<K, Query<T>>();
  const ask = (key: K): Query<T> => {
    let member = members.get(key);
    if (member === undefined) {
      const name = remembered && `${remembered.name}\n${key}`;
      member = query(runtime, () => compute(key), equal, remembered && { ...remembered, name: name! });
      members.set(key, member);
    }
    return member;
  };
  if (remembered) runtime.families.set(remembered.name, (key) => void ask(key as K));
  return (key) => ask(key)();
}

/**
 * Answers to somebody outside, one for each key, kept as long as what they rest on stands. They may have what an earlier run
 * remembers, so no query builds on them: one that asks computes for itself.
 */
export function answers<K, T>(runtime: Runtime, compute: (key: K) => T): (key: K) => T {
  const kept = new Map<K, Query<T>>();
  return (key) => {
    if (runtime.stack.length > 0) return compute(key);
    let answer = kept.get(key);
    if (answer === undefined) {
      answer = createQuery(runtime, () => compute(key), Object.is, { isOutside: true });
      kept.set(key, answer);
    }
    return answer();
  };
}

/** Queries of one kind, one for each object; each is forgotten with its object. */
export function weakFamily<K extends object, T>(
  runtime: Runtime,
  compute: (key: K) => T,
  equal?: (a: T, b: T) => boolean,
): (key: K) => T {
  const members = new WeakMap<K, Query<T>>();
  return (key) => {
    let member = members.get(key);
    if (member === undefined) {
      member = query(runtime, () => compute(key), equal);
      members.set(key, member);
    }
    return member();
  };
}
