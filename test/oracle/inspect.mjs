import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from './fetch.mjs';

const run = promisify(execFile);

/** What the command line says of a prepared project, and the seconds it took. */
export async function inspect(project, { python, folder }, cli = join(repository, 'dist/cli.js')) {
  const start = performance.now();
  const { stdout } = await run(
    process.execPath,
    [cli, 'inspect', '--json', '--settings', project.settings, '--python', python, folder],
    { maxBuffer: 1 << 29 },
  );
  return { index: JSON.parse(stdout), seconds: (performance.now() - start) / 1000 };
}
