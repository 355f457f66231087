import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { here } from './fetch.mjs';
import { runCli } from './inspect.mjs';

/**
 * What `djangology check` reports of a project, against what is known to be truly wrong there: findings.json, read and
 * confirmed by a person. Any other finding is taken for a false one. `{ summary, failures }`, for people.
 */
export async function judgeFindings(project, ready, cli) {
  const confirmed = new Set(JSON.parse(readFileSync(join(here, 'findings.json'), 'utf8'))[project.name] ?? []);
  const found = JSON.parse(await runCli(project, ready, ['check', '--hints', '--format', 'json'], cli));
  const others = found.filter((one) => !confirmed.has(`${one.file} ${one.rule} ${nameIn(one.message)}`));
  const summary = `Findings: ${found.length}, of which ${found.length - others.length} are confirmed.`;
  const failures = others.map(
    (one) => `${project.name}: ${one.file}:${one.start.line}: ${one.message} (${one.rule}) Is that so?`,
  );
  return { summary, failures };
}

/** What the message quotes first: messages may be worded anew, what they are about stays. */
function nameIn(message) {
  return /'([^']*)'/.exec(message)?.[1] ?? '';
}
