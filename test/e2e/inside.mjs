// Runs the tests of host/ inside VS Code's extension host, and prints what they print.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInExtensionHost } from './window.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const mark = '[host] ';

const { ok, code, lines } = await runInExtensionHost({
  runner: path.join(here, 'host/runner.cjs'),
  companion: path.join(here, 'host/companion'),
  timeout: 180_000,
});
const ours = lines.flatMap((line) => line.split('\n')).filter((line) => line.includes(mark));
for (const line of ours) console.log(line.slice(line.indexOf(mark) + mark.length));
if (!ok) {
  console.log(`The extension host answered: ${code}`);
  if (ours.length === 0) console.log(lines.join('\n'));
  process.exitCode = 1;
}
