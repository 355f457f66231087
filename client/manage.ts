/** A manage.py command that a user starts from VS Code. Data: what runs it stands in tasks.ts. */
export interface ManageCommand {
  /** Id of the VS Code command, as in package.json. */
  readonly id: string;
  /** What the task is called in "Tasks: Run Task". */
  readonly title: string;
  /** The manage.py command and its arguments. */
  readonly args: readonly [string, ...string[]];
  readonly group?: 'build' | 'test';
  /** It runs until the user ends it, and reports problems while it runs. */
  readonly isBackground?: boolean;
  /** Names from package.json's problemMatchers, with `$`. */
  readonly problemMatchers: readonly string[];
}

/** Tracebacks end in the line of code and the exception; since Python 3.11 a line of carets may stand between them. */
const traceback = ['$djangology-traceback', '$djangology-traceback-marked'];

/** Every command has its task; to add one, add it here and to `commands` in package.json. */
export const manageCommands: readonly ManageCommand[] = [
  {
    id: 'djangology.runServer',
    title: 'Run development server',
    args: ['runserver'],
    isBackground: true,
    // Busy until the server answers: after a reload that failed, until the next one succeeds.
    problemMatchers: ['$djangology-runserver', '$djangology-runserver-marked'],
  },
  { id: 'djangology.makeMigrations', title: 'Make migrations', args: ['makemigrations'], problemMatchers: traceback },
  { id: 'djangology.migrate', title: 'Migrate', args: ['migrate'], problemMatchers: traceback },
  { id: 'djangology.runTests', title: 'Run tests', args: ['test'], group: 'test', problemMatchers: traceback },
];
