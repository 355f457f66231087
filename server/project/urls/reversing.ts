import type { RouteArguments } from '../../facts/uses';
import type { Route } from './routes';

/** What a route can be reversed with. */
export interface Accepted {
  accepts(given: RouteArguments): boolean;
  /** For people: `the argument 'pk'`. */
  readonly description: string;
}

/**
 * The arguments with which Django can reverse a route (URLResolver._reverse_with_prefix): as many as it has groups, or
 * exactly their names. Undefined where the route alone does not tell.
 */
export function acceptedBy({ route, parameters, unnamed, defaults }: Route): Accepted | undefined {
  if (defaults || isLoose(route) || (parameters.length > 0 && hasPlainGroup(route))) return undefined;
  const count = parameters.length + unnamed;
  return {
    accepts: ({ positional, keywords }) =>
      keywords.length > 0
        ? unnamed === 0 && sameNames(keywords, parameters)
        : // Without any arguments Django compares the names, of which there is none.
          positional === count,
    description: describe(parameters, unnamed),
  };
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return new Set(a).size === new Set(b).size && a.every((name) => b.includes(name));
}

/** Whether a part of a regular expression may be left out or chosen: its groups are there in some of the URLs only. */
function isLoose(route: string): boolean {
  return /\)(?:[?*]|\{0?,)|\|/.test(withoutSets(route));
}

/** Whether a regular expression has a group without a name, which counts beside named ones when a URL is made. */
function hasPlainGroup(route: string): boolean {
  return /\((?!\?)/.test(withoutSets(route));
}

/** A regular expression without escaped characters and sets such as `[(|)]`. */
function withoutSets(route: string): string {
  return route.replace(/\\./g, '').replace(/\[\^?\]?[^\]]*\]/g, '');
}

function describe(parameters: readonly string[], unnamed: number): string {
  if (unnamed > 0) return unnamed === 1 ? 'one argument without a name' : `${unnamed} arguments without names`;
  if (parameters.length === 0) return 'no arguments';
  const names = parameters.map((name) => `'${name}'`);
  if (names.length === 1) return `the argument ${names[0]}`;
  return `the arguments ${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}
