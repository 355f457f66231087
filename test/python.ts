import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export interface Packages {
  /** What the environment is for, such as `django-5.2`: the start of its folder's name. */
  name: string;
  /** Requirements as pip reads them. Pin them: they are resolved once and then kept. */
  packages: readonly string[];
  /** The interpreter to build it with. Default: the variable PYTHON, else the system's Python 3. */
  interpreter?: string;
}

/** What the sample project runs on. */
export const sampleEnvironment: Packages = {
  name: 'sample',
  packages: ['Django==5.2.19', 'djangorestframework==3.18.3'],
};

const run = promisify(execFile);
const windows = process.platform === 'win32';
const cache = resolve(__dirname, '../../.cache/venv');
const asked = new Map<string, Promise<string>>();

/**
 * The path of a Python that has these packages, from a virtual environment under `.cache/venv/`.
 *
 * It is made on the first call, which needs Python's package index and says on stderr what it does; later calls
 * cost a look at the disk. Run tools as `python -m pip`: the scripts beside it know only the folder it was made in.
 * Rejects with an error that tells what to do.
 */
export async function virtualEnvironment(wanted: Packages): Promise<string> {
  const interpreter = wanted.interpreter ?? process.env.PYTHON ?? (windows ? 'python' : 'python3');
  const version = await versionOf(interpreter);
  const key = JSON.stringify([version, [...wanted.packages].sort()]);
  const folder = join(cache, `${wanted.name}-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`);
  const making = asked.get(folder) ?? make(folder, interpreter, wanted);
  asked.set(folder, making);
  return making;
}

async function make(folder: string, interpreter: string, { name, packages }: Packages): Promise<string> {
  // The link is there but leads nowhere once the interpreter has been uninstalled: existsSync follows it.
  if (existsSync(pythonIn(folder))) return pythonIn(folder);
  console.error(`Making the virtual environment ${name} once, with ${packages.join(', ')} …`);
  await removeLeftovers();
  // Two processes that ask at the same time each make their own; the first to finish gives it its name, at once
  // and complete, so nobody ever sees half an environment.
  const draft = `${folder}.${process.pid}.tmp`;
  try {
    await createEnvironment(interpreter, draft);
    await install(pythonIn(draft), packages);
    await publish(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return pythonIn(folder);
}

async function publish(draft: string, folder: string): Promise<void> {
  if (existsSync(pythonIn(folder))) return;
  try {
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
  } catch (error) {
    if (!existsSync(pythonIn(folder))) throw error;
  }
}

/** Drafts of processes that were ended before they could clean up. */
async function removeLeftovers(): Promise<void> {
  await mkdir(cache, { recursive: true });
  for (const entry of await readdir(cache)) {
    const pid = /\.(\d+)\.tmp$/.exec(entry)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(cache, entry), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function versionOf(interpreter: string): Promise<string> {
  const script = 'import platform; print(platform.python_version())';
  const { stdout } = await tell(
    run(interpreter, ['-c', script]),
    `Python 3 does not start as "${interpreter}". Install it from https://www.python.org, or set the variable PYTHON to its path.`,
  );
  return stdout.trim();
}

async function createEnvironment(interpreter: string, folder: string): Promise<void> {
  await tell(
    run(interpreter, ['-m', 'venv', folder]),
    'No virtual environment could be made. On Debian and Ubuntu: apt install python3-venv.',
  );
}

async function install(python: string, packages: readonly string[]): Promise<void> {
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
  await tell(
    run(python, [...pip, ...packages], { timeout: 600_000, maxBuffer: 64 << 20 }),
    `pip could not install ${packages.join(', ')}. Check that Python's package index can be reached and has them for this Python.`,
  );
}

async function tell<T>(work: Promise<T>, advice: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { message, stderr } = error as Error & { stderr?: string };
    const lines = (stderr || message).trim().split('\n').slice(-6);
    throw new Error(`${advice}\n${lines.join('\n')}`, { cause: error });
  }
}

function pythonIn(folder: string): string {
  return windows ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}
