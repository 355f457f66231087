import { djangoObjectBases, publicObjects } from '../../django/objects';
import { isFramework, linearized, resolve } from '../../python/resolve';
import { type Call, type ClassValue, callOf, dottedOf, likeliest, type Ref } from '../../python/values';
import { itemOf } from './items';
import { classPath, type Instance, type Type } from './type';
import type { Types } from './types';

/** What calling a class gives. */
export function instanceType(value: ClassValue, self: Call | undefined, types: Types): Type {
  const model = types.models().byClass.get(dottedOf(value)!);
  if (model) return { kind: 'model', label: model.label };
  const first = self?.args[0];
  const holds = first !== undefined && [...classPaths(value, types)].some((path) => paginator.test(path));
  const item = holds ? () => itemOf(types.typeOf(first), types) : heldByBase(value, types);
  return { kind: 'instance', class: value, ...(self?.attributes && { self }), ...(item && { item }) };
}

/** What the instances of a base hold that a call made. */
function heldByBase(value: ClassValue, types: Types): Instance['item'] {
  for (const one of linearized(value, types.world)) {
    const made = one.kind === 'class' && !isFramework(one.module) ? types.madeBases(one) : [];
    for (const { item } of made) if (item) return item;
  }
  return undefined;
}

/** What instances of the bases of a class are that calls made: `class Lines(inlineformset_factory(…))`. */
export function madeBases(value: ClassValue, types: Types): readonly Instance[] {
  return value.bases.flatMap((base) => {
    const found = likeliest(resolve(base, types.world));
    if (found.kind !== 'call') return [];
    const made = types.typeOf(callOf(found, found.place));
    return made.kind === 'instance' ? [made] : [];
  });
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
  for (const one of value.kind === 'class' ? linearized(value, types.world) : [value]) {
    add(classPath(one));
    if (one.kind === 'class' && !isFramework(one.module))
      for (const made of types.madeBases(one)) for (const path of classPaths(made.class, types)) add(path);
  }
  return paths;
}
