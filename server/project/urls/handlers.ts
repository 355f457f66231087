import { resolve } from '../../python/resolve';
import { asString, type Place, placeOf, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Settings } from '../settings';
import { viewOf } from './view';

/** The view that answers an error. */
export interface ErrorHandler {
  readonly name: `handler${400 | 403 | 404 | 500}`;
  /** `module.QualifiedName` of the view; undefined where it cannot be read. */
  readonly dotted: string | undefined;
  /** Where the view is defined; undefined where its source is not at hand. */
  readonly place: Place | undefined;
  /** Where the root URLconf names it; undefined for Django's own. */
  readonly declared: Place | undefined;
}

/** The error handlers of the root URLconf (django.urls.resolvers.URLResolver.resolve_error_handler): its own names, else those of django.conf.urls. */
export function readErrorHandlers(settings: Settings, world: World): readonly ErrorHandler[] {
  const root = asString(settings.value('ROOT_URLCONF'));
  const names = root === undefined ? undefined : world.namespace(root)?.names;
  if (names === undefined) return [];
  return defaults.map(([name, fallback]) => {
    const own = names.get(name);
    const value = own && resolve(own, world);
    // Where the star import of django.conf.urls brings it, it is Django's own.
    const isOwn = value !== undefined && asString(value) !== fallback && !isDjangos(value, name);
    const text = isOwn ? asString(value) : fallback;
    const view = viewOf(text === undefined ? value! : { kind: 'ref', dotted: text }, world);
    return {
      name,
      dotted: view?.dotted ?? text,
      place: view?.place,
      declared: isOwn ? placeOf(own!) : undefined,
    };
  });
}

const defaults: readonly (readonly [ErrorHandler['name'], string])[] = [
  ['handler400', 'django.views.defaults.bad_request'],
  ['handler403', 'django.views.defaults.permission_denied'],
  ['handler404', 'django.views.defaults.page_not_found'],
  ['handler500', 'django.views.defaults.server_error'],
];

function isDjangos(value: Value, name: string): boolean {
  return value.kind === 'ref' && value.dotted === `django.conf.urls.${name}`;
}
