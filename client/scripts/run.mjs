// What the scripts share. Only Node's own modules: they run before anything is installed.
import { AsyncLocalStorage } from 'node:async_hooks';
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

/** The repository's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** What hands a step's deadline to the commands that it runs, and their last line back to its sign of life. */
const inStep = new AsyncLocalStorage();
/** How long a command that is to end has to tidy up, in milliseconds. */
const grace = 15_000;
const windows = process.platform === 'win32';

/** A failure whose message is all that the reader needs: what went wrong, and what to do. */
export class Failure extends Error {
  /** @param {string} message @param {string} [output] what the failing command printed */
  constructor(message, output = '') {
    super(message);
    this.output = output;
  }
}

/** Settles as `promise` does; rejects with a Failure that names `what` where that takes more than `limit` milliseconds. */
export function within(limit, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Failure(`${what} had no end within ${seconds(limit)} s.`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Runs a command and resolves to what it printed. Rejects with a Failure that names `advice` where it does not exit with 0,
 * or not within `limit` milliseconds: then it is ended with all that it has started. In a step, the step's limit holds too.
 */
export function run(command, args, { cwd = root, env = {}, advice = '', limit = Number.POSITIVE_INFINITY } = {}) {
  const current = inStep.getStore();
  const allowed = Math.min(limit, current ? Math.max(0, current.deadline - Date.now()) : limit);
  return new Promise((resolve, reject) => {
    const windowsScript = windows && ['npm', 'npx', 'code'].includes(command);
    const child = spawn(command, windowsScript ? args.map((arg) => `"${arg}"`) : args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: windowsScript,
      // A group of its own, which can be ended whole.
      detached: !windows,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (current) current.lastLine = lastLine(text) || current.lastLine;
      });
    }
    const line = [command, ...args].join(' ');
    const releaseSignals = handSignalsOn(child);
    let late = false;
    const timers = [];
    const after = (delay, action) => timers.push(setTimeout(action, delay));
    if (allowed < Number.POSITIVE_INFINITY) {
      after(allowed, () => {
        late = true;
        end(child, 'SIGTERM');
        after(grace, () => end(child, 'SIGKILL'));
      });
    }
    const settle = (code, signal) => {
      for (const timer of timers) clearTimeout(timer);
      releaseSignals();
      if (late) end(child, 'SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      if (late) reject(new Failure(`${line} had not ended after ${seconds(allowed)} s. ${advice}`.trim(), output));
      else if (code === 0) resolve(output);
      else reject(new Failure(`${line} ended with ${signal ?? `exit status ${code}`}. ${advice}`.trim(), output));
    };
    child.on('error', (error) => {
      for (const timer of timers) clearTimeout(timer);
      releaseSignals();
      reject(new Failure(`${line} could not be started: ${error.message}. ${advice}`.trim()));
    });
    child.on('close', settle);
    // Something that it has left behind may hold its output open for ever.
    child.on('exit', (code, signal) => after(2000, () => settle(code, signal)));
  });
}

/** Ends a command and all that it has started. */
function end(child, signal) {
  try {
    if (windows) spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    else process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

/** Ends the command where this process is told to end: Ctrl-C in the terminal does not reach other groups by itself. */
function handSignalsOn(child) {
  const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
    const handler = () => {
      end(child, signal);
      process.exit(128 + os.constants.signals[signal]);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const release of handlers) release();
  };
}

/** The last line of a command's output that says something, short enough to stand in one line. */
function lastLine(text) {
  const lines = stripVTControlCharacters(text).split('\n');
  return (
    lines
      .findLast((line) => line.trim())
      ?.trim()
      .slice(0, 100) ?? ''
  );
}

/**
 * Runs a step: its name, a sign of life while it takes long, and its time. What it returns as text is printed behind the time.
 * Rejects where it takes more than `limit` milliseconds; its commands are ended then.
 */
export async function step(name, work, { limit = 30 * 60_000 } = {}) {
  const started = Date.now();
  const taken = () => ((Date.now() - started) / 1000).toFixed(1);
  const current = { deadline: started + limit, lastLine: '' };
  console.log(`▸ ${name}`);
  const alive = setInterval(() => {
    const doing = current.lastLine && `, ${current.lastLine}`;
    console.log(`  … ${name.toLowerCase()}: ${Math.round(Number(taken()))} s${doing}`);
  }, 15_000);
  try {
    // Its commands come first: they have their output to show.
    const result = await within(limit + 2 * grace, name, inStep.run(current, work));
    console.log(`✔ ${name} (${taken()} s)${typeof result === 'string' ? `: ${result}` : ''}`);
    return result;
  } catch (error) {
    console.log(`✘ ${name} (${taken()} s)`);
    throw error;
  } finally {
    clearInterval(alive);
  }
}

const seconds = (milliseconds) => Math.round(milliseconds / 1000);

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
