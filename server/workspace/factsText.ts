import type { FileFacts, PythonFacts } from '../facts/facts';
import type { Unit } from '../python/syntax';

/**
 * Facts as JSON, for the cache. Of a unit's nodes and ranges, which mostly follow each other, only the distances are written:
 * they are half of what there is to write.
 */
export function factsToText(facts: FileFacts): string {
  return JSON.stringify(facts.kind === 'python' ? withUnits(facts, written) : facts);
}

/** The facts that were written. */
export function factsFromText(text: string): FileFacts {
  const facts = JSON.parse(text) as FileFacts;
  return facts.kind === 'python' ? withUnits(facts, read) : facts;
}

function withUnits(facts: PythonFacts, change: (unit: Unit) => Unit): PythonFacts {
  const { module, bodies } = facts.outline;
  const changed = Object.entries(bodies).map(([id, unit]) => [id, change(unit)] as const);
  return { ...facts, outline: { module: change(module), bodies: Object.fromEntries(changed) } };
}

function written({ statements, fingerprint, ranges }: Unit): Unit {
  const distances: number[] = [];
  for (let i = 0; i < ranges.length; i += 2)
    distances.push(ranges[i] - (i === 0 ? 0 : ranges[i - 2]), ranges[i + 1] - ranges[i]);
  return { statements: withoutNumbers(statements, { last: -1 }) as Unit['statements'], fingerprint, ranges: distances };
}

function read({ statements, fingerprint, ranges: distances }: Unit): Unit {
  const ranges: number[] = [];
  for (let i = 0; i < distances.length; i += 2) {
    const start = distances[i] + (i === 0 ? 0 : ranges[i - 2]);
    ranges.push(start, start + distances[i + 1]);
  }
  addNumbers(statements, { last: -1 });
  return { statements, fingerprint, ranges };
}

/** A copy of a syntax tree in which a node that has the number after that of the node before it has none. */
function withoutNumbers(tree: unknown, before: { last: number }): unknown {
  if (Array.isArray(tree)) return tree.map((one) => withoutNumbers(one, before));
  if (typeof tree !== 'object' || tree === null) return tree;
  const copy: Record<string, unknown> = {};
  const { n } = tree as { n?: number };
  if ('kind' in tree) {
    // What has a kind and no number is no node.
    if (n === undefined) copy.n = null;
    else if (n !== before.last + 1) copy.n = n - before.last;
    before.last = n ?? before.last;
  }
  for (const [key, value] of Object.entries(tree)) if (key !== 'n') copy[key] = withoutNumbers(value, before);
  return copy;
}

/** Gives the nodes of a tree that was just read their numbers again. */
function addNumbers(tree: unknown, before: { last: number }): void {
  if (Array.isArray(tree)) {
    for (const one of tree) addNumbers(one, before);
  } else if (typeof tree === 'object' && tree !== null) {
    const node = tree as { kind?: string; n?: number | null };
    if (node.n === null) delete node.n;
    else if (node.kind !== undefined) {
      node.n = before.last + (node.n ?? 1);
      before.last = node.n;
    }
    for (const key in node) if (key !== 'n') addNumbers((node as Record<string, unknown>)[key], before);
  }
}
