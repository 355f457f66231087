import { onceForEach } from '../../text/once';
import type { App } from './apps';

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
