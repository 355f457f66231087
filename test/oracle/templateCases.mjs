import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { openEngine } from './engine.mjs';
import { cache, here, packagesOf, prepare, repository } from './fetch.mjs';
import { newestTests } from './projects.mjs';

const run = promisify(execFile);

/** Cases of Django 5.2's tests with the verdict of its compiler; they lie beside the repository. */
const file = join(repository, '../shared/oracle/data/template_cases_5.2.json.gz');

/**
 * The templates of Django's own tests, with the libraries that they load read from these tests as they are: what compiles is not
 * reported, and what does not is, where Django's own error stands. Of 5.2 as far as the cases are there, of the newest Django
 * by asking it. `{ summary, failures, missed }`, all for people.
 */
export async function judgeTemplateCases(project, ready) {
  const suites = [];
  if (existsSync(file)) {
    const { cases } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
    suites.push(await judge('5.2', cases, project, ready));
  } else
    suites.push({ summary: `There are no template cases of 5.2: ${file} is not there.`, failures: [], missed: [] });
  const newest = await prepare(newestTests);
  if (newest) suites.push(await judge('6.1', await casesOf(newestTests, newest), newestTests, newest));
  return {
    summary: suites.map(({ summary }) => summary).join('\n'),
    failures: suites.flatMap(({ failures }) => failures),
    missed: suites.flatMap(({ missed }) => missed),
  };
}

/** What ask_django/template_cases.py writes for the tests of a release; kept while nothing of it changes. */
async function casesOf(project, { python, folder }) {
  const script = join(here, 'ask_django/template_cases.py');
  const key = JSON.stringify([await packagesOf(project), await readFile(script, 'utf8')]);
  const path = join(
    cache,
    'truths',
    `${project.name}-cases-${createHash('sha256').update(key).digest('hex').slice(0, 12)}.json`,
  );
  if (!existsSync(path)) {
    console.error(`Running ${project.title} for their templates …`);
    await mkdir(join(cache, 'truths'), { recursive: true });
    const draft = `${path}.${process.pid}.tmp`;
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    await run(python, [script, '--tests', folder, '--out', draft], { env, maxBuffer: 64 << 20 });
    await rename(draft, path);
  }
  return JSON.parse(await readFile(path, 'utf8')).cases;
}

async function judge(version, cases, project, ready) {
  const engine = await openEngine(project, ready);
  const base = await engine.knowledge();
  const failures = [];
  const missed = [];
  let [compiling, refused, placed] = [0, 0, 0];
  for (const one of cases) {
    const { errors } = engine.parse(one.source, await knowledgeOf(one, base, engine), one.name);
    if (one.compiles) {
      compiling++;
      for (const error of errors)
        failures.push(`${shown(one)}: ${error.message} (${error.code}), but Django ${version} compiles it.`);
      continue;
    }
    // What fails outside of any token has no place: a library that cannot be imported, say.
    if (one.start === null) continue;
    refused++;
    const text = one.source;
    // Django counts code points, we count UTF-16 units.
    const [start, end] = [one.start, one.end].map((offset) => [...text].slice(0, offset).join('').length);
    if (errors.some(({ token }) => token.start === start && token.end === end)) placed++;
    else
      missed.push(
        `${shown(one)}: ${one.error} at ${start}-${end}, we: ${errors.map(({ token, message }) => `${token.start}-${token.end} ${message}`).join('; ') || 'nothing'}`,
      );
  }
  const summary = `Template cases of ${version}: ${compiling} compile, ${failures.length} complaints; ${placed} of ${refused} refused ones are reported at Django's offsets.`;
  if (placed < refused)
    failures.push(
      `Of Django ${version}, ${refused - placed} of ${refused} refused templates are not reported at its offsets.`,
    );
  return { summary, failures, missed };
}

async function knowledgeOf(one, base, engine) {
  const libraries = new Map();
  for (const [name, module] of Object.entries(one.libraries)) libraries.set(name, await engine.library(module));
  for (const [name, library] of libraries) if (library === undefined) libraries.delete(name);
  const extra = await Promise.all(one.builtins.map((module) => engine.library(module)));
  return {
    builtins: [...base.builtins, ...extra.filter((library) => library !== undefined)],
    libraries,
    // A library that cannot be read (from an egg, say) may define anything.
    certain: libraries.size === Object.keys(one.libraries).length,
  };
}

function shown(one) {
  return JSON.stringify(one.source.length > 100 ? `${one.source.slice(0, 100)}…` : one.source);
}
