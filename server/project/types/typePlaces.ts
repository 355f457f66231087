import { resolve } from '../../python/resolve';
import { type ClassValue, likeliest, type Place, type Ref } from '../../python/values';
import { optionsOfType, type Type } from './type';
import type { Types } from './types';

/** Where the classes are defined of which a value is, those of a list's items and a queryset's rows included; none for what is Python's own. */
export function placesOfType(type: Type, types: Types): readonly Place[] {
  const found = optionsOfType(type).flatMap((option) => placesOf(option, types, 0));
  return [...new Map(found.map((place) => [`${place.path} ${place.unit} ${place.n}`, place])).values()];
}

function placesOf(type: Type, types: Types, depth: number): readonly Place[] {
  // Lists may hold themselves.
  if (depth > 3) return [];
  const inside = (inner: Type) => optionsOfType(inner).flatMap((option) => placesOf(option, types, depth + 1));
  switch (type.kind) {
    case 'model':
      return placeOfClass(types.models().byLabel.get(type.label)?.value, types);
    case 'queryset':
      return type.row ? inside(type.row) : placeOfClass(types.models().byLabel.get(type.label)?.value, types);
    case 'instance':
    case 'class':
      return placeOfClass(type.kind === 'class' ? type.value : type.class, types);
    case 'function':
      return [type.value.place];
    case 'method':
      return inside(type.result());
    case 'list':
      return inside(type.item());
    case 'tuple':
      return type.items.flatMap((item) => inside(item()));
    default:
      return [];
  }
}

function placeOfClass(value: ClassValue | Ref | undefined, types: Types): Place[] {
  const found = value?.kind === 'ref' ? likeliest(resolve(value, types.world)) : value;
  return found?.kind === 'class' || found?.kind === 'function' ? [found.place] : [];
}
