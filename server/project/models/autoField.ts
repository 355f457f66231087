import { classMember, resolve } from '../../python/resolve';
import { asString } from '../../python/values';
import type { World } from '../../python/world';
import type { App } from '../apps/apps';
import type { Settings } from '../settings';

/**
 * The class of the key that Django adds (django.db.models.options.Options._get_default_pk_class): `default_auto_field` of the app's
 * config, else DEFAULT_AUTO_FIELD, by the path that defines it.
 */
export function autoField(app: App | undefined, world: World, settings: Settings | undefined): string {
  const own = app?.config && classMember(app.config, 'default_auto_field', world);
  // AppConfig's own is a property, which asks the settings.
  const path =
    asString(own && resolve(own, world)) ??
    asString(settings?.value('DEFAULT_AUTO_FIELD')) ??
    'django.db.models.AutoField';
  return `django.db.models.fields.${path.slice(path.lastIndexOf('.') + 1)}`;
}
