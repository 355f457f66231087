/** What the queries of a workspace share: the revision, and which computations are under way. */
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
export class Recording {
  readonly reads = new Set<Dependency>();
  /** Queries further down the stack that it read: its own value is good only within these. Most have none. */
  heads: Set<Member> | undefined = undefined;

  /** @param isOutside whether it is the answer to somebody outside: it may have what computations must not build on */
  constructor(readonly isOutside: boolean) {}

  /** Counts what a value rests on that is good only within others as read, too. */
  addAll({ reads, heads }: { readonly reads: Iterable<Dependency>; readonly heads: Iterable<Member> }): void {
    for (const read of reads) this.reads.add(read);
    for (const head of heads) this.addHead(head);
  }

  addHead(head: Member): void {
    this.heads ??= new Set();
    this.heads.add(head);
  }
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

/** A runtime without any query. */
export function createRuntime(): Runtime {
  const firewalls = { queries: [], checked: { revision: 0, bits: 0, changed: 0 } };
  return { revision: 1, lasting: 1, firewalls, stack: [], provisional: [], named: new Map(), families: new Map() };
}

/** A bit for a firewall; those behind the first thirty are queries like others. */
export function newFirewall({ firewalls: { queries } }: Runtime, self: Dependency): number | undefined {
  return queries.length < 30 ? 1 << (queries.push(self) - 1) : undefined;
}

/** Whether none of these firewalls has changed since a revision. */
export function doStand(runtime: Runtime, bits: number, since: number): boolean {
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
