import { hash } from '../../text/hash';
import { pack, type StatementAt, unpack } from './pack';
import type { Dependency, Memory, Recalled, Runtime, Trace } from './runtime';

/** What the queries of a run rested on, and what they gave. Numbers from 0 are those of nodes, `~i` is input `i`. */
export interface SavedGraph {
  /** Keys, each with the fingerprint of the input's value. */
  readonly inputs: readonly (readonly [key: string, print: string])[];
  readonly nodes: readonly SavedNode[];
}

/** A query: what it read, and, where it has a name and a value that can be compared, these. */
export type SavedNode = readonly [reads: readonly number[], name?: string, print?: string];

/** The value of a query with a name, packed. */
export interface SavedValue {
  readonly node: number;
  readonly isData: boolean;
  /** The value as text; undefined for one that is no plain data. */
  packed(): string | undefined;
}

/** What an earlier run left. What it takes to read is read when it is asked for. */
export interface SavedMemory {
  graph(): SavedGraph;
  readonly names: readonly string[];
  /** Names of queries whose values could not be kept. */
  readonly omitted: ReadonlySet<string>;
  value(name: string): SavedValue | undefined;
}

/** What the memory knows of the inputs of this run. */
export interface Inputs {
  /** Rises with each change that concerns the earlier run; 0 as long as all is as it was then. */
  changes(): number;
  isAs(key: string, print: string): boolean;
  /** The fingerprint of an input's value now; undefined for what is not read. */
  print(key: string): string | undefined;
}

/** A memory that can be asked and be added to. */
export interface OpenMemory extends Memory {
  /** All that holds now, of the earlier run and of this one. */
  save(): Everything;
  /** Whether the earlier run left all that holds now. */
  isSaved(): boolean;
}

interface Everything {
  readonly graph: SavedGraph;
  readonly values: ReadonlyMap<string, SavedValue>;
  /** The names of all queries that would be kept if they could. */
  readonly names: readonly string[];
}

/**
 * The memory of what an earlier run computed. A value holds as long as all that it rests on is what it was, by way of
 * queries whose values can be compared: one of these may be computed anew and be equal.
 */
export function createMemory(
  runtime: Runtime,
  saved: SavedMemory | undefined,
  inputs: Inputs,
  statementAt: StatementAt,
): OpenMemory {
  /** For nodes of the earlier run, whether they hold; undefined for one that is being looked at. */
  let holding = new Map<number, boolean | undefined>();
  let seen = { changes: 0, revision: 0, hasCompared: false };

  const holds = (node: number): boolean => {
    const changes = inputs.changes();
    if (saved === undefined || changes === 0) return saved !== undefined;
    if (seen.changes !== changes || (seen.hasCompared && seen.revision !== runtime.revision)) {
      holding = new Map();
      seen = { changes, revision: runtime.revision, hasCompared: false };
    }
    return look(saved.graph(), node);
  };

  const look = (graph: SavedGraph, node: number): boolean => {
    if (holding.has(node)) return holding.get(node) ?? false;
    holding.set(node, undefined);
    const holdsNow =
      node < 0
        ? inputs.isAs(...graph.inputs[~node])
        : graph.nodes[node][0].every((read) => look(graph, read)) || isEqual(graph.nodes[node]);
    holding.set(node, holdsNow);
    return holdsNow;
  };

  const isEqual = ([, name, print]: SavedNode): boolean => {
    if (name === undefined || print === undefined) return false;
    seen.hasCompared = true;
    const end = name.lastIndexOf('\n');
    if (end >= 0) runtime.families.get(name.slice(0, end))?.(name.slice(end + 1));
    const now = runtime.named.get(name)?.current();
    return now !== undefined && now.members.length === 0 && printOf(pack(now.value)) === print;
  };

  return {
    recall(name): Recalled | undefined {
      const known = saved?.value(name);
      if (known === undefined || !holds(known.node)) return undefined;
      const { node, isData } = known;
      const packed = known.packed();
      if (packed === undefined) return undefined;
      const dependency: Dependency = {
        changedAt: () => (holds(node) ? 0 : Number.POSITIVE_INFINITY),
        trace: () => (holds(node) ? { kind: 'remembered', id: node } : undefined),
      };
      return { value: unpack(packed, statementAt), isData, dependency };
    },
    save: () => saveAll(runtime, saved, inputs, holds),
    isSaved: () =>
      saved !== undefined &&
      [...runtime.named].every(([name, { as, dependency }]) => {
        if (as === 'compared' || saved.omitted.has(name)) return true;
        const known = saved.value(name);
        return known ? holds(known.node) : dependency.trace() === undefined;
      }),
  };
}

function saveAll(
  runtime: Runtime,
  saved: SavedMemory | undefined,
  { print }: Inputs,
  holds: (node: number) => boolean,
): Everything {
  const inputs: [string, string][] = [];
  const inputNumbers = new Map<string, number>();
  const nodes: SavedNode[] = [];
  const values = new Map<string, SavedValue>();
  const names = new Set(saved?.omitted);
  /** Undefined while a node is looked at, and for one that cannot be kept. */
  const numbers = new Map<Dependency | number, number | undefined>();

  const inputOf = (key: string): number | undefined => {
    const known = inputNumbers.get(key);
    if (known !== undefined) return known;
    const now = print(key);
    if (now === undefined) return undefined;
    const number = ~(inputs.push([key, now]) - 1);
    inputNumbers.set(key, number);
    return number;
  };

  const all = <T>(reads: readonly T[], numberOf: (read: T) => number | undefined): number[] | undefined => {
    const found = new Set<number>();
    for (const read of reads) {
      const number = numberOf(read);
      if (number === undefined) return undefined;
      found.add(number);
    }
    return [...found];
  };

  const once = <T extends Dependency | number>(one: T, make: (one: T) => number | undefined): number | undefined => {
    if (numbers.has(one)) return numbers.get(one);
    numbers.set(one, undefined);
    const number = make(one);
    numbers.set(one, number);
    return number;
  };

  const old = (number: number): number | undefined =>
    once(number, () => {
      const { inputs: keys, nodes: before } = saved!.graph();
      if (number < 0) return inputOf(keys[~number][0]);
      const [reads, ...rest] = before[number];
      if (reads.every(holds)) {
        const now = all(reads, old);
        return now && nodes.push([now, ...rest]) - 1;
      }
      // What holds only by comparison was computed anew, and rests on that by now.
      const equal = rest[0] === undefined || !holds(number) ? undefined : runtime.named.get(rest[0]);
      return equal && live(equal.dependency);
    });

  const live = (dependency: Dependency): number | undefined =>
    once(dependency.whole ?? dependency, (one) => {
      const trace = one.trace();
      return trace && ofTrace(trace);
    });

  const ofTrace = (trace: Trace): number | undefined => {
    if (trace.kind === 'input') return trace.key === undefined ? undefined : inputOf(trace.key);
    if (trace.kind === 'remembered') return old(trace.id);
    const reads = all(trace.reads, live);
    if (reads === undefined) return undefined;
    const { remembered, value, members } = trace;
    if (remembered === undefined) return nodes.push([reads]) - 1;
    const { name, as } = remembered;
    // A big answer is packed later: only what is compared is needed at once.
    const packed = as === 'answer' || members.length > 0 ? undefined : pack(value);
    const isCompared = packed !== undefined;
    const node = nodes.push(isCompared ? [reads, name, printOf(packed)] : [reads]) - 1;
    if (as !== 'compared')
      values.set(name, { node, isData: isCompared, packed: isCompared ? () => packed : () => pack(value) });
    return node;
  };

  for (const [name, { as, dependency }] of runtime.named) {
    live(dependency);
    if (as !== 'compared' && dependency.trace()) names.add(name);
  }
  for (const name of saved?.names ?? []) {
    const known = saved!.value(name)!;
    const node = values.has(name) || !holds(known.node) ? undefined : old(known.node);
    if (node !== undefined) values.set(name, { ...known, node });
  }
  return { graph: { inputs, nodes }, values, names: [...names] };
}

function printOf(packed: string | undefined): string | undefined {
  return packed === undefined ? undefined : hash(packed);
}
