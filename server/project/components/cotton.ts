import { asString, truth } from '../../python/values';
import type { Tag } from '../../templates/library';
import { join, type Path } from '../../text/paths';
import type { Apps } from '../apps/apps';
import type { Settings } from '../settings';
import type { Engine } from '../templates/engines';
import { appDirectoriesLoader, cachedLoader, filesystemLoader } from '../templates/loaderPaths';

/** The loader that turns `<c-name>` into a tag (django_cotton.cotton_loader). */
export const cottonLoader = 'django_cotton.cotton_loader.Loader';
const cottonLibrary = 'django_cotton.templatetags.cotton';

/** How a project uses django-cotton. */
export interface Cotton {
  /** The folder of components, below those of templates. */
  readonly folder: string;
  /** Whether a `-` in a component's name is a `_` in that of its file. */
  readonly snakeCased: boolean;
  /** Whether components see nothing of the context around them but what context processors give. */
  readonly isIsolated: boolean;
}

/** How the engine's templates use django-cotton; undefined where they do not. */
export function cottonOf(settings: Settings, engines: readonly Engine[]): Cotton | undefined {
  if (!engines.some(({ loaders }) => loaders.includes(cottonLoader))) return undefined;
  const snakeCased = settings.value('COTTON_SNAKE_CASED_NAMES');
  const isOn = (name: string): boolean => {
    const value = settings.value(name);
    return (value && truth(value)?.value) ?? false;
  };
  return {
    folder: asString(settings.value('COTTON_DIR')) ?? 'cotton',
    snakeCased: (snakeCased && truth(snakeCased)?.value) ?? true,
    isIsolated: isOn('COTTON_ISOLATE_BY_DEFAULT') || isOn('COTTON_ENABLE_CONTEXT_ISOLATION'),
  };
}

/** Where the cotton loader searches besides the folders of the engine and of the apps (django_cotton.cotton_loader.Loader.get_dirs). */
export function cottonBase(settings: Settings): Path[] {
  const base = asString(settings.value('COTTON_BASE_DIR')) ?? asString(settings.value('BASE_DIR'));
  return base === undefined ? [] : [join(base, 'templates')];
}

/** The engines after django-cotton's app has set them up (django_cotton.apps.LoaderAppConfig.ready, wrap_loaders). */
export function withCotton(
  engines: readonly Engine[],
  settings: Settings,
  apps: Apps,
  search: (engine: Engine) => readonly Path[],
): readonly Engine[] {
  const app = apps.list.find(({ name }) => name === 'django_cotton');
  // SimpleAppConfig leaves the engines alone.
  if (app === undefined || (app.config && app.config.qualifiedName !== 'LoaderAppConfig')) return engines;
  const first = engines.findIndex(({ name }) => name === 'django');
  return engines.map((engine, i) => {
    if (i !== first) return engine;
    const builtins = engine.builtins.includes(cottonLibrary) ? engine.builtins : [cottonLibrary, ...engine.builtins];
    if (engine.loaders[0] === cachedLoader && engine.loaders.includes(cottonLoader)) return { ...engine, builtins };
    const folders = search(engine);
    return {
      ...engine,
      builtins,
      loaders: [cachedLoader, cottonLoader, filesystemLoader, appDirectoriesLoader],
      folders: [...new Set([...folders, ...cottonBase(settings), ...folders])],
      names: [],
    };
  });
}

/** What the tags of django-cotton take, which their functions decide by the text: a `/` at the end of a component closes it. */
export function cottonTag(tag: Tag): Tag {
  if (!tag.function.startsWith('django_cotton.') || tag.name !== 'cotton') return tag;
  return { ...tag, block: { branches: [], ends: ['endcotton'] }, selfCloses: true, certain: true };
}

/** What the loader takes away before Django sees it: around HTML that it leaves alone. */
export const cottonVerbatim: Tag = {
  name: 'cotton:verbatim',
  kind: 'compiled',
  function: `${cottonLoader}.verbatim`,
  block: { branches: [], ends: ['endcotton:verbatim'] },
  certain: true,
};
