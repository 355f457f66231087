import { contribModels } from '../../django/apps';
import { fieldClass, fieldClasses } from '../../django/fields';
import { methodResolutionOrder } from '../../django/mro';
import type { DjangoVersion } from '../../django/versions';
import { linearized, resolve } from '../../python/resolve';
import { type ClassValue, dottedOf, likeliest, type Value } from '../../python/values';
import type { Line, World } from '../../python/world';
import { once, onceForEach } from '../../text/once';

/** Answers what a class derives from, whether or not the source of its bases is at hand. */
export interface Ancestry {
  /** Dotted paths of a class and all its ancestors, where each is defined, in method resolution order; empty for what is no class. */
  of(value: Value): readonly string[];
  /** The same without following bases that are not read, as values. */
  classes(value: ClassValue): readonly (ClassValue | Extract<Value, { kind: 'ref' }>)[];
}

/** The ancestry of classes in a world; where Django is not installed, its own classes are known by their data. */
export function createAncestry(world: World, version: DjangoVersion): Ancestry {
  const known = pathsOf(version);
  return {
    classes: (value) => linearized(value, world),
    of(value) {
      const resolved = likeliest(resolve(value, world));
      if (resolved.kind === 'ref') return known.ofReference(resolved.dotted);
      return resolved.kind === 'class' ? known.ofLine(linearized(resolved, world)) : [];
    },
  };
}

/** The dotted paths of ancestors, found once for each class of a version and for each order of classes. */
const pathsOf = once((version: DjangoVersion) => {
  const ofReference = once((dotted: string) => knownAncestors(dotted, version));
  const ofLine = onceForEach((line: Line): readonly string[] => [
    ...new Set(line.flatMap((one) => (one.kind === 'ref' ? ofReference(one.dotted) : [dottedOf(one)!]))),
  ]);
  return { ofReference, ofLine };
});

/** The ancestors of a class of Django whose source is not at hand, by its public or its defining path. */
function knownAncestors(dotted: string, version: DjangoVersion): readonly string[] {
  const field = fieldClass(dotted, version);
  if (field) return methodResolutionOrder(field.path, (path) => fieldClasses(version).get(path)?.bases);
  const model = contribModels(version).get(dotted);
  if (model)
    return methodResolutionOrder(
      dotted,
      (path) => contribModels(version).get(path)?.bases ?? (path === modelClass ? [] : undefined),
    );
  return [aliases[dotted] ?? dotted];
}

/** The base of all models, by the path that defines it. */
export const modelClass = 'django.db.models.base.Model';

/** Classes that projects import from another module than the one that defines them. */
const aliases: Readonly<Record<string, string>> = {
  'django.db.models.Model': modelClass,
  'django.db.models.Manager': 'django.db.models.manager.Manager',
  'django.db.models.QuerySet': 'django.db.models.query.QuerySet',
};
