// What a window is made of, and how all of it ends, whatever happens: servers, browsers, temporary folders.
import os from 'node:os';
import { within } from '../../client/scripts/run.mjs';

/** How long one thing may take to end before the next one is ended, in milliseconds. */
const patience = 12_000;
const alive = new Set();
let stopping = false;

/**
 * The things that belong together: each is added with how it ends as soon as it is started.
 * @returns {{ add: (end: () => unknown) => Promise<void>, end: () => Promise<void> }} `end` ends them all, the latest first.
 * What is added after that was started by somebody who has been given up: it is ended at once, and `add` rejects.
 */
export function startedTogether() {
  if (stopping) throw new Error('The tests were told to stop.');
  const ends = [];
  let over = false;
  async function endOne(one) {
    try {
      await within(patience, 'The end of a part of the window', Promise.resolve().then(one));
    } catch (error) {
      console.error(`      ${error.message}`);
    }
  }
  const together = {
    async add(one) {
      if (!over) {
        ends.push(one);
        return;
      }
      await endOne(one);
      throw new Error('The window had been given up.');
    },
    async end() {
      over = true;
      alive.delete(together);
      for (const one of ends.splice(0).reverse()) await endOne(one);
    },
  };
  alive.add(together);
  return together;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    stopping = true;
    await Promise.all([...alive].map((together) => together.end()));
    process.exit(128 + os.constants.signals[signal]);
  });
}
