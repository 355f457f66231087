// npm run package: the VSIX that users install. Fails where it is too big or holds what does not run.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, root, run, script } from './run.mjs';

const limit = 1.5 * 1024 * 1024;
const allowed =
  /^(package\.json|readme\.md|changelog\.md|license(\.txt|\.md)?|client\/icon\.png|dist\/[\w.]+\.js|(syntaxes|snippets|icons)\/.+)$/i;

/** Makes the VSIX and resolves to its path. `vsce` builds first, through the script vscode:prepublish. */
export async function makePackage() {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const vsix = path.join(root, `${name}-${version}.vsix`);
  await run('npx', [
    '--no-install',
    'vsce',
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--out',
    vsix,
  ]);

  const listed = await run('npx', ['--no-install', 'vsce', 'ls', '--no-dependencies']);
  const files = listed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes('.') && !line.includes(' '));
  const strangers = files.filter((file) => !allowed.test(file));
  if (strangers.length > 0)
    throw new Failure(`The package holds what does not run: ${strangers.join(', ')}. List it in .vscodeignore.`);

  const { size } = statSync(vsix);
  const text = `${path.relative(root, vsix)}, ${(size / 1024).toFixed(0)} KB, ${files.length} files`;
  if (size > limit)
    throw new Failure(
      `The package is too big: ${text}; the limit is ${limit / 1024} KB. See what the bundles hold with npm run build.`,
    );
  return { vsix, text };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  script(async () => console.log((await makePackage()).text));
}
