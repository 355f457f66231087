import { nearestVersion } from '../../django/versions';
import { asItems, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Modules } from '../modules/modules';

/** The Django that a project runs with. */
export interface DjangoInstallation {
  /** The version's text; that of the data that stands in where none is installed. */
  readonly version: string;
  readonly installed: boolean;
}

/** What `django.VERSION` says. */
export function installedDjango(world: World, modules: Modules): DjangoInstallation {
  const value =
    modules.find('django')?.path === undefined ? undefined : world.namespace('django')?.names.get('VERSION');
  const parts = asItems(value as Value | undefined)?.map((item) =>
    item.value.kind === 'literal' ? item.value.value : undefined,
  );
  if (parts === undefined || parts.length < 3) return { version: nearestVersion(undefined), installed: false };
  return { version: parts.slice(0, 3).join('.'), installed: true };
}
