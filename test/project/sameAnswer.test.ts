import * as assert from 'node:assert';
import { createDisk, openDisk } from '../disk';
import { minidjango } from '../minidjango';
import { randomFrom } from '../random';
import { changeSomething, difference, everything, project } from './randomChanges';

describe('the index after any changes', function () {
  this.timeout(60_000);
  for (let seed = 1; seed <= 8; seed++)
    it(`is the one of a fresh start (random changes ${seed})`, () => randomChanges(seed, 40, {}));
  for (let seed = 21; seed <= 24; seed++)
    it(`is the one of a fresh start, with an environment (random changes ${seed})`, () =>
      randomChanges(seed, 30, Object.fromEntries(minidjango([]))));
});

/** Makes changes of all kinds, and after each compares what the workspace knows with what a new one finds. */
async function randomChanges(
  seed: number,
  steps: number,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const random = randomFrom(seed);
  const disk = createDisk({ ...project, ...environment });
  const open = new Map<string, string>();
  const { workspace } = openDisk(disk);
  await workspace.readRest();
  const done: string[] = [];
  for (let i = 0; i < steps; i++) {
    done.push(await changeSomething(random, disk, open, workspace));
    // Not each change is looked at: what is skipped must not be forgotten.
    if (random(3) === 0) continue;
    const fresh = openDisk(disk).workspace;
    for (const [path, text] of open) await fresh.loader.setOverlay(path, text);
    await fresh.readRest();
    await workspace.readRest();
    const [actual, expected] = [await everything(workspace), await everything(fresh)];
    if (actual !== expected) assert.fail(`${difference(actual, expected)}\nafter:\n${done.join('\n')}`);
  }
}
