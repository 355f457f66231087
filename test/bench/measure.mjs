import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const usage = join(here, 'usage.cjs');

/** The lower of several measurements of the same thing: what else runs on a machine only adds. */
export async function least(times, measure) {
  const all = [];
  for (let i = 0; i < times; i++) all.push(await measure());
  return all.reduce((a, b) => (b.cpu < a.cpu ? b : a));
}

/** CPython's parser on a folder: `{ cpu, files, lines, python }`. */
export async function yardstick(python, folder) {
  return JSON.parse((await run(python, [join(here, 'yardstick.py'), folder])).stdout);
}

/** A command of the command line as a process of its own: `{ cpu, memory, wall }`, in seconds and bytes. */
export function commandLine(bundles, args) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, ['--require', usage, join(bundles, 'cli.js'), ...args], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: environment,
    });
    let used;
    child.on('message', (message) => {
      used = message;
    });
    child.on('exit', (code) => {
      if (code === 0 && used) resolve({ ...used, wall: (performance.now() - start) / 1000 });
      else reject(new Error(`cli.js ${args.join(' ')} ended with status ${code}.`));
    });
  });
}

/** What an environment variable says must not change what is measured. */
const { PATH, HOME, SYSTEMROOT } = process.env;
const environment = { PATH, HOME, SYSTEMROOT };

/**
 * The language server as an editor runs it, on a folder; without a `storagePath` it finds no cache: `ask` sends a request, `tell` a notification, `used` what the
 * process has used so far, `complete` resolves once every file is read.
 */
export async function startServer(bundles, { folder, python, storagePath }) {
  const storage = storagePath ?? (await mkdtemp(join(tmpdir(), 'djangology-bench-')));
  const start = performance.now();
  const child = spawn(process.execPath, ['--require', usage, join(bundles, 'server.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    env: environment,
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let finish;
  const complete = new Promise((resolve) => {
    finish = resolve;
  });
  connection.onNotification('djangology/status', ({ projects }) => {
    if (projects.length > 0 && projects.every((project) => project.complete)) finish();
  });
  connection.onRequest('workspace/configuration', () => [{ pythonPath: python }]);
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: uriOf(folder), name: 'bench' }],
    // As VS Code has them.
    capabilities: {
      workspace: { configuration: true },
      textDocument: {
        completion: { completionList: { itemDefaults: ['editRange', 'insertTextFormat', 'insertTextMode', 'data'] } },
      },
    },
    initializationOptions: { trusted: true, storagePath: storage },
  });
  await connection.sendNotification('initialized', {});
  return {
    complete,
    ask: (method, params) => connection.sendRequest(method, params),
    tell: (method, params) => connection.sendNotification(method, params),
    async used() {
      const answer = new Promise((resolve) => {
        child.once('message', resolve);
      });
      child.send('used?');
      return { ...(await answer), wall: (performance.now() - start) / 1000 };
    },
    async stop() {
      await connection.sendRequest('shutdown');
      const ended = new Promise((resolve) => {
        child.once('exit', resolve);
      });
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
      if (storagePath === undefined) await rm(storage, { recursive: true, force: true });
    },
  };
}

export function uriOf(path) {
  return pathToFileURL(path).href;
}

/** The value that 95 of 100 do not exceed. */
export function p95(values) {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1];
}
