import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { here } from './fetch.mjs';

const file = 'thresholds.json';

/** `{project: {kind: {recall, precision}}}`: the least that the index must reach. A kind that is not named is printed, not judged. */
export function readThresholds() {
  return JSON.parse(readFileSync(join(here, file), 'utf8'));
}

export function writeThresholds(thresholds) {
  writeFileSync(join(here, file), `${JSON.stringify(thresholds, undefined, 2)}\n`);
}

/** Raises the thresholds of a project to what its rows have reached, to a tenth of a percent, and at most to what is to be reached. */
export function raiseThresholds(thresholds, project, rows) {
  thresholds[project] ??= {};
  const own = thresholds[project];
  for (const { kind, recall, precision } of rows) {
    if (recall === undefined || precision === undefined) continue;
    own[kind] = {
      recall: Math.max(own[kind]?.recall ?? 0, Math.min(99.5, Math.floor(10 * recall) / 10)),
      precision: Math.max(own[kind]?.precision ?? 0, Math.min(99.9, Math.floor(10 * precision) / 10)),
    };
  }
}

/** What rows fall below, one sentence each. A kind of which Django knows nothing may have no surplus facts either. */
export function shortfalls(thresholds, project, rows) {
  return Object.entries(thresholds[project] ?? {}).flatMap(([kind, least]) => {
    const row = rows.find((one) => one.kind === kind);
    if (row === undefined) return [`${project}: there is nothing of the kind "${kind}" any more.`];
    return ['recall', 'precision']
      .filter((figure) => (row[figure] ?? 0) < least[figure])
      .map((figure) => `${project}: ${figure} of ${kind} is ${row[figure] ?? 0} %, below ${least[figure]} %.`);
  });
}

/** Thresholds that are lower than in the last commit, or gone: they may only rise. Nothing where there is no commit to look at. */
export function loweredThresholds(thresholds) {
  const before = committed();
  return Object.entries(before).flatMap(([project, kinds]) =>
    Object.entries(kinds).flatMap(([kind, least]) =>
      Object.entries(least)
        .filter(([figure, value]) => (thresholds[project]?.[kind]?.[figure] ?? -1) < value)
        .map(
          ([figure, value]) => `${project}: the threshold for ${figure} of ${kind} was ${value} %: it may only rise.`,
        ),
    ),
  );
}

function committed() {
  try {
    return JSON.parse(execFileSync('git', ['show', `HEAD:./${file}`], { cwd: here, encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return {};
  }
}
