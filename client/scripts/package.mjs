// npm run package: the VSIX that users install. Fails where it is too big.
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, root, run, script } from './run.mjs';

const limit = 1.5 * 1024 * 1024;

/** Everything that runs, and what the marketplace shows. Code is bundled, so nothing of node_modules is among it. */
const contents = ['README.md', 'CHANGELOG.md', 'LICENSE', 'client/icon.png', 'dist', 'snippets', 'syntaxes'];

/** Builds and makes the VSIX. Resolves to its path, and to a line that tells its size. */
export async function makePackage() {
  await run('node', ['esbuild.mjs', '--minify']);
  const vsix = await pack();
  const { size } = statSync(vsix);
  const text = `${path.relative(root, vsix)}, ${(size / 1024).toFixed(0)} KB`;
  if (size > limit) {
    throw new Failure(`${text}: more than the ${limit / 1024} KB allowed. npm run build tells what the bundles hold.`);
  }
  return { vsix, text };
}

/** The path of a VSIX, made of the bundles that makePackage() left, whose only host is VS Code's web worker: for tests. */
export function makeWebPackage() {
  return pack('web');
}

/** vsce works on a copy of the files alone: it would read through every installed editor and project of the tests. */
async function pack(host) {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const stage = path.join(root, '.cache/package');
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  for (const name of contents) cpSync(path.join(root, name), path.join(stage, name), { recursive: true });
  const { scripts: _scripts, devDependencies: _tools, ...published } = manifest;
  // VS Code prefers a process of its own wherever a manifest offers one.
  if (host === 'web') delete published.main;
  writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);

  const vsix = path.join(root, host === 'web' ? '.cache/web.vsix' : `${manifest.name}-${manifest.version}.vsix`);
  // Its search for secrets takes half a minute on minified code, which comes from this repository alone.
  const flags = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--allow-package-all-secrets',
    '--allow-package-env-file',
  ];
  await run('npx', ['--no-install', 'vsce', 'package', ...flags, '--out', vsix], { cwd: stage });
  return vsix;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  script(async () => console.log((await makePackage()).text));
}
