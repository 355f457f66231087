import { djangoCommands } from '../../django/commands';
import type { DjangoVersion } from '../../django/versions';
import { resolve } from '../../python/resolve';
import { type ClassValue, likeliest } from '../../python/values';
import type { World } from '../../python/world';
import { type App, type Apps, isInstalled } from '../apps/apps';
import type { Modules } from '../modules/modules';
import type { Problem } from '../problem';

/** A command of manage.py. */
export interface Command {
  readonly name: string;
  /** Dotted name of the app that brings it; `django.core` for Django's own. */
  readonly app: string;
  /** The module of the class; for one of Django itself the module that holds it. */
  readonly module: string;
  /** Its class, where that was read; that of Django's own commands is not. */
  readonly value: ClassValue | undefined;
}

export interface Commands {
  /** By name; of commands with one name the one that manage.py runs. */
  readonly byName: ReadonlyMap<string, Command>;
  readonly problems: readonly Problem[];
}

export interface CommandContext {
  readonly world: World;
  readonly modules: Modules;
  readonly apps: Apps;
  readonly version: DjangoVersion;
}

/** The commands of Django and the installed apps (django.core.management.get_commands): an app hides those of the apps behind it. */
export function readCommands(context: CommandContext): Commands {
  const byName = new Map<string, Command>();
  const problems: Problem[] = [];
  for (const { name, app } of djangoCommands(context.version)) {
    if (app === 'django.core')
      byName.set(name, { name, app, module: `${app}.management.commands.${name}`, value: undefined });
  }
  for (const app of [...context.apps.list].reverse()) {
    if (!isInstalled(app)) continue;
    for (const name of findCommands(app, context)) {
      const command = loadCommandClass(app, name, context);
      byName.set(name, command);
      if (command.value === undefined && !isDjangos(command, context) && !lacksClass(command.module, context.world))
        problems.push({ what: `the command '${name}'`, why: `no class Command is found in ${command.module}` });
    }
  }
  return { byName, problems };
}

/** Whether a module that was read whole has no `Command`: Django lists such a command, and cannot load it. */
export function lacksClass(module: string, world: World): boolean {
  const namespace = world.namespace(module);
  return namespace !== undefined && namespace.unreadStars.length === 0 && !namespace.names.has('Command');
}

/** django.core.management.find_commands: the modules of `management/commands`, packages and names with an underscore left out. */
function findCommands(app: App, { modules, version }: CommandContext): string[] {
  if (app.path === undefined) {
    const own = djangoCommands(version).filter((one) => one.app === app.name);
    return own.map((one) => one.name);
  }
  const folder = `${app.name}.management.commands`;
  return modules
    .submodules(folder)
    .filter((name) => !name.startsWith('_') && modules.find(`${folder}.${name}`)?.isPackage === false);
}

function isDjangos({ name, app }: Command, { version }: CommandContext): boolean {
  return djangoCommands(version).some((one) => one.name === name && one.app === app);
}

/** django.core.management.load_command_class: `Command` of the module. */
function loadCommandClass(app: App, name: string, context: CommandContext): Command {
  const module = `${app.name}.management.commands.${name}`;
  const command: Command = { name, app: app.name, module, value: undefined };
  if (isDjangos(command, context)) return command;
  const named = context.world.namespace(module)?.names.get('Command');
  const value = named && likeliest(resolve(named, context.world));
  return value?.kind === 'class' ? { ...command, module: value.module, value } : command;
}
