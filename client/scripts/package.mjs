// npm run package: the VSIX that users install. Fails where it is too big.
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, root, run, script } from './run.mjs';

const limit = 1.5 * 1024 * 1024;

/** Everything that runs, and what the marketplace shows. Code is bundled, so nothing of node_modules is among it. */
const contents = ['README.md', 'CHANGELOG.md', 'LICENSE', 'client/icon.png', 'dist', 'snippets', 'syntaxes'];

/** What the VSIX holds, as a folder. */
export const stage = path.join(root, '.cache/package');

/**
 * Builds and makes the VSIX. Resolves to its path, and to a line that tells its size.
 * vsce works on a copy of these files alone: it would read through every installed editor and project of the tests.
 */
export async function makePackage() {
  await run('node', ['esbuild.mjs', '--minify']);
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  for (const name of contents) cpSync(path.join(root, name), path.join(stage, name), { recursive: true });
  const { scripts: _scripts, devDependencies: _tools, ...published } = manifest;
  writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);

  const vsix = path.join(root, `${manifest.name}-${manifest.version}.vsix`);
  // Its search for secrets takes half a minute on minified code, which comes from this repository alone.
  const flags = [
    '--no-dependencies',
    '--allow-missing-repository',
    // Without a repository there is nothing that a link to a file could lead to.
    '--no-rewrite-relative-links',
    '--allow-package-all-secrets',
    '--allow-package-env-file',
  ];
  await run('npx', ['--no-install', 'vsce', 'package', ...flags, '--out', vsix], { cwd: stage });
  const { size } = statSync(vsix);
  const text = `${path.relative(root, vsix)}, ${(size / 1024).toFixed(0)} KB`;
  if (size > limit) {
    throw new Failure(`${text}: more than the ${limit / 1024} KB allowed. npm run build tells what the bundles hold.`);
  }
  return { vsix, text };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  script(async () => console.log((await makePackage()).text));
}
