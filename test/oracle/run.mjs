/**
 * npm run oracle [-- [--misses N] [--kinds a,b] [--cli FILE] [--readme] [--raise] [PROJECT …]]: holds the index against what real
 * Django says of real projects, kind by kind, and the template parser against its template compiler. Ends with status 1 where a figure
 * is below its threshold. `--readme` writes the figures into the README, `--raise` raises the thresholds of the shown kinds to them.
 */
import { parseArgs } from 'node:util';
import { compare, table } from './compare.mjs';
import { factsOfDjango, factsOfIndex } from './facts.mjs';
import { prepare } from './fetch.mjs';
import { judgeFindings } from './findings.mjs';
import { inspect } from './inspect.mjs';
import { projects } from './projects.mjs';
import { writeReadme } from './readme.mjs';
import { judgeTemplateCases } from './templateCases.mjs';
import { judgeTemplateFiles } from './templateFiles.mjs';
import { loweredThresholds, raiseThresholds, readThresholds, shortfalls, writeThresholds } from './thresholds.mjs';
import { truthOf } from './truth.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    misses: { type: 'string', default: '0' },
    kinds: { type: 'string' },
    cli: { type: 'string' },
    readme: { type: 'boolean', default: false },
    raise: { type: 'boolean', default: false },
  },
});
const misses = Number(values.misses);
const kinds = values.kinds?.split(',');
const wanted = positionals.length === 0 ? projects : projects.filter((one) => positionals.includes(one.name));
if (wanted.length === 0)
  throw new Error(`There is no such project. There are: ${projects.map((one) => one.name).join(', ')}.`);

if (values.readme && wanted.length < projects.length) throw new Error('The table in the README shows all projects.');

const thresholds = readThresholds();
const results = [];
const failures = loweredThresholds(thresholds);
for (const project of wanted) {
  try {
    const ready = await prepare(project);
    if (ready === undefined) {
      console.log(`\n${project.title}: not asked, as there is no Python ${project.python} or newer here.`);
      continue;
    }
    const truth = await truthOf(project, ready);
    const { index, seconds } = await inspect(project, ready, values.cli);
    const rows = compare(factsOfDjango(truth), factsOfIndex(index, project));
    const shown = rows.filter((row) => kinds?.includes(row.kind) ?? true);
    results.push({ project, rows, shown, seconds, asked: truth.seconds, python: truth.environment.python });
    const times = `Djangology ${seconds.toFixed(1)} s, Django ${truth.seconds.toFixed(1)} s`;
    console.log(`\n${project.title} (${project.release ?? project.packages[0]}), ${times}`);
    console.log(table(shown, misses));
    failures.push(...shortfalls(thresholds, project.name, rows));
    const templates = await judgeTemplateFiles(project, ready, truth);
    console.log(templates.summary);
    failures.push(...templates.failures);
    const findings = await judgeFindings(project, ready, values.cli);
    console.log(findings.summary);
    failures.push(...findings.failures);
    if (project.name === 'django') {
      const cases = await judgeTemplateCases(project, ready);
      console.log([cases.summary, ...(misses > 0 ? cases.missed : [])].join('\n'));
      failures.push(...cases.failures);
    }
  } catch (error) {
    failures.push(`${project.name}: ${error.message}`);
  }
}
if (values.raise) for (const { project, shown } of results) raiseThresholds(thresholds, project.name, shown);
if (values.raise) writeThresholds(thresholds);
if (values.readme) await writeReadme(results);
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;
