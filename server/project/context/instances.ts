import { djangoObjectBases, publicObjects } from '../../django/objects';
import { linearized } from '../../python/resolve';
import { type Call, type ClassValue, dottedOf, type Ref } from '../../python/values';
import { itemOf } from './items';
import { classPath, type Type } from './type';
import type { Types } from './types';

/** What calling a class gives. */
export function instanceType(value: ClassValue, self: Call | undefined, types: Types): Type {
  const model = types.models().byClass.get(dottedOf(value)!);
  if (model) return { kind: 'model', label: model.label };
  const first = self?.args[0];
  const holds = first !== undefined && [...classPaths(value, types)].some((path) => paginator.test(path));
  return {
    kind: 'instance',
    class: value,
    ...(self?.attributes && { self }),
    ...(holds && { item: () => itemOf(types.typeOf(first), types) }),
  };
}

const paginator = /^django\.core\.paginator\.(?:Paginator|Page)$/;

/** An instance of a class that is named by its path. */
export function instanceOf(dotted: string, item?: () => Type): Type {
  return { kind: 'instance', class: { kind: 'ref', dotted }, ...(item && { item }) };
}

/** The dotted paths of a class and all that it derives from, in the method resolution order. */
export function classPaths(value: ClassValue | Ref, types: Types): ReadonlySet<string> {
  const paths = new Set<string>();
  const add = (path: string): void => {
    const own = publicObjects[path] ?? path;
    if (paths.has(own)) return;
    paths.add(own);
    const base = djangoObjectBases[own];
    if (base) add(base);
  };
  for (const one of value.kind === 'class' ? linearized(value, types.world) : [value]) add(classPath(one));
  return paths;
}
