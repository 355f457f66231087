import { type Outline, unitOf } from '../python/outline';
import { withSame } from '../python/sameStatements';
import { importedNames } from '../python/sites';
import type { Statement, Unit } from '../python/syntax';
import { sameEntries, sameItems } from '../text/same';
import type { PythonFacts } from './facts';
import { type Divided, placesIn } from './partPlaces';
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
  let bodies: Outline['bodies'] = {};
  return (text, wanted) => {
    const now = readParts(text, wanted, withBodies(before, bodies));
    const parts = module ? keeping(module, now.parts) : now.parts;
    before = { ...now, parts };
    bodies = {};
    // Then what stands in one statement matters for each other one.
    if (parts.some(({ renames }) => renames) || !areDistinct(parts)) return undefined;
    const facts = joined(parts, now.free);
    ({ module, bodies } = facts.outline);
    return facts;
  };
}

interface Reading extends Divided<Part> {
  /** The dotted path behind each name that the module imports. */
  readonly imports: ReadonlyMap<string, string>;
  readonly wanted: ReadonlySet<string>;
  /** The numbers of nodes from here on have not been used. */
  readonly free: number;
}

/** A statement of the module, with what follows up to the next one. */
interface Part extends Pick<PythonPart, 'imported' | 'assigned'> {
  readonly start: number;
  readonly length: number;
  /** The number of its first node, and the first one behind it that is not for it. */
  readonly first: number;
  readonly limit: number;
  /** Whether it imports a name that the index looks for under another one. */
  readonly renames: boolean;
  readonly statements: readonly Statement[];
  /** As of its text; the bodies and the uses are as of the file's. */
  readonly ranges: readonly number[];
  readonly functions: readonly string[];
  readonly bodies: Readonly<Record<string, Unit>>;
  readonly uses: readonly Use[];
  readonly routeNames: readonly string[];
}

const nothing: Reading = { text: '', parts: [], isClosed: true, imports: new Map(), wanted: new Set(), free: 0 };

/** With those bodies that somebody has made since. */
function withBodies(before: Reading, bodies: Outline['bodies']): Reading {
  const count = before.parts.reduce((sum, part) => sum + Object.keys(part.bodies).length, 0);
  const all = Object.keys(bodies);
  if (all.length <= count) return before;
  const known = new Set(before.parts.flatMap((part) => Object.keys(part.bodies)));
  const made = all.filter((id) => !known.has(id));
  const parts = before.parts.map((part) => {
    const own = made.filter((id) => part.functions.includes(outermost(id))).map((id) => [id, bodies[id]] as const);
    return own.length === 0 ? part : { ...part, bodies: { ...part.bodies, ...Object.fromEntries(own) } };
  });
  return { ...before, parts, wanted: new Set([...before.wanted, ...made]) };
}

/** @param isAnew whether what stood there before is to be read again, too */
function readParts(text: string, wanted: ReadonlySet<string>, before: Reading, isAnew = false): Reading {
  const { places, isClosed } = placesIn(text, before);
  const added = [...wanted].filter((id) => !before.wanted.has(id)).map(outermost);
  const read: { part: PythonPart; at: number }[] = [];
  let { free } = before;
  const parts = places.map(({ start, length, before: known, isSame }, at) => {
    if (known && isSame && !isAnew && !added.some((id) => known.functions.includes(id))) return moved(known, start);
    const own = text.slice(start, start + length);
    const bodies = new Set([...wanted].filter((id) => mayHold(own, id)));
    let part = extractPart(own, bodies, known?.first ?? free);
    let numbers: Pick<Part, 'first' | 'limit'> | undefined = known;
    // Those behind it keep their numbers: what grows too much moves out.
    if (numbers === undefined || behind(part, numbers.first) > numbers.limit) {
      if (known) part = extractPart(own, bodies, free);
      numbers = { first: free, limit: behind(part, free) + (before === nothing ? 0 : room) };
      free = numbers.limit;
    }
    read.push({ part, at });
    return partOf(part, { start, length, first: numbers.first, limit: numbers.limit, renames: renames(own) });
  });
  if (free > mostNumbers && before !== nothing) return readParts(text, wanted, nothing);
  const imports = importedNames(parts.map(({ imported }) => imported));
  if (before !== nothing && !isAnew && !sameEntries(imports, before.imports))
    return readParts(text, wanted, before, true);
  for (const { part, at } of read) {
    const { uses, routeNames } = part.uses(imports);
    parts[at] = { ...parts[at], uses: shiftedUses(uses, parts[at].start), routeNames };
  }
  return { text, parts, isClosed, imports, wanted: new Set(wanted), free };
}

/** For what is typed next in a statement. */
const room = 256;

/** A file that has used more starts again. */
const mostNumbers = 1_000_000;

/** The number behind the last node of a part. */
function behind({ outline }: PythonPart, first: number): number {
  return first + outline.module.ranges.length / 2;
}

/** The function of the module, or of a class in it, that one is or is defined in. */
function outermost(id: string): string {
  return id.split('.<locals>.', 1)[0];
}

function mayHold(text: string, id: string): boolean {
  const name = outermost(id).replace(/#\d+$/, '').split('.').at(-1);
  return text.includes(`def ${name}`);
}

function partOf(
  { outline, imported, assigned }: PythonPart,
  place: Pick<Part, 'start' | 'length' | 'first' | 'limit' | 'renames'>,
): Part {
  const { statements, ranges } = outline.module;
  return {
    ...place,
    imported,
    assigned,
    statements,
    ranges,
    functions: outline.functions,
    bodies: shiftedBodies(outline.bodies, place.start),
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

/** A part that stands elsewhere. Its nodes keep their numbers: what they stand for is the same. */
function moved(part: Part, start: number): Part {
  const by = start - part.start;
  if (by === 0) return part;
  return { ...part, start, bodies: shiftedBodies(part.bodies, by), uses: shiftedUses(part.uses, by) };
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

function joined(parts: readonly Part[], free: number): PythonFacts {
  const ranges = () => {
    const all: number[] = new Array(2 * free).fill(0);
    for (const { first, start, ranges } of parts)
      for (let i = 0; i < ranges.length; i++) all[2 * first + i] = ranges[i] + start;
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
