// What the scripts share. Only Node's own modules: they run before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** A failure whose message is all that the reader needs: what went wrong, and what to do. */
export class Failure extends Error {
  /** @param {string} message @param {string} [output] what the failing command printed */
  constructor(message, output = '') {
    super(message);
    this.output = output;
  }
}

/**
 * Runs a command and resolves to what it printed. Rejects with a Failure that names `advice` where it does not exit with 0.
 * With `inherit` the output goes straight to the terminal.
 */
export function run(command, args, { cwd = root, env = {}, advice = '', inherit = false } = {}) {
  return new Promise((resolve, reject) => {
    const windowsScript = process.platform === 'win32' && ['npm', 'npx', 'code'].includes(command);
    const child = spawn(command, windowsScript ? args.map((arg) => `"${arg}"`) : args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: inherit ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: windowsScript,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    const line = [command, ...args].join(' ');
    child.on('error', (error) =>
      reject(new Failure(`${line} could not be started: ${error.message}. ${advice}`.trim())),
    );
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Failure(`${line} ended with ${signal ?? `exit status ${code}`}. ${advice}`.trim(), output));
    });
  });
}

/** Runs a step: its name, a sign of life while it takes long, and its time. What it returns as text is printed behind the time. */
export async function step(name, work) {
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
  console.log(`▸ ${name}`);
  const alive = setInterval(() => console.log(`  … ${name.toLowerCase()}: ${Math.round(Number(seconds()))} s`), 15_000);
  try {
    const result = await work();
    console.log(`✔ ${name} (${seconds()} s)${typeof result === 'string' ? `: ${result}` : ''}`);
    return result;
  } catch (error) {
    console.log(`✘ ${name} (${seconds()} s)`);
    throw error;
  } finally {
    clearInterval(alive);
  }
}

/** Prints a failure whole: the output of the command first, then what to do, so that the last line is the useful one. */
export function explain(error) {
  if (!(error instanceof Failure)) {
    console.error(error);
    return;
  }
  if (error.output) console.error(error.output.trimEnd());
  console.error(`\n${error.message}`);
}

/** Ends the script with exit status 1 and an explanation where `main` fails. */
export function script(main) {
  main().catch((error) => {
    explain(error);
    process.exitCode = 1;
  });
}

/** Whether `npm ci` is due in the repository: never done, or the lock file changed since. */
export function needsInstall(folder = root) {
  const done = path.join(folder, 'node_modules/.package-lock.json');
  return !existsSync(done) || statSync(done).mtimeMs < statSync(path.join(folder, 'package-lock.json')).mtimeMs;
}

/** Installs what the repository itself needs to build and test. */
export async function install() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Failure(
      `Node ${process.versions.node} is too old: install Node 20.20 or newer (https://nodejs.org) and try again.`,
    );
  }
  if (!needsInstall()) return 'already there';
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    advice: 'Check the connection to the npm registry (npm ping), and try again.',
  });
  return undefined;
}

/** The path of a program on PATH, or undefined. */
export function onPath(program) {
  const names = process.platform === 'win32' ? [`${program}.cmd`, `${program}.exe`] : [program];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find((file) => existsSync(file));
}
