import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
    if (project.pytest) await askPytest(python, folder, draft, env);
  } catch (error) {
    throw new Error(
      `Django did not start on ${project.title}.\n${(error.stderr || error.message).trim().split('\n').slice(-12).join('\n')}`,
    );
  }
  await rename(draft, path);
}

/** Adds the tests that pytest collects. It starts Django itself, by its own configuration. */
async function askPytest(python, folder, draft, env) {
  const items = `${draft}.pytest`;
  const { DJANGO_SETTINGS_MODULE: _, ...rest } = env;
  const args = ['-m', 'pytest', '-p', 'ask_django.pytest_items', '-p', 'no:cacheprovider', '--collect-only', '--quiet'];
  const options = { cwd: folder, env: { ...rest, PYTHONPATH: here, PYTEST_ITEMS: items }, maxBuffer: 64 << 20 };
  await run(python, args, options).catch((error) => {
    // Modules that cannot be imported make it end with an error; it lists the others all the same.
    if (!existsSync(items)) throw error;
  });
  const truth = JSON.parse(await readFile(draft, 'utf8'));
  await writeFile(draft, JSON.stringify({ ...truth, pytest: JSON.parse(await readFile(items, 'utf8')) }));
  await rm(items);
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
