import { once } from '../text/once';
import versions from './data/versions.json';

/** A version that the data describes, as major.minor; the newest patch release of it was asked. */
export type DjangoVersion = '4.2' | '5.0' | '5.1' | '5.2' | '6.0' | '6.1';

/** The versions that the data describes, oldest first. */
export const djangoVersions = versions as readonly DjangoVersion[];

/** The versions in which something is there, both included; undefined where the data's own range ends. */
export interface Lifespan {
  readonly since?: DjangoVersion;
  readonly until?: DjangoVersion;
}

/**
 * Which version's data to use for a Django of any version ('5.1.3', '6.0rc1', '4.2'): that version; for one in between or
 * beyond the newest, the newest before it; for one older than all, the oldest. Undefined or not a version: the newest,
 * since a name that is no longer there is better asked with `lifespanOf` than completed.
 */
export function nearestVersion(version: string | undefined): DjangoVersion {
  const wanted = ordinal(version);
  if (wanted === undefined) return djangoVersions[djangoVersions.length - 1];
  return djangoVersions.findLast((known) => ordinal(known)! <= wanted) ?? djangoVersions[0];
}

/**
 * Whether the data describes a Django of this version exactly (any patch release of a known one). Where it does not, a
 * name that is missing from the data proves nothing.
 */
export function isKnownVersion(version: string | undefined): boolean {
  return djangoVersions.some((known) => ordinal(known) === ordinal(version));
}

/** The rows of a table that hold in a version. */
export function rowsOf<Row extends Lifespan>(rows: readonly Row[], version: DjangoVersion): Row[] {
  return rows.filter((row) => lives(row, version));
}

/** The versions that have any of some rows (a thing that changed has several); undefined without rows. */
export function lifespanOf(rows: readonly Lifespan[]): Lifespan | undefined {
  if (rows.length === 0) return undefined;
  const living = djangoVersions.filter((version) => rows.some((row) => lives(row, version)));
  const [first, last] = [living[0], living[living.length - 1]];
  return {
    since: first === djangoVersions[0] ? undefined : first,
    until: last === djangoVersions[djangoVersions.length - 1] ? undefined : last,
  };
}

/** A function of the version that computes once for each. */
export function perVersion<Value>(compute: (version: DjangoVersion) => Value): (version: DjangoVersion) => Value {
  const known = new Map<DjangoVersion, Value>();
  return (version) => {
    if (!known.has(version)) known.set(version, compute(version));
    return known.get(version)!;
  };
}

function lives({ since, until }: Lifespan, version: DjangoVersion): boolean {
  const at = ordinal(version)!;
  return (since === undefined || ordinal(since)! <= at) && (until === undefined || at <= ordinal(until)!);
}

/** Whether a version is older than another one; false for what is no version. */
export function isBefore(version: string, other: string): boolean {
  const [a, b] = [ordinal(version), ordinal(other)];
  return a !== undefined && b !== undefined && a < b;
}

/** Major and minor as one number that orders versions; a missing minor is 0. */
const ordinal = once((version: string | undefined): number | undefined => {
  const match = /^\s*v?(\d+)(?:\.(\d+))?/.exec(version ?? '');
  return match ? Number(match[1]) * 1000 + Number(match[2] ?? 0) : undefined;
});
