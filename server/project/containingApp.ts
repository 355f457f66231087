import { resolve } from '../python/resolve';
import { asString, likeliest } from '../python/values';
import type { World } from '../python/world';
import { onceForEach } from '../text/once';
import type { App } from './apps';
import type { Settings } from './settings';

/** django.apps.registry.Apps.get_containing_app_config: the innermost app around a module. */
export function containingApp(module: string, apps: readonly App[]): App | undefined {
  const named = byName(apps);
  for (let end = module.length; end > 0; end = module.lastIndexOf('.', end - 1)) {
    const app = named.get(module.slice(0, end));
    if (app) return app;
  }
  return undefined;
}

/** The first app of each name, by it. */
const byName = onceForEach((apps: readonly App[]) => new Map(apps.toReversed().map((app) => [app.name, app])));

/** The class of the key that Django adds (django.db.models.options.Options._get_default_pk_class): of the app's config, else of the settings. */
export function autoField(app: App | undefined, world: World, settings: Settings | undefined): string {
  const own = app?.config?.members.get('default_auto_field');
  const path =
    asString(own && resolve(own, world)) ??
    inheritedAutoField(app, world) ??
    asString(settings?.value('DEFAULT_AUTO_FIELD')) ??
    'django.db.models.AutoField';
  return `django.db.models.fields.${path.slice(path.lastIndexOf('.') + 1)}`;
}

function inheritedAutoField(app: App | undefined, world: World): string | undefined {
  for (const base of app?.config?.bases ?? []) {
    const parent = likeliest(resolve(base, world));
    const value =
      parent.kind === 'class' && !parent.module.startsWith('django.apps')
        ? parent.members.get('default_auto_field')
        : undefined;
    if (value) return asString(resolve(value, world));
  }
  return undefined;
}
