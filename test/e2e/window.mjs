// A VS Code window with the packaged extension, as a Playwright page: in the browser, or the desktop's own.
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { _electron, chromium } from 'playwright-core';
import { stage } from '../../client/scripts/package.mjs';
import { root, run } from '../../client/scripts/run.mjs';
import { prepareDesktop } from './desktop.mjs';
import { installChromium } from './install.mjs';
import { startServer } from './server.mjs';

const vsix = process.env.E2E_VSIX;
const size = { width: 1280, height: 800 };

/** A quiet editor, the same on each machine: nothing opens, asks, updates or saves by itself. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Light Modern',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
  'editor.wordBasedSuggestions': 'off',
  // VS Code puts them after `=` a moment late: into the middle of what a scenario types next.
  'html.autoCreateQuotes': false,
  'json.schemaDownload.enable': false,
  'typescript.disableAutomaticTypeAcquisition': true,
};

/** What running the sample leaves in its folder. */
const leftovers = /[\\/](\.venv|__pycache__|db\.sqlite3)$/;

/**
 * A copy of the sample project that a scenario may change. `remove` deletes it.
 * @param {object} options
 * @param {boolean} [options.environment] whether the project has its virtual environment in `.venv`
 */
export function copySample({ environment = true } = {}) {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'djangology-e2e-'));
  const folder = path.join(temporary, 'bookshop');
  cpSync(path.join(root, 'test/sample'), folder, { recursive: true, filter: (file) => !leftovers.test(file) });
  if (environment) symlinkSync(process.env.E2E_ENVIRONMENT, path.join(folder, '.venv'), 'junction');
  return { folder, remove: () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }) };
}

/** A second project beside a copy of the sample, and the workspace file that opens both. */
function addProject(folder) {
  const second = path.join(path.dirname(folder), 'newsletter');
  cpSync(path.join(root, 'test/e2e/newsletter'), second, { recursive: true, filter: (file) => !leftovers.test(file) });
  const file = path.join(path.dirname(folder), 'both.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: folder }, { path: second }] }));
  return file;
}

/**
 * Opens a window on a copy of the sample.
 * @param {object} options
 * @param {object} [options.settings] the user's settings, over the quiet ones
 * @param {boolean} [options.environment] whether the project has its virtual environment in `.venv`
 * @param {boolean} [options.trusted] whether the workspace is trusted
 * @param {boolean} [options.twoProjects] whether the window holds a second project, `newsletter`
 * @param {boolean} [options.web] whether the extension runs in VS Code's web worker, as on vscode.dev
 * @returns {Promise<{ page: import('playwright-core').Page, folder: string, close: () => Promise<void> }>}
 */
export async function openWindow(options = {}) {
  const { settings = {}, environment = true, trusted = true, twoProjects = false, web = false } = options;
  const { folder, remove } = copySample({ environment });
  const open = process.env.E2E_HOST === 'desktop' ? openDesktop : openBrowser;
  try {
    const { page, close } = await open({
      folder: twoProjects ? addProject(folder) : folder,
      vsix: web ? undefined : vsix,
      settings: { ...quietSettings, 'security.workspace.trust.startupPrompt': 'never', ...settings },
      trusted,
    });
    await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    return { page, folder, close: () => close().finally(remove) };
  } catch (error) {
    // Mocha prints messages alone.
    if (error.output) console.error(error.output);
    remove();
    throw error;
  }
}

async function openBrowser(options) {
  const server = await startServer(options);
  const browser = await launchChromium();
  const close = () => browser.close().finally(server.stop);
  try {
    if (!options.vsix) await hostInWorker(browser.page, server);
    await browser.page.goto(server.url);
    return { page: browser.page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Has the window load the packaged extension into VS Code's web worker, as vscode.dev does: from a web server, which the
 * page's configuration names. An extension that is installed behind the window could have no worker of its own.
 */
async function hostInWorker(page, server) {
  const files = createServer((request, response) => {
    const file = path.join(
      stage,
      path.normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname)),
    );
    const found = statSync(file, { throwIfNoEntry: false })?.isFile();
    const type = file.endsWith('.js') ? 'text/javascript' : 'application/octet-stream';
    response.writeHead(found ? 200 : 404, { 'access-control-allow-origin': '*', 'content-type': type });
    response.end(found ? readFileSync(file) : undefined);
  });
  await new Promise((resolve) => files.listen(0, '127.0.0.1', resolve));
  files.unref();
  const location = { scheme: 'http', authority: `localhost:${files.address().port}`, path: '/' };
  const configuration = /(vscode-workbench-web-configuration" data-settings=")([^"]*)/;
  await page.route(server.url, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(configuration, (_, start, text) => {
      const given = JSON.parse(text.replaceAll('&quot;', '"'));
      given.developmentOptions = { ...given.developmentOptions, extensions: [location] };
      return start + JSON.stringify(given).replaceAll('"', '&quot;');
    });
    // It allows this page to ask its own server alone.
    const { 'content-security-policy': _policy, ...headers } = response.headers();
    await route.fulfill({ response, body, headers });
  });
}

async function openDesktop({ folder, ...options }) {
  const { executable, args, remove } = await prepareDesktop(options);
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const app = await _electron.launch({ executablePath: executable, args: [...args, folder], env });
  return { page: await app.firstWindow(), close: () => app.close().finally(remove) };
}

async function launchChromium() {
  const userData = mkdtempSync(path.join(os.tmpdir(), 'djangology-chromium-'));
  const context = await chromium.launchPersistentContext(userData, {
    executablePath: await installChromium(),
    headless: true,
    viewport: size,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  // VS Code in a window of its own asks several outside hosts for pictures and experiments; the tests need none of them.
  await context.route(
    ({ hostname, protocol }) => protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname),
    (route) => route.abort(),
  );
  await context.grantPermissions(['clipboard-read', 'clipboard-write', 'local-network-access']);
  const page = context.pages()[0] ?? (await context.newPage());
  const close = () => context.close().finally(() => rmSync(userData, { recursive: true, force: true, maxRetries: 5 }));
  return { page, close };
}

/**
 * Runs a CommonJS module that exports `run()` inside the extension host, beside the packaged extension.
 * Resolves to whether it fulfilled, and to what it printed.
 */
export async function runInExtensionHost({ runner, companion, timeout }) {
  const { folder, remove } = copySample();
  const inside = process.env.E2E_HOST === 'desktop' ? insideDesktop : insideBrowser;
  try {
    return await inside({ folder, runner, companion, timeout });
  } finally {
    remove();
  }
}

async function insideBrowser({ folder, runner, companion, timeout }) {
  const server = await startServer({ folder, vsix, settings: quietSettings, automation: true });
  const browser = await launchChromium();
  const lines = [];
  const { promise: exited, resolve: exit } = deferred();
  const timer = setTimeout(() => exit(`no answer within ${timeout / 1000} s`), timeout);
  try {
    await browser.page.exposeFunction('codeAutomationExit', exit);
    // VS Code's own messages come through the same door; the runner marks its lines.
    await browser.page.exposeFunction('codeAutomationLog', (_type, args) => lines.push(format(...args)));
    const remote = (file) => `vscode-remote://${server.authority}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(companion)],
      ['extensionTestsPath', remote(runner)],
    ];
    await browser.page.goto(`${server.url}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    const code = await exited;
    return { ok: code === 0, code, lines };
  } finally {
    clearTimeout(timer);
    await browser.close().finally(server.stop);
  }
}

async function insideDesktop({ folder, runner, companion }) {
  const { executable, args, remove } = await prepareDesktop({ vsix, settings: quietSettings });
  const flags = [`--extensionDevelopmentPath=${companion}`, `--extensionTestsPath=${runner}`];
  try {
    const output = await run(executable, [...args, ...flags, folder], { env: { ELECTRON_RUN_AS_NODE: undefined } });
    return { ok: true, code: 0, lines: output.split('\n') };
  } catch (error) {
    return { ok: false, code: error.message, lines: (error.output ?? '').split('\n') };
  } finally {
    remove();
  }
}

function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
