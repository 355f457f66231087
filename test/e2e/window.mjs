// A VS Code window with the packaged extension, as a Playwright page: in the browser, or the desktop's own.
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { _electron, chromium } from 'playwright-core';
import { stage } from '../../client/scripts/package.mjs';
import { root, run, within } from '../../client/scripts/run.mjs';
import { prepareDesktop } from './desktop.mjs';
import { closeEditor, screenshot } from './driver.mjs';
import { installChromium } from './install.mjs';
import { startServer } from './server.mjs';
import { startedTogether } from './started.mjs';

const vsix = process.env.E2E_VSIX;
const size = { width: 1280, height: 800 };
/** How long a window may take to open, in that its browser to start and the page to show, and a browser to close; in milliseconds. */
const limits = { open: 75_000, launch: 30_000, show: 45_000, close: 5_000 };

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
  'editor.linkedEditing': true,
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
 * Opens a window on a copy of the sample. Rejects where it does not open in time; nothing of it is left then.
 * @param {object} options
 * @param {object} [options.settings] the user's settings, over the quiet ones
 * @param {boolean} [options.environment] whether the project has its virtual environment in `.venv`
 * @param {boolean} [options.trusted] whether the workspace is trusted
 * @param {boolean} [options.twoProjects] whether the window holds a second project, `newsletter`
 * @param {boolean} [options.web] whether the extension runs in VS Code's web worker, as on vscode.dev
 * @returns {Promise<{
 *   page: import('playwright-core').Page, folder: string, crashed: Promise<never>, close: () => Promise<void>
 * }>} `crashed` rejects when the page is no more, which what waits for something in the page might never learn
 */
export async function openWindow(options = {}) {
  const together = startedTogether();
  try {
    return await within(limits.open, 'Opening a window', open(options, together));
  } catch (error) {
    // Mocha prints messages alone.
    if (error.output) console.error(error.output);
    await together.end();
    throw error;
  }
}

async function open(options, together) {
  const { settings = {}, environment = true, trusted = true, twoProjects = false, web = false } = options;
  const { folder, remove } = copySample({ environment });
  await together.add(remove);
  const given = {
    folder: twoProjects ? addProject(folder) : folder,
    vsix: web ? undefined : vsix,
    settings: { ...quietSettings, 'security.workspace.trust.startupPrompt': 'never', ...settings },
    keybindings: [closeEditor.binding],
    trusted,
  };
  const page = await (process.env.E2E_HOST === 'desktop' ? openDesktop : openBrowser)(given, together);
  const crashed = new Promise((_, reject) => {
    page.once('crash', () => reject(new Error('The page of the window crashed.')));
    page.once('close', () => reject(new Error('The page of the window was closed.')));
  });
  // Nobody may be waiting when it happens.
  crashed.catch(() => undefined);
  try {
    await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: limits.show });
  } catch (error) {
    await screenshot({ page }, 'failed to open a window').catch(() => undefined);
    throw error;
  }
  return { page, folder, crashed, close: together.end };
}

async function openBrowser(options, together) {
  const server = await startServer(options);
  await together.add(server.stop);
  const page = await launchChromium(together);
  if (!options.vsix) await hostInWorker(page, server, together);
  await page.goto(server.url);
  return page;
}

/**
 * Has the window load the packaged extension into VS Code's web worker, as vscode.dev does: from a web server, which the
 * page's configuration names. An extension that is installed behind the window could have no worker of its own.
 */
async function hostInWorker(page, server, together) {
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
  await together.add(() => files.close());
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

async function openDesktop({ folder, ...options }, together) {
  const { executable, args, remove } = await prepareDesktop(options);
  await together.add(remove);
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const launched = { executablePath: executable, args: [...args, folder], env, timeout: limits.launch };
  const app = await _electron.launch({ ...launched, ...leaveSignals });
  await together.add(() => closeOrKill(app, app.process().pid));
  return app.firstWindow({ timeout: limits.launch });
}

/** Whoever starts a window ends it; Playwright would do the same, and not end the process. */
const leaveSignals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };

async function launchChromium(together) {
  const userData = mkdtempSync(path.join(os.tmpdir(), 'djangology-chromium-'));
  await together.add(() => rmSync(userData, { recursive: true, force: true, maxRetries: 5 }));
  const context = await chromium.launchPersistentContext(userData, {
    executablePath: await installChromium(),
    headless: true,
    viewport: size,
    timeout: limits.launch,
    ...leaveSignals,
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
  const pid = await processOf(context.browser());
  await together.add(() => closeOrKill(context, pid));
  // VS Code in a window of its own asks several outside hosts for pictures and experiments; the tests need none of them.
  await context.route(
    ({ hostname, protocol }) => protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname),
    (route) => route.abort(),
  );
  await context.grantPermissions(['clipboard-read', 'clipboard-write', 'local-network-access']);
  return context.pages()[0] ?? (await context.newPage());
}

/** The process of a browser, which leads a process group of its own. */
async function processOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.find(({ type }) => type === 'browser').id;
}

/** Closes a browser or the desktop VS Code; ends its processes where it does not close. */
async function closeOrKill(closable, pid) {
  try {
    await within(limits.close, 'Closing a window', closable.close());
  } catch {
    for (const target of [-pid, pid]) {
      try {
        process.kill(target, 'SIGKILL');
      } catch {
        // Already gone.
      }
    }
  }
}

/**
 * Runs a CommonJS module that exports `run()` inside the extension host, beside the packaged extension.
 * Resolves to whether it fulfilled, and to what it printed.
 */
export async function runInExtensionHost({ runner, companion, timeout }) {
  const together = startedTogether();
  const { folder, remove } = copySample();
  await together.add(remove);
  const inside = process.env.E2E_HOST === 'desktop' ? insideDesktop : insideBrowser;
  try {
    return await inside({ folder, runner, companion, timeout }, together);
  } finally {
    await together.end();
  }
}

async function insideBrowser({ folder, runner, companion, timeout }, together) {
  const server = await startServer({ folder, vsix, settings: quietSettings, automation: true });
  await together.add(server.stop);
  const page = await launchChromium(together);
  const lines = [];
  const { promise: exited, resolve: exit } = deferred();
  const timer = setTimeout(() => exit(`no answer within ${timeout / 1000} s`), timeout);
  page.once('crash', () => exit('the page crashed'));
  try {
    await page.exposeFunction('codeAutomationExit', exit);
    // VS Code's own messages come through the same door; the runner marks its lines.
    await page.exposeFunction('codeAutomationLog', (_type, args) => lines.push(format(...args)));
    const remote = (file) => `vscode-remote://${server.authority}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(companion)],
      ['extensionTestsPath', remote(runner)],
    ];
    await page.goto(`${server.url}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    const code = await exited;
    return { ok: code === 0, code, lines };
  } finally {
    clearTimeout(timer);
  }
}

async function insideDesktop({ folder, runner, companion, timeout }, together) {
  const { executable, args, remove } = await prepareDesktop({ vsix, settings: quietSettings });
  await together.add(remove);
  const flags = [`--extensionDevelopmentPath=${companion}`, `--extensionTestsPath=${runner}`];
  try {
    const env = { ELECTRON_RUN_AS_NODE: undefined };
    const output = await run(executable, [...args, ...flags, folder], { env, limit: timeout });
    return { ok: true, code: 0, lines: output.split('\n') };
  } catch (error) {
    return { ok: false, code: error.message, lines: (error.output ?? '').split('\n') };
  }
}

function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
