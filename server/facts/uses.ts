import type { Range } from '../text/range';

/** The kinds of names that leave a file. */
export type UseKind =
  | 'route'
  | 'template'
  | 'tag'
  | 'filter'
  | 'library'
  | 'static'
  | 'block'
  | 'partial'
  | 'component';

/**
 * A name in a file, Python or template, that something elsewhere defines. The range covers the name alone, without
 * quotes; an empty range marks a place where the name is still to be typed.
 */
export interface Use extends Range {
  readonly kind: UseKind;
  readonly name: string;
  /** What reads the name: the tag (`extends`, `url`), or the dotted path of the Python callable or attribute. */
  readonly by: string;
  /** Whether a missing target is an error there (false for `{% include %}` in a `select_template` list, `{% url … as x %}`). */
  readonly required: boolean;
  /**
   * Where Django and a package that lets tags go over lines and hold tags (`Lexing`) disagree about what is a tag: who alone sees the use.
   * For others undefined.
   */
  readonly seenBy?: 'django' | 'package';
  /** For a library: the single names that `{% load a b from library %}` takes. For others undefined. */
  readonly imports?: readonly (Range & { readonly name: string })[];
  /** For a route in Python: what the call gives to reverse it with; undefined where that is not written out. */
  readonly arguments?: RouteArguments;
}

/** The arguments that a route is reversed with. */
export interface RouteArguments {
  readonly positional: number;
  readonly keywords: readonly string[];
}

/** The uses of a kind, in their order. */
export function usesOfKind(uses: readonly Use[], kind: UseKind): readonly Use[] {
  let kinds = byKind.get(uses);
  if (kinds === undefined) {
    kinds = new Map();
    for (const use of uses) {
      const same = kinds.get(use.kind);
      if (same) same.push(use);
      else kinds.set(use.kind, [use]);
    }
    byKind.set(uses, kinds);
  }
  return kinds.get(kind) ?? none;
}

/** Many ask for the uses of one kind in the same list. */
const byKind = new WeakMap<readonly Use[], Map<UseKind, Use[]>>();

const none: readonly Use[] = [];
