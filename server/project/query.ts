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
export interface Runtime {
  /** Rises with every change of an input. */
  revision: number;
  /** The revision in which something last changed that is not being edited: what rests on nothing else stands since then. */
  lasting: number;
  readonly firewalls: Firewalls;
  readonly stack: Recording[];
  /** Queries with a value that is good only within a computation under way, in the order in which they were computed. */
  readonly provisional: Member[];
  /** The queries that have a name, by it. */
  readonly named: Map<string, NamedQuery>;
  /** Makes the query of a family for a key, by the family's name. */
  readonly families: Map<string, (key: string) => void>;
  /** What an earlier run computed; absent where nothing is kept. */
  memory?: Memory;
}

/** What a query has to say to be remembered from one run to the next. */
export interface Remembered {
  /** Unique among the queries of a runtime, and the same in each run; of a family the part before `\n` and the key. */
  readonly name: string;
  /**
   * `data`: the value is plain data, and as good as a computed one. `answer`: other computations must not build on a
   * remembered value, because they tell its parts apart by identity; who asks from outside may have it.
   * `compared`: the value is only compared, to find out whether it is what it was.
   */
  readonly as: 'data' | 'answer' | 'compared';
}

/** The values of an earlier run. */
export interface Memory {
  /** What a query gave; undefined where that is not known, or no longer holds. */
  recall(name: string): Recalled | undefined;
}

export interface Recalled {
  readonly value: unknown;
  /** Whether computations may build on it. */
  readonly isData: boolean;
  /** Stands for all that was read then. */
  readonly dependency: Dependency;
}

/** A query with a name, as the memory sees it. */
export interface NamedQuery {
  readonly as: Remembered['as'];
  /** Brings it up to date; undefined where its value is good only within a computation under way. */
  current(): { readonly value: unknown; readonly members: readonly Member[] } | undefined;
  readonly dependency: Dependency;
}

/** What a value rests on: an input by its key, what a query read, or a number in the memory of an earlier run. */
export type Trace =
  | { readonly kind: 'input'; readonly key: string | undefined }
  | { readonly kind: 'remembered'; readonly id: number }
  | {
      readonly kind: 'query';
      readonly remembered: Remembered | undefined;
      readonly value: unknown;
      readonly reads: readonly Dependency[];
      readonly members: readonly Member[];
    };

/** A computation under way. */
interface Recording {
  readonly reads: Set<Dependency>;
  /** Queries further down the stack that it read: its own value is good only within these. */
  readonly heads: Set<Member>;
  /** Whether it is the answer to somebody outside: it may have what computations must not build on. */
  readonly isOutside: boolean;
}

/** What a query read: an input, or another query. */
export interface Dependency {
  /** The revision in which the value last changed, infinite where that is not settled; brings a query up to date first. */
  changedAt(): number;
  /** The queries that took part in its cycle, where it has one. */
  members?(): readonly Member[];
  /** What it rests on at this moment; undefined where it is not up to date. */
  trace(): Trace | undefined;
  /** The bits of the firewalls that it rests on, as far as it is up to date; `edited` where it rests on what is being edited. */
  restsOn?(): number;
  /** The query whose value it is a part of: what rests on the part is remembered as resting on the whole. */
  readonly whole?: Dependency;
}

/** What a value rests on that is being edited: all bits, and so together with any others the same. */
export const edited = -1;

/** The queries that hardly ever change, each with a bit. */
interface Firewalls {
  readonly queries: Dependency[];
  /** Which of them are known to be up to date in a revision, and when the latest of these changed. */
  checked: { revision: number; bits: number; changed: number };
}

/** A query as others see it that are in one cycle with it. */
export interface Member extends Dependency {
  isRunning(): boolean;
  /** A query that it read while that ran is done, and is itself good only within others. */
  widen(head: Member, heads: Iterable<Member>): void;
  forget(): void;
}

export function createRuntime(): Runtime {
  const firewalls = { queries: [], checked: { revision: 0, bits: 0, changed: 0 } };
  return { revision: 1, lasting: 1, firewalls, stack: [], provisional: [], named: new Map(), families: new Map() };
}

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

/** A bit for a firewall; those behind the first thirty are queries like others. */
function newFirewall({ firewalls: { queries } }: Runtime, self: Dependency): number | undefined {
  return queries.length < 30 ? 1 << (queries.push(self) - 1) : undefined;
}

/** Whether none of these firewalls has changed since a revision. */
function doStand(runtime: Runtime, bits: number, since: number): boolean {
  const { firewalls, revision } = runtime;
  if (firewalls.checked.revision !== revision) firewalls.checked = { revision, bits: 0, changed: 0 };
  const { checked } = firewalls;
  if ((bits & ~checked.bits) === 0 && checked.changed <= since) return true;
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    const bit = rest & -rest;
    const changed = firewalls.queries[31 - Math.clz32(bit)].changedAt();
    if (changed === Number.POSITIVE_INFINITY) return false;
    checked.bits |= bit;
    checked.changed = Math.max(checked.changed, changed);
    if (changed > since) return false;
  }
  return true;
}

/** Forgets the values that were good only within a computation that is over; answers whose they were. */
function forgetSince({ provisional }: Runtime, before: number): readonly Member[] {
  if (provisional.length === before) return none;
  const members = provisional.splice(before);
  for (const member of members) member.forget();
  return members;
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
