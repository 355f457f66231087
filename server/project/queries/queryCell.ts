import {
  type Dependency,
  doStand,
  edited,
  type Member,
  newFirewall,
  Recording,
  type Remembered,
  type Runtime,
  type Trace,
} from './runtime';

/** What queries have in common that differ in their key only. */
export interface QueryKind<K, T> {
  readonly compute: (key: K) => T;
  readonly equal: (a: T, b: T) => boolean;
  /** Of a family the name without the key. */
  readonly remembered?: Remembered | undefined;
  readonly isFamily?: boolean;
  readonly isFirewall?: boolean;
  readonly isOutside?: boolean;
}

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
  readonly recalled: { readonly isData: boolean } | undefined;
}

/** A value that is good only within the queries under way that it read. */
interface Provisional<T> {
  readonly value: T;
  readonly reads: ReadonlySet<Dependency>;
  readonly heads: Set<Member>;
}

/** What lies behind a query. There are many: each has its values alone, and what it shares with others is its kind. */
export class QueryCell<K, T> implements Member {
  private state: State<T> | undefined = undefined;
  private provisional: Provisional<T> | undefined = undefined;
  private running = false;
  /** Of a firewall, once it rests on what is being edited. */
  private bit: number | undefined = undefined;

  constructor(
    private readonly runtime: Runtime,
    private readonly kind: QueryKind<K, T>,
    private readonly key: K,
  ) {
    const { remembered } = this;
    if (remembered)
      runtime.named.set(remembered.name, {
        as: remembered.as,
        current: () => (this.changedAt() === Number.POSITIVE_INFINITY ? undefined : this.state),
        dependency: this,
      });
  }

  /** The value, for the query that computes now; undefined for one that, by way of others, reads itself. */
  get(): T {
    const reader = this.runtime.stack.at(-1);
    if (this.running) {
      reader?.addHead(this);
      return undefined as T;
    }
    if (this.provisional === undefined) this.refresh();
    if (this.provisional === undefined) {
      reader?.reads.add(this);
      return this.state!.value;
    }
    // A reader of a provisional value is as good as that value, and no better.
    reader?.addAll(this.provisional);
    return this.provisional.value;
  }

  /** The value, brought up to date without any record; undefined where it is good only within a computation, or came out of a cycle. */
  settled(): { readonly value: T } | undefined {
    if (this.running) return undefined;
    if (this.provisional === undefined) this.refresh();
    return this.provisional === undefined && this.state!.members.length === 0 ? this.state : undefined;
  }

  changedAt(): number {
    if (this.running) return Number.POSITIVE_INFINITY;
    if (this.provisional === undefined) this.refresh();
    return this.provisional === undefined ? this.state!.changed : Number.POSITIVE_INFINITY;
  }

  members(): readonly Member[] {
    return this.state?.members ?? none;
  }

  restsOn(): number {
    const { state } = this;
    if (state === undefined || this.provisional !== undefined) return edited;
    if (state.edited.length === 0) return state.firewalls;
    if (this.kind.isFirewall) this.bit ??= newFirewall(this.runtime, this);
    return this.bit ?? edited;
  }

  isRunning(): boolean {
    return this.running;
  }

  widen(head: Member, heads: Iterable<Member>): void {
    const own = this.provisional?.heads;
    if (own?.delete(head)) for (const other of heads) own.add(other);
  }

  forget(): void {
    this.provisional = undefined;
  }

  trace(): Trace | undefined {
    const { state, runtime } = this;
    if (state === undefined || this.running || this.provisional !== undefined) return undefined;
    if (state.verified !== runtime.revision && !this.isValid(state)) return undefined;
    state.verified = runtime.revision;
    const { value, reads, members } = state;
    return { kind: 'query', remembered: this.remembered, value, reads, members };
  }

  private get remembered(): Remembered | undefined {
    const { remembered, isFamily } = this.kind;
    return remembered && isFamily ? { ...remembered, name: `${remembered.name}\n${this.key}` } : remembered;
  }

  private isUsable({ isData }: { isData: boolean }): boolean {
    return isData || this.runtime.stack.every((reader) => reader.isOutside);
  }

  /** Takes the value of an earlier run where that still holds. */
  private recall(): boolean {
    const { runtime } = this;
    if (this.kind.remembered === undefined || this.kind.remembered.as === 'compared') return false;
    if (runtime.memory === undefined || !this.isUsable({ isData: this.kind.remembered.as === 'data' })) return false;
    const found = runtime.memory.recall(this.remembered!.name);
    if (found === undefined || !this.isUsable(found)) return false;
    // To find out whether that holds it may have been computed.
    if (this.state !== undefined) return false;
    const { revision } = runtime;
    const reads = [found.dependency];
    this.state = {
      value: found.value as T,
      verified: revision,
      changed: revision,
      reads,
      members: none,
      edited: reads,
      firewalls: 0,
      recalled: found,
    };
    return true;
  }

  private refresh(): void {
    const { runtime } = this;
    // What computations must not build on is forgotten once one asks for it.
    if (this.state?.recalled && !this.isUsable(this.state.recalled)) this.state = undefined;
    else if (this.state === undefined && this.recall()) return;
    const current = this.state;
    // Within its own cycle a query must not answer with what it knows from outside the cycle.
    if (current !== undefined && !current.members.some((member) => member.isRunning())) {
      if (current.verified === runtime.revision) return;
      if (this.isValid(current)) {
        current.verified = runtime.revision;
        return;
      }
      // One that it used to read may have asked for it meanwhile, and so have brought it up to date.
      if (this.state?.verified === runtime.revision) return;
    }
    this.compute();
  }

  private compute(): void {
    const { runtime, kind } = this;
    const recording = new Recording(kind.isOutside === true);
    const before = runtime.provisional.length;
    runtime.stack.push(recording);
    this.running = true;
    let value: T;
    try {
      value = kind.compute(this.key);
    } catch (error) {
      forgetSince(runtime, before);
      throw error;
    } finally {
      this.running = false;
      runtime.stack.pop();
    }
    const { heads } = recording;
    heads?.delete(this);
    if (heads !== undefined && heads.size > 0) {
      for (const member of runtime.provisional.slice(before)) member.widen(this, heads);
      this.provisional = { value, reads: recording.reads, heads };
      runtime.provisional.push(this);
      return;
    }
    const members = forgetSince(runtime, before);
    const last = this.state;
    if (last?.verified === runtime.revision) return;
    const isSame = last !== undefined && kind.equal(last.value, value);
    const reads = [...recording.reads];
    this.state = {
      value: isSame ? last.value : value,
      verified: runtime.revision,
      changed: isSame ? last.changed : runtime.revision,
      reads,
      members,
      edited: none,
      firewalls: 0,
      recalled: undefined,
    };
    divide(this.state);
  }

  private isValid(current: State<T>): boolean {
    const { runtime } = this;
    const { reads, verified } = current;
    const before = runtime.provisional.length;
    try {
      const othersStand = verified >= runtime.lasting && doStand(runtime, current.firewalls, verified);
      for (const read of othersStand ? current.edited : reads)
        if (read.changedAt() > verified || read.members?.().includes(this)) return false;
      if (!othersStand) divide(current);
      return true;
    } finally {
      // These were computed in another order than they will be if this query computes.
      forgetSince(runtime, before);
    }
  }
}

const none: readonly Member[] = [];

/** Tells which of the reads rest on what is being edited, and the bits of the firewalls that the others rest on. */
function divide(state: State<unknown>): void {
  let firewalls = 0;
  const rest = state.reads.filter((read) => {
    const bits = read.restsOn?.() ?? edited;
    if (bits !== edited) firewalls |= bits;
    return bits === edited;
  });
  state.edited = rest.length === 0 ? none : rest.length === state.reads.length ? state.reads : rest;
  state.firewalls = firewalls;
}

/** Forgets the values that were good only within a computation that is over; answers whose they were. */
function forgetSince({ provisional }: Runtime, before: number): readonly Member[] {
  if (provisional.length === before) return none;
  const members = provisional.splice(before);
  for (const member of members) member.forget();
  return members;
}
