import { readFile } from 'node:fs/promises';
import { openEngine } from './engine.mjs';

/**
 * Every template of a project that Django compiles, through our parser with the project's own libraries: what we report
 * there is wrong. Templates of installed packages count, too. What Django refuses is counted, not judged: `{ summary,
 * failures, missed }`, all for people.
 */
export async function judgeTemplateFiles(project, ready, truth) {
  const engine = await openEngine(project, ready);
  const knowledge = await engine.knowledge();
  const failures = [];
  const missed = [];
  let [compiling, refused] = [0, 0];
  for (const [path, verdict] of verdicts(truth)) {
    const text = await readFile(path, 'utf8');
    const { errors } = engine.parse(text, knowledge);
    if (verdict.compiles) {
      compiling++;
      const lines = errors.map((error) => `${path}:${lineOf(text, error.start)}: ${error.message} (${error.code})`);
      failures.push(...lines.map((line) => `${line} But Django compiles it.`));
    } else {
      refused++;
      if (errors.length === 0) missed.push(`${path}:${verdict.line}: ${verdict.error}`);
    }
  }
  const summary = `Templates: ${compiling} compile, ${failures.length} complaints; ${refused - missed.length} of ${refused} refused ones are reported.`;
  return { summary, failures, missed };
}

/** The verdict on each file that Django could read; on one that several names lead to, the first. */
function verdicts(truth) {
  const found = new Map();
  for (const engine of truth.templates.filter((one) => one.library_contents)) {
    for (const files of Object.values(engine.templates)) {
      for (const verdict of files) {
        const { path } = verdict;
        if (verdict.compiles !== undefined && !found.has(path)) found.set(path, verdict);
      }
    }
  }
  return found;
}

function lineOf(text, offset) {
  return text.slice(0, offset).split('\n').length;
}
