import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cache, here, packagesOf } from './fetch.mjs';

const run = promisify(execFile);

/**
 * What Django says of a prepared project: the JSON of `ask_django`. The answer for a release is kept, as it cannot
 * change while the release, the packages, the overlay and the questions stay the same.
 */
export async function truthOf(project, { python, folder }) {
  const path = join(cache, 'truths', `${project.name}-${await fingerprint(project)}.json`);
  if (!project.release || !existsSync(path)) await ask(project, python, folder, path);
  return JSON.parse(await readFile(path, 'utf8'));
}

/** What is asked beyond what Django knows once it has started: all tests, for which it imports their modules. */
const questions = ['--tests'];

async function ask(project, python, folder, path) {
  console.error(`Asking Django about ${project.title} …`);
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  const env = { ...process.env, DJANGO_SETTINGS_MODULE: project.settings, PYTHONDONTWRITEBYTECODE: '1' };
  try {
    await run(python, ['-m', 'ask_django', '--project', folder, '--out', draft, ...questions], {
      cwd: here,
      env,
      maxBuffer: 64 << 20,
    });
  } catch (error) {
    throw new Error(
      `Django did not start on ${project.title}.\n${(error.stderr || error.message).trim().split('\n').slice(-12).join('\n')}`,
    );
  }
  await rename(draft, path);
}

async function fingerprint(project) {
  const hash = createHash('sha256').update(JSON.stringify([project, await packagesOf(project), questions]));
  const folders = ['ask_django', ...(project.overlay ? [join('overlays', project.overlay)] : [])];
  for (const folder of folders) {
    const entries = await readdir(join(here, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.py'));
    for (const file of files.map((entry) => join(entry.parentPath, entry.name)).sort())
      hash.update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 12);
}
