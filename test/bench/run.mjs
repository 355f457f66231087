/**
 * npm run bench [-- --only cold,editor,…] [--times N]: measures the server and the command line against CPython's parser on
 * Django's source release, and writes RESULTS.md and chart.svg beside this file. What is measured and how stands in README.md.
 */
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chart } from './chart.mjs';
import { knownTypes } from './context.mjs';
import { measureEditor } from './editor.mjs';
import { firstCompletion } from './firstCompletion.mjs';
import { commandLine, least, p95, startServer, yardstick } from './measure.mjs';
import { warmStart } from './warm.mjs';
import { djangoRelease, projectOfCopies, releaseWithBigFiles } from './workspace.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const parts = ['cold', 'first', 'warm', 'editor', 'growth', 'types'];
const { values } = parseArgs({ options: { only: { type: 'string' }, times: { type: 'string', default: '3' } } });
const times = Number(values.times);
const wanted = (part) => values.only?.split(',').includes(part) ?? true;

const { bundles: build } = createRequire(import.meta.url)(join(here, '../../out/test/bundles.js'));
const bundles = await build();
const { python, folder } = await djangoRelease();
/** What is measured, in the order of the table: `{ name, value, target, unit, kind }`. */
const rows = [];
const add = (kind, name, value, unit, target) => {
  rows.push({ kind, name, value, unit, target });
  console.log(`${name}: ${shown(value, unit)}${target === undefined ? '' : ` (at most ${shown(target, unit)})`}`);
};

const parsing = await least(times, () => yardstick('python3', folder));
console.log(`${parsing.files} files, ${parsing.lines} lines; ast.parse takes ${parsing.cpu.toFixed(2)} s of CPU`);
const inspect = (root) => commandLine(bundles, ['inspect', '--json', '--no-cache', '--python', python, root]);
const cold = await least(times, () => inspect(folder));
if (wanted('cold')) {
  add('cpu', 'Cold index (inspect)', cold.cpu / parsing.cpu, '×', 0.6);
  add('memory', 'Peak memory of the cold index', cold.memory / 2 ** 20, 'MB', 350);
  const server = await least(times, () => coldServer());
  add('cpu', 'Cold start of the server until every file is read', server.cpu / parsing.cpu, '×', 0.6);
  add('memory', 'Peak memory of the server', server.memory / 2 ** 20, 'MB', 350);
}
if (wanted('first')) {
  for (const [what, used] of await firstCompletion(bundles, { folder, python }, times))
    add('cpu', `First completion of ${what} in a cold start, of the cold index`, used.cpu / cold.cpu, '×', 0.15);
}
if (wanted('warm')) {
  const { unchanged, changed, size } = await warmStart(bundles, { folder, python }, times);
  add('cpu', 'Warm start of the server', unchanged.cpu / parsing.cpu, '×', 0.05);
  add('cpu', 'Warm start with 20 files changed', changed.cpu / parsing.cpu, '×', 0.08);
  add('size', 'Size of the cache, of that of the source', size / parsing.bytes, '×', 0.25);
}
if (wanted('editor')) {
  const editor = await measureEditor(bundles, await releaseWithBigFiles(), 100);
  add('time', 'A character in a Python file of 5,000 lines, p95', p95(editor.python), 'ms', 15);
  add('time', 'A character in a template of 1,000 lines, p95', p95(editor.template), 'ms', 5);
  for (const method of ['completion', 'hover', 'definition'])
    add('time', `${method[0].toUpperCase()}${method.slice(1)}, p95`, p95(editor[method]), 'ms', 5);
}
if (wanted('types'))
  for (const name of ['oscar', 'wagtail']) {
    const { uses, known } = await knownTypes(name);
    add(
      'share',
      `Uses of \`{{ variable.member }}\` in templates of ${name} of unknown type`,
      (100 * (uses - known)) / uses,
      '%',
      30,
    );
  }
const growth = [];
if (wanted('growth'))
  for (const count of [1, 2, 4, 8]) {
    const copies = await projectOfCopies(count);
    const { cpu, memory } = await least(times, () => inspect(copies.folder));
    growth.push({ count, files: copies.files, cpu, memory });
    console.log(`${count} × (${copies.files} files): ${cpu.toFixed(2)} s, ${Math.round(memory / 2 ** 20)} MB`);
  }

if (parts.every(wanted)) {
  await writeFile(join(here, 'RESULTS.md'), report());
  await writeFile(join(here, 'chart.svg'), chart(rows));
}

async function coldServer() {
  const server = await startServer(bundles, { folder, python });
  await server.complete;
  const used = await server.used();
  await server.stop();
  return used;
}

function shown(value, unit) {
  return unit === '×' ? `${value.toFixed(2)} ×` : `${unit === 'MB' ? Math.round(value) : value.toFixed(1)} ${unit}`;
}

function report() {
  const [{ model }] = os.cpus();
  const table = (head, lines) =>
    [head, head.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n');
  return `# How fast it is

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${os.cpus().length} × ${model}, Node.js ${process.versions.node}, CPython ${parsing.python}.
The machine's load was ${os.loadavg()[1].toFixed(1)}: what else runs makes the times longer, and those of the processor a little.
[README.md](README.md) says what is measured.

The yardstick is \`ast.parse\` of CPython on the ${parsing.files} Python files (${parsing.lines} lines) of Django's source release: ${parsing.cpu.toFixed(2)} s of CPU = 1 ×.

${table(
  ['what', 'measured', 'at most', ''],
  rows.map(({ name, value, unit, target }) => [
    name,
    shown(value, unit),
    shown(target, unit),
    value <= target ? 'reached' : '**falls short**',
  ]),
)}

![Measured against the most it may be](chart.svg)

A project and its copies under other names:

${table(
  ['copies', 'Python files', 'CPU', 'CPU for a file', 'peak memory'],
  growth.map(({ count, files, cpu, memory }) => [
    count,
    files,
    `${cpu.toFixed(2)} s`,
    `${((cpu / files) * 1000).toFixed(2)} ms`,
    `${Math.round(memory / 2 ** 20)} MB`,
  ]),
)}
`;
}
