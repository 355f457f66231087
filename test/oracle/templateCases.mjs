import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openEngine } from './engine.mjs';
import { repository } from './fetch.mjs';

/** Django's own template tests with the verdict of its compiler; they lie beside the repository. */
const file = join(repository, '../shared/oracle/data/template_cases_5.2.json.gz');
/** Of the 212 that Django refuses, how many we must refuse at its own offsets. */
const least = 190;

/**
 * The template cases with the libraries that they load read from Django's tests as they are: what compiles is not
 * reported, and what does not is, where Django's own error stands. `{ summary, failures, missed }`, all for people.
 */
export async function judgeTemplateCases(project, ready) {
  if (!existsSync(file))
    return { summary: `There are no template cases: ${file} is not there.`, failures: [], missed: [] };
  const engine = await openEngine(project, ready);
  const base = await engine.knowledge();
  const { cases } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  const failures = [];
  const missed = [];
  let [compiling, refused, placed] = [0, 0, 0];
  for (const one of cases) {
    const { errors } = engine.parse(one.source, await knowledgeOf(one, base, engine));
    if (one.compiles) {
      compiling++;
      for (const error of errors)
        failures.push(`${shown(one)}: ${error.message} (${error.code}), but Django compiles it.`);
      continue;
    }
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
  if (placed < least)
    failures.push(`Only ${placed} of ${refused} refused templates are reported at Django's offsets, not ${least}.`);
  const summary = `Template cases: ${compiling} compile, ${failures.length} complaints; ${placed} of ${refused} refused ones are reported at Django's offsets.`;
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
