import data from './data/commands.json';
import { type Lifespan, perVersion, rowsOf } from './versions';

/** A command of manage.py that comes with Django. */
export interface DjangoCommand {
  readonly name: string;
  /** `django.core`, or the app that has to be installed. Where several have the command, the first in INSTALLED_APPS wins. */
  readonly app: string;
  /** What it takes besides `commonOptions`. */
  readonly options: readonly CommandOption[];
}

export interface CommandOption {
  /** The key in the command's `options`. */
  readonly name: string;
  /** `-v`, `--verbosity`; undefined for a positional argument. */
  readonly flags?: readonly string[];
  /** As argparse has it: 0 for a flag without a value; undefined for one value. */
  readonly nargs?: number | string;
  readonly choices?: readonly string[];
  readonly required?: boolean;
}

interface CommandRow extends Lifespan {
  readonly name: string;
  readonly app?: string;
  readonly options: readonly CommandOption[];
}

const commandRows = data.commands as readonly CommandRow[];

/** The commands of a version; one name may stand in several apps. */
export const djangoCommands = perVersion((version): readonly DjangoCommand[] =>
  rowsOf(commandRows, version).flatMap(({ name, app, options }) => (app === undefined ? [] : [{ name, app, options }])),
);

/** The options that every command has, those of the project included: `BaseCommand.create_parser`. */
export const commonOptions = perVersion(
  (version): readonly CommandOption[] =>
    rowsOf(commandRows, version).find(({ app }) => app === undefined)?.options ?? [],
);
