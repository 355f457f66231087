import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(__dirname, '../..');
let made: Promise<string> | undefined;

/**
 * The folder with everything that esbuild.mjs makes from the sources as they are, once for all tests. The real dist/ stays
 * as it is: an editor may be running from it.
 */
export function bundles(): Promise<string> {
  made ??= make();
  return made;
}

async function make(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'djangology-bundles-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['esbuild.mjs', 'package.json']) copyFileSync(path.join(root, name), path.join(folder, name));
  for (const name of ['server', 'client', 'node_modules'])
    symlinkSync(path.join(root, name), path.join(folder, name), 'junction');
  await promisify(execFile)(process.execPath, ['esbuild.mjs'], { cwd: folder });
  return path.join(folder, 'dist');
}
