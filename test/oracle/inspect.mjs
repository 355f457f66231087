import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from './fetch.mjs';

const run = promisify(execFile);

/** What the index knows of a prepared project, and the seconds it took. */
export async function inspect(project, ready, cli) {
  const start = performance.now();
  const output = await runCli(project, ready, ['inspect', '--json'], cli);
  return { index: JSON.parse(output), seconds: (performance.now() - start) / 1000 };
}

/** What the command line prints for a prepared project; `cli` is the bundle to run instead of the one in dist/. */
export async function runCli(project, { python, folder }, command, cli = join(repository, 'dist/cli.js')) {
  const args = [cli, ...command, '--no-cache', '--settings', project.settings, '--python', python, folder];
  try {
    return (await run(process.execPath, args, { maxBuffer: 1 << 29 })).stdout;
  } catch (error) {
    // Status 1 says that there are findings.
    if (error.code === 1) return error.stdout;
    throw error;
  }
}
