// npm start [folder]: builds the extension and opens VS Code with it on a folder, by default the sample project with an environment.
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { Failure, install, onPath, root, run, script, step } from './run.mjs';

script(async () => {
  const folder = folderOf(process.argv[2]);
  await step('Install', install);
  await step('Build', () =>
    run('node', ['esbuild.mjs'], { advice: 'The errors above name file and line.' }).then(() => undefined),
  );
  // The three ways to open VS Code all hand this on, and the extension finds it like one that was activated in a terminal.
  if (!process.argv[2]) await useSampleEnvironment();

  if (onPath('code')) return openWithCode(folder);
  const { chooseEditor } = await import('../../test/e2e/choose.mjs');
  const { kind, reason } = await chooseEditor({ needsRealDisplay: true });
  console.log(
    `  There is no "code" on PATH; ${kind === 'desktop' ? 'VS Code is downloaded' : 'VS Code opens in the browser'}: ${reason}.`,
  );
  return kind === 'desktop' ? openDesktop(folder) : openInBrowser(folder);
});

/** The folder that the user named, relative to where npm was called; the sample where none is named. */
function folderOf(argument) {
  const folder = argument
    ? path.resolve(process.env.INIT_CWD ?? process.cwd(), argument)
    : path.join(root, 'test/sample');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Failure(`There is no folder ${folder}. Name the folder of a Django project: npm start path/to/project`);
  }
  return folder;
}

/** Makes Django and its environment known to everything that is started from here; goes on without where it cannot be had. */
async function useSampleEnvironment() {
  await step('Virtual environment of the sample', async () => {
    try {
      const { installSampleEnvironment } = await import('../../test/e2e/install.mjs');
      process.env.VIRTUAL_ENV = await installSampleEnvironment();
      return process.env.VIRTUAL_ENV;
    } catch (error) {
      return `none, so nothing of Django's own source is shown. ${error.message.split('\n')[0]}`;
    }
  });
}

async function openWithCode(folder) {
  await run('code', [`--extensionDevelopmentPath=${root}`, folder], {
    advice: 'Check that "code --version" works in this terminal, or take it off PATH to use another VS Code.',
  });
  console.log(
    `\nVS Code is open on ${folder}. After a change, run npm start again, or npm run watch and "Developer: Reload Window".`,
  );
}

async function openDesktop(folder) {
  const cachePath = path.join(root, '.cache/vscode');
  const executable = await step('Download VS Code', async () => {
    const { downloadAndUnzipVSCode, SilentReporter } = await import('@vscode/test-electron');
    return downloadAndUnzipVSCode({ version: 'stable', cachePath, reporter: new SilentReporter() });
  });
  const args = [
    `--user-data-dir=${path.join(cachePath, 'user')}`,
    `--extensions-dir=${path.join(cachePath, 'extensions')}`,
  ];
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const window = spawn(executable, [...args, `--extensionDevelopmentPath=${root}`, folder], {
    env,
    stdio: 'ignore',
    detached: true,
  });
  await new Promise((resolve, reject) => window.once('spawn', resolve).once('error', reject));
  window.unref();
  console.log(`\nVS Code is open on ${folder}.`);
}

async function openInBrowser(folder) {
  const { installEditor } = await import('../../test/e2e/install.mjs');
  const { makePackage } = await import('./package.mjs');
  const { startServer } = await import('../../test/e2e/server.mjs');
  await step('Install VS Code for the browser (about 600 MB, once)', () => installEditor('browser'));
  const { vsix } = await step('Package', makePackage);
  const settings = {
    'workbench.startupEditor': 'none',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'telemetry.telemetryLevel': 'off',
    'chat.disableAIFeatures': true,
  };
  const server = await step('Start VS Code', () => startServer({ folder, vsix, settings }));
  console.log(`\nVS Code is open on ${folder}, at this address until Ctrl-C:\n\n  ${server.url}\n`);
  await new Promise((resolve) => {
    // Not once: npm hands on the Ctrl-C that the terminal has already sent, and the second must not cut the end short.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve);
  });
  await server.stop();
  console.log('VS Code has stopped.');
}
