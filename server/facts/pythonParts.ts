import { unitOf } from '../python/outline';
import { withSame } from '../python/sameStatements';
import { importedNames } from '../python/sites';
import type { Statement, Unit } from '../python/syntax';
import { topStatements } from '../python/topStatements';
import { sameEntries, sameItems } from '../text/same';
import type { PythonFacts } from './facts';
import { extractPart, type PythonPart } from './pythonPart';
import { renames } from './pythonUses';
import type { Use } from './uses';

/** Reads the texts that a file has one after the other; undefined where a text is to be read as a whole. */
export type PartReader = (text: string, wanted: ReadonlySet<string>) => PythonFacts | undefined;

/**
 * Reads a Python file that is being edited in parts, one for each statement of the module: of a text that differs from the
 * one before in one statement only that is parsed. What comes out is what `extractPython` gives for the whole, but for the
 * numbers of nodes, which stay. A statement that says what it said before is the same object: who knows it need not look again.
 * @param known what is known of the module when the reading begins
 */
export function createPartReader(known?: Unit): PartReader {
  let before = nothing;
  let module = known;
  return (text, wanted) => {
    // Then what stands in one statement matters for each other one.
    if (renames(text)) return undefined;
    const now = readParts(text, wanted, before);
    if (now === undefined || !areDistinct(now.parts)) return undefined;
    const parts = module ? keeping(module, now.parts) : now.parts;
    before = { ...now, parts };
    const facts = joined(parts);
    module = facts.outline.module;
    return facts;
  };
}

interface Reading {
  readonly text: string;
  readonly parts: readonly Part[];
  /** The dotted path behind each name that the module imports. */
  readonly imports: ReadonlyMap<string, string>;
  readonly wanted: ReadonlySet<string>;
}

/** A statement of the module, with what follows up to the next one. */
interface Part extends Pick<PythonPart, 'imported' | 'assigned'> {
  readonly start: number;
  /** The number of its first node, and that of the first one behind it. */
  readonly first: number;
  readonly next: number;
  readonly statements: readonly Statement[];
  /** As of its text; the bodies and the uses are as of the file's. */
  readonly ranges: readonly number[];
  readonly functions: readonly string[];
  readonly bodies: Readonly<Record<string, Unit>>;
  readonly uses: readonly Use[];
  readonly routeNames: readonly string[];
}

function readParts(text: string, wanted: ReadonlySet<string>, before: Reading): Reading | undefined {
  const places = placesIn(text, before);
  if (places === undefined) return undefined;
  const added = [...wanted].filter((id) => !before.wanted.has(id)).map(outermost);
  const read: { part: PythonPart; at: number }[] = [];
  const parts: Part[] = [];
  let next = 0;
  places.forEach(({ start, old }, i) => {
    const kept = old && !added.some((id) => old.functions.includes(id)) ? moved(old, start, next) : undefined;
    if (kept) parts.push(kept);
    else {
      const own = text.slice(start, places[i + 1]?.start);
      const part = extractPart(own, new Set([...wanted].filter((id) => mayHold(own, id))), next);
      read.push({ part, at: i });
      parts.push(partOf(part, start, next));
    }
    next = parts[i].next;
  });
  const imports = importedNames(parts.map(({ imported }) => imported));
  if (before.parts.length > 0 && !sameEntries(imports, before.imports)) return readParts(text, wanted, nothing);
  for (const { part, at } of read) {
    const { start } = parts[at];
    const { uses, routeNames } = part.uses(imports);
    parts[at] = { ...parts[at], uses: shiftedUses(uses, start), routeNames };
  }
  return { text, parts, imports, wanted: new Set(wanted) };
}

const nothing: Reading = { text: '', parts: [], imports: new Map(), wanted: new Set() };

/** Where a statement stands, with what is known of it if it was there before. */
interface PartPlace {
  readonly start: number;
  readonly old?: Part | undefined;
}

function placesIn(text: string, before: Reading): PartPlace[] | undefined {
  const { parts } = before;
  const textOf = (i: number) => before.text.slice(parts[i].start, parts[i + 1]?.start);
  let lead = 0;
  for (let at = 0; lead < parts.length && text.startsWith(textOf(lead), at); lead++) at += textOf(lead).length;
  if (lead === parts.length && text.length === before.text.length && lead > 0)
    return parts.map((old) => ({ start: old.start, old }));
  // What follows the last of these may belong to it now.
  const last = lead > 0 ? parts[lead - 1] : undefined;
  const lastEnd = parts[lead]?.start ?? before.text.length;
  lead = Math.max(0, lead - 1);
  const shift = text.length - before.text.length;
  const trailing = new Map<number, number>();
  for (let i = parts.length - 1; i > lead && text.startsWith(textOf(i), parts[i].start + shift); i--)
    trailing.set(parts[i].start + shift, i);
  const starts = topStatements(text, parts[lead]?.start ?? 0, (start) => trailing.has(start));
  if (starts === undefined) return undefined;
  const known = trailing.get(starts.at(-1)!);
  const changed = known === undefined ? starts : starts.slice(0, -1);
  return [
    ...parts.slice(0, lead).map((old) => ({ start: old.start, old })),
    ...changed.map((start, i) => {
      const isWhole = i === 0 && (starts[1] ?? text.length) === lastEnd;
      return { start, ...(isWhole && { old: last }) };
    }),
    ...(known === undefined ? [] : parts.slice(known).map((old) => ({ start: old.start + shift, old }))),
  ];
}

/** The function of the module, or of a class in it, that one is or is defined in. */
function outermost(id: string): string {
  return id.split('.<locals>.', 1)[0];
}

function mayHold(text: string, id: string): boolean {
  const name = outermost(id).replace(/#\d+$/, '').split('.').at(-1);
  return text.includes(`def ${name}`);
}

function partOf({ outline, imported, assigned }: PythonPart, start: number, first: number): Part {
  const { statements, ranges } = outline.module;
  return {
    imported,
    assigned,
    start,
    first,
    next: first + ranges.length / 2,
    statements,
    ranges,
    functions: outline.functions,
    bodies: shiftedBodies(outline.bodies, start),
    uses: [],
    routeNames: [],
  };
}

/** The parts, with the statements of the module as it was before in the place of those that say the same. */
function keeping(before: Unit, parts: readonly Part[]): readonly Part[] {
  const statements = withSame(
    before.statements,
    parts.flatMap(({ statements }) => statements),
  );
  let at = 0;
  return parts.map((part) => {
    const own = statements.slice(at, at + part.statements.length);
    at += part.statements.length;
    return sameItems(own, part.statements) ? part : { ...part, statements: own };
  });
}

/** A part that stands elsewhere, behind the first `taken` numbers. Its nodes keep theirs as long as these are free: what they stand for is the same then. */
function moved(part: Part, start: number, taken: number): Part {
  const numbered = part.first >= taken ? part : renumbered(part, taken);
  const by = start - part.start;
  if (by === 0) return numbered;
  return { ...numbered, start, bodies: shiftedBodies(part.bodies, by), uses: shiftedUses(part.uses, by) };
}

/** The same part with numbers that are free, and room before them for what is typed next. */
function renumbered(part: Part, taken: number): Part {
  const by = Math.ceil((taken - part.first) / room) * room;
  const statements = part.statements.map((one) => withNumbers(one, by));
  return { ...part, first: part.first + by, next: part.next + by, statements };
}

const room = 256;

function withNumbers<T>(tree: T, by: number): T {
  if (typeof tree !== 'object' || tree === null) return tree;
  if (Array.isArray(tree)) return tree.map((one) => withNumbers(one, by)) as T;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(tree)) result[key] = key === 'n' ? value + by : withNumbers(value, by);
  return result as T;
}

function shiftedBodies(bodies: Readonly<Record<string, Unit>>, by: number): Readonly<Record<string, Unit>> {
  const result: Record<string, Unit> = {};
  for (const id in bodies)
    result[id] = unitOf(
      bodies[id].statements,
      bodies[id].ranges.map((offset) => offset + by),
    );
  return result;
}

function shiftedUses(uses: readonly Use[], by: number): readonly Use[] {
  return uses.map((use) => ({ ...use, start: use.start + by, end: use.end + by }));
}

/** Whether no two parts define a function of the same name: the second one would have to know of the first. */
function areDistinct(parts: readonly Part[]): boolean {
  const seen = new Set<string>();
  let count = 0;
  for (const { functions } of parts) {
    count += functions.length;
    for (const name of functions) seen.add(name);
  }
  return seen.size === count;
}

function joined(parts: readonly Part[]): PythonFacts {
  const ranges = () => {
    const all: number[] = [];
    for (const part of parts) {
      while (all.length < 2 * part.first) all.push(0);
      for (const offset of part.ranges) all.push(offset + part.start);
    }
    return all;
  };
  return {
    kind: 'python',
    outline: {
      module: unitOf(
        parts.flatMap(({ statements }) => statements),
        ranges,
      ),
      bodies: Object.assign({}, ...parts.map(({ bodies }) => bodies)),
    },
    uses: parts.flatMap(({ uses }) => uses),
    routeNames: parts.flatMap(({ routeNames }) => routeNames),
    assigned: {
      onSelf: [...new Set(parts.flatMap(({ assigned }) => assigned.onSelf))],
      onOthers: [...new Set(parts.flatMap(({ assigned }) => assigned.onOthers))],
    },
  };
}
