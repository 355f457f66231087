import type { Place } from '../../python/values';
import type { AdminSite } from '../admin/sites';
import type { Problem } from '../problem';
import type { View } from './view';

/** A URL pattern that leads to a view. */
export interface Route {
  /** As `reverse()` takes it, with its namespaces; undefined for a pattern without a name. */
  readonly name?: string;
  /** The whole route from the root, as Django joins it. */
  readonly route: string;
  /** Names of the parameters, those of the includes first. */
  readonly parameters: readonly string[];
  /** How many groups have no name; only a pattern without named groups has any. */
  readonly unnamed: number;
  /** Whether the pattern or an include above it gives the view further arguments: these may be left out or given when it is reversed. */
  readonly defaults?: true;
  readonly view?: View;
  /** The call of `path()` or `re_path()`. */
  readonly place?: Place;
  /** The string that names the route. */
  readonly namePlace?: Place;
}

/** A part of the URLconf that could not be followed: any route may be below its namespaces. */
export interface Gap extends Problem {
  readonly namespaces: readonly string[];
}

export interface Routes {
  readonly list: readonly Route[];
  /** Instance namespaces by application namespace, each with its own outer namespaces: `reverse('app:name')` finds any of them. */
  readonly applications: ReadonlyMap<string, readonly string[]>;
  readonly gaps: readonly Gap[];
  /** The admin sites that are included. */
  readonly sites: readonly AdminSite[];
  /** What a branch adds that is likely not taken, such as `if settings.DEBUG:`; it may still be there. */
  readonly unlikely: Omit<Routes, 'unlikely'>;
}

/** The modules that the routes are written in, and those of their views. */
export function modulesOf({ list }: Routes, moduleOf: (path: string) => string | undefined): ReadonlySet<string> {
  const paths = new Set(list.flatMap(({ place, view }) => [place?.path, view?.place?.path]));
  return new Set([...paths].map((path) => path && moduleOf(path)).filter((module) => module !== undefined));
}
