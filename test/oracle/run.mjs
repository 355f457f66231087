/**
 * npm run oracle [-- [--misses N] [--kinds a,b] [--cli FILE] [PROJECT …]]: holds the index against what real Django says of real
 * projects, kind by kind. Ends with status 1 where a figure is below its threshold.
 */
import { parseArgs } from 'node:util';
import { compare, table } from './compare.mjs';
import { factsOfDjango, factsOfIndex } from './facts.mjs';
import { prepare } from './fetch.mjs';
import { inspect } from './inspect.mjs';
import { projects } from './projects.mjs';
import { loweredThresholds, readThresholds, shortfalls } from './thresholds.mjs';
import { truthOf } from './truth.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    misses: { type: 'string', default: '0' },
    kinds: { type: 'string' },
    cli: { type: 'string' },
  },
});
const kinds = values.kinds?.split(',');
const wanted = positionals.length === 0 ? projects : projects.filter((one) => positionals.includes(one.name));
if (wanted.length === 0)
  throw new Error(`There is no such project. There are: ${projects.map((one) => one.name).join(', ')}.`);

const thresholds = readThresholds();
const failures = loweredThresholds(thresholds);
for (const project of wanted) {
  try {
    const ready = await prepare(project);
    const truth = await truthOf(project, ready);
    const { index, seconds } = await inspect(project, ready, values.cli);
    const rows = compare(factsOfDjango(truth), factsOfIndex(index));
    const shown = rows.filter((row) => kinds?.includes(row.kind) ?? true);
    console.log(`\n${project.title} (${project.release ?? project.packages[0]}), ${seconds.toFixed(1)} s`);
    console.log(table(shown, Number(values.misses)));
    failures.push(...shortfalls(thresholds, project.name, rows));
  } catch (error) {
    failures.push(`${project.name}: ${error.message}`);
  }
}
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;
