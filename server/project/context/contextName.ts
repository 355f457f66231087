import type { Place } from '../../python/values';
import type { Path } from '../../text/paths';
import type { Range } from '../../text/range';
import type { Type } from '../types/type';

/** A name that a template can see before its own tags bind any. */
export interface ContextName {
  readonly name: string;
  readonly sources: readonly NameSource[];
}

/** One place that gives a name to a template. */
export interface NameSource {
  /** What gives it: a view, a context processor, or the template that includes this one. */
  readonly by: string;
  readonly kind: 'view' | 'tag' | 'processor' | 'include';
  readonly type: () => Type;
  /** Where in Python it is given; of several places the first. */
  readonly place?: Place;
  /** Everywhere where it is. */
  readonly places?: readonly Place[];
  /** Where in a template it is given. */
  readonly location?: { readonly path: Path; readonly range: Range };
}

/** Adds sources of names, each behind those of its name. */
export function addTo(found: Map<string, NameSource[]>): (name: string, source: NameSource) => void {
  return (name, source) => {
    const all = found.get(name);
    if (all) all.push(source);
    else found.set(name, [source]);
  };
}
