import { extract } from '../facts/extract';
import type { FileFacts } from '../facts/facts';
import type { SavedGraph } from '../project/queries/memory';
import type { Path } from '../text/paths';
import {
  absent,
  type CacheIndex,
  type CacheStore,
  type Chunk,
  type ChunkWriter,
  dropped,
  type IndexedFile,
  untrusted,
} from './cacheFile';
import { factsToText } from './factsText';
import { pause } from './pause';
import { contentPrint } from './restore';
import type { SaveContext, StampOf } from './save';

/** A file as it is known at one moment. */
export interface KnownFile {
  readonly path: Path;
  /** Undefined for one that is not there, and while those of an earlier run are in use. */
  readonly facts: FileFacts | undefined;
  /** Where the cache has the facts that are in use. */
  readonly before: IndexedFile | undefined;
  readonly bodies: ReadonlySet<string>;
  /** The sections that queries read, and one fingerprint of these. */
  readonly sections: readonly string[];
  readonly print: string;
}

/** The files that are known at this moment, and what of them the queries in a graph read. */
export function knownFiles(graph: SavedGraph, { files, restored }: SaveContext): KnownFile[] {
  const read = new Map<Path, string[]>();
  for (const [key] of graph.inputs) {
    const [kind, path, section] = key.split('\n');
    if (kind !== 'file') continue;
    const sections = read.get(path) ?? [];
    sections.push(section);
    read.set(path, sections);
  }
  const paths = [...files.paths()].filter(files.isLoaded).sort();
  return paths.map((path) => {
    const bodies = files.bodiesOf(path);
    const entry = files.isRestored(path) ? restored?.file(path) : undefined;
    // What was kept of a file lacks a body that was first asked for in this run.
    const before = entry?.[5].length === bodies.size ? entry : undefined;
    const sections = (read.get(path) ?? []).sort();
    return {
      path,
      facts: before ? undefined : files.facts(path),
      before,
      bodies,
      sections,
      print: files.sectionsPrint(path, sections),
    };
  });
}

/** How many files share a chunk: more are smaller together, and take longer to read for one of them. */
const groupSize = 32;

/**
 * Writes the facts of files. A chunk of the earlier run goes over as it is when all that is in it is still in use.
 */
export async function writeFacts(
  store: CacheStore,
  writer: ChunkWriter,
  known: readonly KnownFile[],
  { loader, restored }: SaveContext,
  stampOf: StampOf,
): Promise<Pick<CacheIndex, 'files' | 'sections' | 'groups'> & { readonly size: number }> {
  const stamps = await store.stamps(known.map(({ path }) => path));
  const used = countBy(known, ({ before }) => before?.[6]);
  const had = countBy(restored?.files ?? [], (entry) => entry[6]);
  const groups: Chunk[] = [];
  const copied = new Map<number, number>();
  let lines: string[] = [];
  const closeGroup = (): void => {
    if (lines.length > 0) groups[current] = writer.add(store.compress(lines.join('\n')));
    lines = [];
    current = -1;
  };
  /** The group that is being filled; its number is taken when its first line comes. */
  let current = -1;
  const addLine = (text: string): [group: number, line: number] => {
    if (lines.length >= groupSize) closeGroup();
    if (current < 0) current = groups.push([0, 0]) - 1;
    return [current, lines.push(text) - 1];
  };
  const copy = (group: number): number => {
    let number = copied.get(group);
    if (number === undefined) {
      number = groups.push(writer.add(restored!.group(group))) - 1;
      copied.set(group, number);
    }
    return number;
  };

  const sections = new Map<string, number>();
  const lists: (readonly string[])[] = [];
  const listOf = (names: readonly string[]): number => {
    const key = names.join('\n');
    const number = sections.get(key) ?? lists.push(names) - 1;
    sections.set(key, number);
    return number;
  };

  const files: IndexedFile[] = [];
  for (const [i, one] of known.entries()) {
    const { path, before, bodies } = one;
    if (i % groupSize === 0) await pause();
    const rest = [listOf(one.sections), one.print, [...bodies]] as const;
    if (before) {
      const stamp = await stampOf('file', path, stamps[i], async () => false);
      const [group, line] = [before[6], before[7]];
      const isWhole = group >= 0 && used.get(group) === had.get(group);
      const at =
        group < 0
          ? ([group, line] as const)
          : isWhole
            ? ([copy(group), line] as const)
            : addLine(restored!.factsText(before)!);
      files.push([path, stamp, before[2], ...rest, ...at]);
      continue;
    }
    const text = loader.isOpen(path) ? undefined : await loader.readDisk(path);
    const json = one.facts && factsToText(one.facts);
    let same: boolean | undefined;
    const isSame = async () => {
      same ??= text === undefined || comparable(extract(path, text, { bodies })) === comparable(one.facts);
      return same;
    };
    const stamp = await stampOf('file', path, stamps[i], isSame);
    const isKept = !loader.isOpen(path) && (text === undefined) === (json === undefined);
    if (!isKept || (stamp === untrusted && !(await isSame()))) files.push([path, untrusted, '', ...rest, dropped, 0]);
    else
      files.push([
        path,
        stamp,
        contentPrint(text),
        ...rest,
        ...(json === undefined ? ([absent, 0] as const) : addLine(json)),
      ]);
  }
  closeGroup();
  const size = stamps.reduce((sum, stamp) => sum + (stamp?.size ?? 0), 0);
  return { files, sections: lists, groups, size };
}

/** As text, whatever the order in which the bodies were asked for. */
function comparable(facts: FileFacts | undefined): string | undefined {
  if (facts?.kind !== 'python') return JSON.stringify(facts);
  const { module, bodies } = facts.outline;
  const sorted = Object.entries(bodies).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ ...facts, outline: { module, sorted } });
}

function countBy<T>(things: readonly T[], groupOf: (thing: T) => number | undefined): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const thing of things) {
    const group = groupOf(thing);
    if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}
