import type { World } from '../../python/world';
import { type App, isInstalled } from '../apps/apps';
import { containingApp } from '../apps/containingApp';
import { readyMethod } from '../apps/ready';
import { importsIn } from '../modules/imports';
import type { Modules } from '../modules/modules';

/** What following imports needs of the project. */
export interface ReachContext {
  readonly modules: Modules;
  /** The modules that a module imports when it runs. */
  readonly importsOf: (module: string) => Iterable<string>;
  readonly world: World;
  readonly apps: readonly App[];
  readonly rootUrlconf: string | undefined;
  /** The modules that have been imported when all apps are ready, by code that asks for them by name, too. */
  readonly atStart: Iterable<string>;
  /** The modules that the URLconf includes, and those of its views. */
  readonly routed: Iterable<string>;
}

/**
 * The modules inside the installed apps' packages that Django imports when it starts and answers a first request: each
 * app's package, `apps` and `models` (django.apps.registry.Apps.populate), what admin's autodiscover adds, the URLconf, and
 * all that these import.
 */
export function importedModules(context: ReachContext): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue: string[] = [];
  const isInApp = placement(context.apps, context.rootUrlconf);
  const visit = (module: string): void => {
    if (reached.has(module) || !isInApp(module) || context.modules.find(module) === undefined) return;
    reached.add(module);
    queue.push(module);
    const parent = module.slice(0, Math.max(0, module.lastIndexOf('.')));
    if (parent !== '') visit(parent);
  };
  const discovered = [
    'apps',
    'models',
    ...(context.apps.some((app) => app.name === 'django.contrib.admin') ? ['admin'] : []),
    'signals',
    ...autodiscovered.filter(([app]) => context.apps.some(({ name }) => name === app)).flatMap(([, names]) => names),
  ];
  for (const app of context.apps) {
    if (!isInstalled(app)) continue;
    visit(app.name);
    for (const imported of importedWhenReady(app, context)) visit(imported);
    for (const name of discovered) visit(`${app.name}.${name}`);
    for (const name of late) visit(`${app.name}.${name}`);
  }
  if (context.rootUrlconf !== undefined) visit(context.rootUrlconf);
  for (const module of context.atStart) visit(module);
  for (const module of context.routed) visit(module);
  for (let module = queue.shift(); module !== undefined; module = queue.shift()) {
    for (const imported of context.importsOf(module)) visit(imported);
    for (const imported of context.world.namespace(module)?.imports ?? []) visit(imported);
  }
  return reached;
}

/** Modules that an app's code usually imports as soon as it does anything. */
const late = ['forms', 'views', 'serializers', 'filters', 'api', 'viewsets', 'tables'];

/**
 * Modules of every app that an installed app imports by their name when it is first asked for something. What it imports when it
 * is ready (`django.utils.module_loading.autodiscover_modules` and the like) is found by running that.
 */
const autodiscovered: readonly [app: string, modules: readonly string[]][] = [
  ['wagtail', ['wagtail_hooks']],
  ['wagtail.core', ['wagtail_hooks']],
  ['cms', ['cms_config', 'cms_apps', 'cms_menus', 'cms_plugins', 'cms_toolbars', 'cms_wizards']],
  ['haystack', ['search_indexes']],
];

/** What `AppConfig.ready()` imports: most often the receivers of signals. */
function* importedWhenReady(app: App, { world, modules }: ReachContext): Iterable<string> {
  const ready = readyMethod(app, world)?.value;
  const body = ready && world.body(ready.place.path, ready.statement.body);
  const module = ready && modules.find(ready.module);
  if (body && module) yield* importsIn(body.statements, module);
}

/** Whether a module lies in an app or is a package around one, or belongs to the package of the URLconf. */
function placement(apps: readonly App[], rootUrlconf: string | undefined): (module: string) => boolean {
  const around = new Set<string>();
  for (const { name } of apps)
    for (let end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) around.add(name.slice(0, end));
  const project = rootUrlconf?.split('.')[0];
  return (module) =>
    around.has(module) || containingApp(module, apps) !== undefined || module.split('.')[0] === project;
}
