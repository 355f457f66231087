import path from 'node:path';
import { parseArgs } from 'node:util';
import { type CheckedFile, checkProject } from './checkProject';
import { inspect } from './inspect';
import { processVariables, runServerOnPipes } from './node';
import { cacheFor } from './nodeCache';
import { nodeFileSystem } from './nodeFileSystem';
import type { Diagnostic } from './project/findings/finding';
import { formats, report } from './report';
import { createWorkspace, type Workspace } from './workspace/workspace';

/** Set by the bundler from package.json. */
declare const DJANGOLOGY_VERSION: string | undefined;
const version = typeof DJANGOLOGY_VERSION === 'undefined' ? 'unbundled' : DJANGOLOGY_VERSION;

const usage = `Usage:
  djangology check [options] [PROJECT]          report what is wrong in a project
  djangology inspect --json [options] [PROJECT] print what the index knows of a project
  djangology lsp --stdio                        run the language server

Options:
  --format FORMAT     of a report: ${formats.join(', ')} (text)
  --hints             report hints too, such as a library that is loaded and not used
  --settings MODULE   the settings module, instead of DJANGO_SETTINGS_MODULE or the one that manage.py names
  --python PATH       the interpreter of the project's environment, instead of the one that is found
  --cache DIR         where to keep what is known for the next time (the user's folder for caches)
  --no-cache          neither read nor keep it
  --json              print JSON
  -h, --help          show this help
  -V, --version       show the version

Exit status: 0 nothing found, 1 problems found, 2 could not run.`;

/** Does what the process was started to do as the command `djangology`, and leaves its exit status. */
export function runCommandLine(): void {
  main(process.argv.slice(2)).then(
    (status) => {
      // The output may still be on its way into a pipe: the process ends by itself once it is written.
      if (status !== undefined) process.exitCode = status;
    },
    (error) => {
      process.stderr.write(`djangology: ${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 2;
    },
  );
}

/** Runs the command line; the exit status, or undefined for a command that goes on running. */
async function main(args: readonly string[]): Promise<number | undefined> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [command, folder = '.', ...more] = positionals;
  if (values.help) return say(usage);
  if (values.version) return say(version);
  if (command === 'lsp') {
    runServerOnPipes();
    return undefined;
  }
  if (command !== 'check' && command !== 'inspect')
    return fail(command === undefined ? 'No command is given.' : `There is no command '${command}'.`);
  if (more.length > 0) return fail(`Only one project can be given, not '${positionals.slice(1).join("' and '")}'.`);
  const root = path.resolve(folder).replaceAll('\\', '/');
  if ((await nodeFileSystem.readDirectory(root)) === undefined) return fail(`There is no folder '${root}'.`);
  const workspace = open(root, values);
  const projects = await workspace.settle(() => workspace.projects());
  if (projects.length === 0)
    return fail(
      `No Django project was found in '${root}': it has no manage.py, no configuration that names DJANGO_SETTINGS_MODULE and no settings module. Name one with --settings.`,
    );
  const status =
    command === 'inspect'
      ? say(JSON.stringify(await workspace.settle(() => inspect(workspace.projects()[0], root)), null, 1))
      : await check(workspace, root, values.json ? 'json' : (values.format ?? 'text'), values.hints ?? false);
  await workspace.saveCache();
  return status;
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      settings: { type: 'string' },
      python: { type: 'string' },
      cache: { type: 'string' },
      'no-cache': { type: 'boolean' },
      hints: { type: 'boolean' },
      json: { type: 'boolean' },
      stdio: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'V' },
    },
  });
}

interface Options {
  readonly settings?: string;
  readonly python?: string;
  readonly cache?: string;
  readonly 'no-cache'?: boolean;
}

function open(root: string, options: Options): Workspace {
  const folder = options.cache && path.resolve(options.cache);
  return createWorkspace({
    folders: [root],
    fileSystem: nodeFileSystem,
    settings: {
      settingsModule: options.settings ?? (processVariables.get('DJANGO_SETTINGS_MODULE') || undefined),
      python: options.python && path.resolve(options.python).replaceAll('\\', '/'),
    },
    processVariables,
    variables: processVariables,
    log: (message) => process.stderr.write(`${message}\n`),
    cache: options['no-cache'] ? undefined : cacheFor(folder, [root, options.settings, options.python]),
  });
}

async function check(workspace: Workspace, root: string, format: string, hints: boolean): Promise<number> {
  if (!formats.includes(format)) return fail(`There is no format '${format}'. Choose one of ${formats.join(', ')}.`);
  await workspace.readRest();
  const checked: CheckedFile[] = [];
  for (const project of workspace.projects()) checked.push(...(await workspace.settle(() => checkProject(project))));
  const isProblem = ({ severity }: Diagnostic) => severity !== 'hint';
  const found = checked.map((file) => ({
    ...file,
    diagnostics: file.diagnostics.filter((one) => hints || isProblem(one)),
  }));
  process.stdout.write(report(format, found, root, version));
  return found.some(({ diagnostics }) => diagnostics.some(isProblem)) ? 1 : 0;
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function fail(message: string): number {
  process.stderr.write(`djangology: ${message}\n\n${usage}\n`);
  return 2;
}
