import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const here = dirname(fileURLToPath(import.meta.url));
export const repository = resolve(here, '../..');
export const cache = join(repository, '.cache/oracle');

/**
 * A project made ready on this disk: `{ python, folder, release }`, the interpreter of its environment, the project's
 * root and the root of what was unpacked; undefined where no interpreter is new enough for it. Needs Python's package index the first time; later all comes from the cache.
 */
export async function prepare(project) {
  const { virtualEnvironment } = createRequire(import.meta.url)(join(repository, 'out/test/python.js'));
  const interpreter = project.python && (await interpreterFor(project.python));
  if (project.python && !interpreter) return undefined;
  const name = `oracle-${project.name}`;
  const python = await virtualEnvironment({ name, packages: await packagesOf(project), interpreter });
  const release = project.release ? await unpacked(project.release, python) : repository;
  const folder = join(release, project.project);
  if (project.overlay) await cp(join(here, 'overlays', project.overlay), folder, { recursive: true });
  return { python, folder, release };
}

/** A Python of this version or a newer one, on PATH or among those that pyenv keeps; undefined where none is found. */
async function interpreterFor(least) {
  const minor = (version) => Number(version.split('.')[1]);
  const names = ['python3', 'python3.12', 'python3.13', 'python3.14', 'python', ...(await pythonsOfPyenv())];
  for (const name of names) {
    const version = await run(name, ['-c', 'import platform; print(platform.python_version())']).catch(() => undefined);
    if (version && minor(version.stdout) >= minor(least)) return name;
  }
  return undefined;
}

async function pythonsOfPyenv() {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const names = await readdir(versions).catch(() => []);
  return names
    .filter((name) => name.startsWith('3.'))
    .sort()
    .map((name) => join(versions, name, 'bin/python3'));
}

/** The pinned packages of a project, its own release among them: a truth holds for these and no others. */
export async function packagesOf(project) {
  if (project.packages) return project.packages;
  const text = await readFile(join(here, 'requirements', project.requirements), 'utf8');
  return text.split('\n').filter((line) => line !== '');
}

/** The folder of a source release, such as `wagtail==8.0.1`. */
async function unpacked(requirement, python) {
  const folder = join(cache, 'releases', requirement.replace('==', '-'));
  if (existsSync(folder)) return folder;
  console.error(`Fetching the source release ${requirement} …`);
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}.`);
  try {
    await run(python, [...'-m pip download --quiet --no-binary :all: --no-deps --dest'.split(' '), draft, requirement]);
    const [archive] = await readdir(draft);
    await run('tar', ['-xf', join(draft, archive), '-C', draft]);
    const [tree] = (await readdir(draft)).filter((name) => name !== archive);
    await rename(join(draft, tree), folder);
  } catch (error) {
    throw new Error(`${requirement} could not be fetched from Python's package index.\n${error.stderr || error}`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}
