import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from './fetch.mjs';
import { projects } from './projects.mjs';

const begin = '<!-- The oracle writes from here: npm run oracle -- --readme -->';
const end = '<!-- to here. -->';

/** Writes the figures of a run over all projects into the README, with date and versions, between the marks there. */
export async function writeReadme(results) {
  const path = join(repository, 'README.md');
  const text = await readFile(path, 'utf8');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`The README lacks the marks "${begin}" and "${end}".`);
  await writeFile(path, `${before}${begin}\n\n${section(results)}\n\n${end}${after}`);
}

function section(results) {
  const kinds = [...new Set(results.flatMap(({ rows }) => rows.map(({ kind }) => kind)))].sort();
  const table = [
    ['', ...results.map(({ project }) => heading(project))],
    ['---', ...results.map(() => '---')],
    ...kinds.map((kind) => [kind, ...results.map(({ rows }) => cell(rows.find((row) => row.kind === kind)))]),
    ['**seconds**, Djangology', ...results.map(({ seconds }) => seconds.toFixed(1))],
    ['**seconds**, Django', ...results.map(({ asked }) => asked.toFixed(1))],
  ];
  return [introduction(results), '', ...table.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

function introduction(results) {
  const date = new Date().toISOString().slice(0, 10);
  const pythons = [...new Set(results.map(({ python }) => python.split('.').slice(0, 2).join('.')))].join(' and ');
  const missing = projects.filter((project) => !results.some((result) => result.project === project));
  return [
    `As of ${date}, with Python ${pythons}; recall / precision in percent, 100 where both are, – where Django knows of none.`,
    ...(missing.length > 0
      ? [`Not asked for want of a newer Python: ${missing.map((one) => one.title).join(', ')}.`]
      : []),
    'The seconds are those of one cold run of each side, which for Django is starting, importing and answering.',
  ].join('\n');
}

function heading({ title, release, packages }) {
  const version = release ?? packages[0];
  return release === undefined ? title : `${title} ${version.slice(version.indexOf('==') + 2)}`;
}

function cell(row) {
  if (row === undefined || row.truth === 0) return '–';
  return row.recall === 100 && row.precision === 100 ? '100' : `${row.recall} / ${row.precision ?? '–'}`;
}
