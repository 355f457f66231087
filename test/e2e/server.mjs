// VS Code in the browser: the server behind it, on 127.0.0.1, with a profile of its own that is gone when it stops.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, run } from '../../client/scripts/run.mjs';
import { vscodeEntry, vscodeNode } from './install.mjs';

const startsWithin = 30_000;
const installsWithin = 30_000;

/**
 * Starts the server with an extension installed.
 * @param {object} options
 * @param {string} options.folder the workspace, opened in place: a folder or a .code-workspace file
 * @param {string} [options.vsix] the extension
 * @param {object} [options.settings] the user's settings
 * @param {object[]} [options.keybindings] the user's keys
 * @param {boolean} [options.trusted] whether every workspace is trusted; else VS Code opens in restricted mode
 * @param {boolean} [options.automation] lets a test talk to the window; VS Code then refuses modal dialogs
 * @returns {Promise<{ url: string, authority: string, log: () => string, stop: () => Promise<void> }>}
 */
export async function startServer({
  folder,
  vsix,
  settings = {},
  keybindings = [],
  trusted = true,
  automation = false,
}) {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'djangology-vscode-'));
  const inProfile = (...names) => path.join(profile, ...names);
  mkdirSync(inProfile('data/User'), { recursive: true });
  mkdirSync(inProfile('home'));
  writeFileSync(inProfile('config.yaml'), 'auth: none\n');
  writeFileSync(inProfile('data/User/settings.json'), JSON.stringify(settings, null, 2));
  writeFileSync(inProfile('data/User/keybindings.json'), JSON.stringify(keybindings, null, 2));

  const env = environment(inProfile('home'));
  const common = [
    vscodeEntry,
    '--config',
    inProfile('config.yaml'),
    '--user-data-dir',
    inProfile('data'),
    '--extensions-dir',
    inProfile('extensions'),
  ];
  try {
    if (vsix)
      await run(vscodeNode, [...common, '--install-extension', vsix, '--force'], { env, limit: installsWithin });
  } catch (error) {
    rmSync(profile, { recursive: true, force: true });
    throw error;
  }

  const authority = `127.0.0.1:${await freePort()}`;
  const logFile = openSync(inProfile('server.log'), 'w');
  const flags = [
    '--auth=none',
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    '--disable-proxy',
    '--ignore-last-opened',
  ];
  if (trusted) flags.push('--disable-workspace-trust');
  if (automation) flags.push('--vscode-option', 'enable-smoke-test-driver');
  // Its own process group: the extension hosts and language servers under it end with it.
  const child = spawn(vscodeNode, [...common, '--bind-addr', authority, ...flags, folder], {
    env: { ...process.env, ...env },
    stdio: ['ignore', logFile, logFile],
    detached: true,
  });
  closeSync(logFile);
  let startError;
  child.on('error', (error) => {
    startError = error;
  });

  const killGroup = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Already gone.
    }
  };
  const killNow = () => killGroup('SIGKILL');
  process.once('exit', killNow);
  const log = () => readFileSync(inProfile('server.log'), 'utf8');
  const stop = async () => {
    process.off('exit', killNow);
    killGroup('SIGTERM');
    await sleep(500);
    killNow();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };

  const deadline = Date.now() + startsWithin;
  while (!(await answers(`http://${authority}/healthz`))) {
    if (startError || child.exitCode !== null || Date.now() > deadline) {
      const output = `${startError?.message ?? ''}\n${log()}`;
      await stop();
      throw new Failure('VS Code in the browser did not start. Remove test/e2e/node_modules and try again.', output);
    }
    await sleep(100);
  }
  const kind = folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return { url: `http://${authority}/?${kind}=${encodeURIComponent(folder)}`, authority, log, stop };
}

/** Nothing of the VS Code that this may run inside, and no configuration of the person at this machine. */
function environment(home) {
  const inherited = Object.keys(process.env).filter((name) => /^(VSCODE|ELECTRON|CODE_SERVER)_/.test(name));
  return {
    ...Object.fromEntries(inherited.map((name) => [name, undefined])),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    PATH: `${path.dirname(vscodeNode)}${path.delimiter}${process.env.PATH}`,
  };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
