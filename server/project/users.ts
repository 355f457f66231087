import type { FileFacts } from '../facts/facts';
import type { Use } from '../facts/uses';
import type { Path } from '../text/paths';

/** Which files use which name. */
export interface Users {
  /** Takes what a file uses now in the place of what it used before. What that is, is looked at when somebody asks for the users of a name. */
  replace(path: Path, before: FileFacts | undefined, now: FileFacts | undefined): void;
  /** The files that use a name, by its key. */
  byKey(): ReadonlyMap<string, ReadonlySet<Path>>;
}

/** An empty table of which files use which name. */
export function createUsers(): Users {
  const byKey = new Map<string, Set<Path>>();
  const replaced = new Map<Path, { before: FileFacts | undefined; now: FileFacts | undefined }>();
  return {
    replace(path, before, now) {
      const earlier = replaced.get(path);
      replaced.set(path, { before: earlier ? earlier.before : before, now });
    },
    byKey() {
      for (const [path, { before, now }] of replaced) update(byKey, path, before?.uses ?? none, now?.uses ?? none);
      replaced.clear();
      return byKey;
    },
  };
}

const none: readonly Use[] = [];

function update(byKey: Map<string, Set<Path>>, path: Path, before: readonly Use[], now: readonly Use[]): void {
  // While somebody types, most names stay: only those between the first and the last that differ are looked at.
  const least = Math.min(before.length, now.length);
  let start = 0;
  while (start < least && isSameName(before[start], now[start])) start++;
  let end = 0;
  while (end < least - start && isSameName(before[before.length - 1 - end], now[now.length - 1 - end])) end++;
  const gone = new Set(before.slice(start, before.length - end).map(({ kind, name }) => useKey(kind, name)));
  if (gone.size > 0) {
    for (const { kind, name } of now) gone.delete(useKey(kind, name));
    for (const key of gone) byKey.get(key)?.delete(path);
  }
  for (const { kind, name } of now.slice(start, now.length - end)) {
    const key = useKey(kind, name);
    const paths = byKey.get(key);
    if (paths) paths.add(path);
    else byKey.set(key, new Set([path]));
  }
}

/** A template may be named relative to the one that names it, so only the last part of its name is the same everywhere. */
export function useKey(kind: Use['kind'], name: string): string {
  return `${kind} ${kind === 'template' ? name.slice(name.lastIndexOf('/') + 1).replace(/(?<=.)#.*$/, '') : name}`;
}

/** Whether the same names are used, wherever they stand. */
export function sameNames(a: readonly Use[], b: readonly Use[]): boolean {
  return a.length === b.length && a.every((use, i) => isSameName(use, b[i]));
}

function isSameName(a: Use, b: Use): boolean {
  return a.kind === b.kind && a.name === b.name;
}

/** Whether the same names are used at the same places in the same way. */
export function sameUses(a: readonly Use[], b: readonly Use[]): boolean {
  return a === b || (a.length === b.length && a.every((use, i) => isSameUse(use, b[i])));
}

function isSameUse(a: Use, b: Use): boolean {
  return (
    a.start === b.start &&
    a.end === b.end &&
    isSameName(a, b) &&
    a.by === b.by &&
    a.required === b.required &&
    isSameData(a.imports, b.imports) &&
    isSameData(a.arguments, b.arguments)
  );
}

function isSameData(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
