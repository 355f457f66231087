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
export function acceptedBy(route: Route): Accepted | undefined {
  let known = accepted.get(route);
  if (known === undefined) {
    known = { by: readAccepted(route) };
    accepted.set(route, known);
  }
  return known.by;
}

const accepted = new WeakMap<Route, { readonly by: Accepted | undefined }>();

function readAccepted({ route, parameters, unnamed, defaults }: Route): Accepted | undefined {
  const { isLoose, isNested, hasPlain } = groupsOf(route);
  if (defaults || isLoose || isNested || (parameters.length > 0 && hasPlain)) return undefined;
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

/**
 * How a regular expression has its groups, as django.utils.regex_helper.normalize reads it: nothing inside of a group that captures
 * matters.
 */
function groupsOf(route: string): {
  /** Whether a part with a group may be left out, or is one of several. */
  isLoose: boolean;
  /** Whether a group stands in another one. */
  isNested: boolean;
  /** Whether a group has no name: it counts beside named ones when a URL is made. */
  hasPlain: boolean;
} {
  const text = route.replace(/\\./g, '').replace(/\[\^?\]?[^\]]*\]/g, '');
  let [capturing, isNested, hasPlain, outside] = [0, false, false, ''];
  const open: boolean[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '(') {
      const captures = text[i + 1] !== '?' || text.startsWith('(?P<', i);
      if (captures) {
        isNested ||= capturing > 0;
        hasPlain ||= text[i + 1] !== '?';
        capturing++;
      }
      open.push(captures);
    } else if (c === ')') {
      if (open.pop()) capturing--;
      if (capturing === 0) outside += ')';
    } else if (capturing === 0) outside += c;
  }
  return { isLoose: /\)(?:[?*]|\{0?,)|\|/.test(outside), isNested, hasPlain };
}

function describe(parameters: readonly string[], unnamed: number): string {
  if (unnamed > 0) return unnamed === 1 ? 'one argument without a name' : `${unnamed} arguments without names`;
  if (parameters.length === 0) return 'no arguments';
  const names = parameters.map((name) => `'${name}'`);
  if (names.length === 1) return `the argument ${names[0]}`;
  return `the arguments ${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}
