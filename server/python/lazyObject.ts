import { attribute, linearized } from './resolve';
import { instanceAfter } from './run';
import { type Call, type ClassValue, dottedOf, type Place, type Value } from './values';
import type { World } from './world';

/**
 * What an instance of a subclass of LazyObject gives for a name that its class lacks: the attribute of the object that
 * `_setup()` wraps, which is made when the first one is asked for. Undefined for other classes.
 * Source: django.utils.functional.LazyObject, new_method_proxy().
 * @param world the one in which its class is known; each later question brings its own
 */
export function wrappedAttributes(type: ClassValue, place: Place, world: World): Call['late'] {
  const isLazy = linearized(type, world).some((base) => dottedOf(base) === 'django.utils.functional.LazyObject');
  if (!isLazy) return undefined;
  let wrapped: Value | undefined;
  return (name, asking) => {
    wrapped ??= instanceAfter(type, new Map(), place, '_setup', asking).attributes?.get('_wrapped');
    return wrapped && attribute(wrapped, name, asking);
  };
}
