// The desktop VS Code that @vscode/test-electron downloads into .cache/.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../client/scripts/run.mjs';

/**
 * The desktop VS Code, downloaded once, with a new profile that has the extension installed.
 * @param {object} options
 * @param {string} options.vsix the extension
 * @param {object} [options.settings] the user's settings
 * @param {object[]} [options.keybindings] the user's keys
 * @param {boolean} [options.trusted] whether every workspace is trusted
 * @returns {Promise<{ executable: string, args: string[], remove: () => void }>} `remove` deletes the profile
 */
export async function prepareDesktop({ vsix, settings = {}, keybindings = [], trusted = true }) {
  const { downloadAndUnzipVSCode, runVSCodeCommand, SilentReporter } = await import('@vscode/test-electron');
  const download = { version: 'stable', cachePath: path.join(root, '.cache/vscode'), reporter: new SilentReporter() };
  const executable = await downloadAndUnzipVSCode(download);

  const profile = mkdtempSync(path.join(os.tmpdir(), 'djangology-vscode-'));
  mkdirSync(path.join(profile, 'data/User'), { recursive: true });
  writeFileSync(path.join(profile, 'data/User/settings.json'), JSON.stringify(settings, null, 2));
  writeFileSync(path.join(profile, 'data/User/keybindings.json'), JSON.stringify(keybindings, null, 2));
  const where = [
    `--user-data-dir=${path.join(profile, 'data')}`,
    `--extensions-dir=${path.join(profile, 'extensions')}`,
  ];
  await runVSCodeCommand(['--install-extension', vsix, '--force', ...where], download);

  const quiet = [
    '--disable-updates',
    '--disable-telemetry',
    ...(trusted ? ['--disable-workspace-trust'] : []),
    '--skip-welcome',
    '--skip-release-notes',
  ];
  const args = ['--no-sandbox', '--disable-gpu-sandbox', '--no-cached-data', ...quiet, ...where];
  return { executable, args, remove: () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }) };
}
