import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { least, startServer } from './measure.mjs';

/**
 * What the server uses until it has told that all is known, when it finds the cache of an earlier run: `{ unchanged, changed, size }`,
 * the second with 20 files changed since, the third the bytes of the cache.
 */
export async function warmStart(bundles, { folder, python }, times) {
  const storage = await mkdtemp(join(tmpdir(), 'djangology-bench-'));
  try {
    const size = await fill(storage, bundles, { folder, python });
    const start = async () => {
      const copy = await mkdtemp(join(tmpdir(), 'djangology-bench-'));
      await cp(storage, copy, { recursive: true });
      const server = await startServer(bundles, { folder, python, storagePath: copy });
      await server.complete;
      const used = await server.used();
      await server.stop();
      await rm(copy, { recursive: true, force: true });
      return used;
    };
    const unchanged = await least(times, start);
    const changed = await withChanges(folder, () => least(times, start));
    return { unchanged, changed, size };
  } finally {
    await rm(storage, { recursive: true, force: true });
  }
}

/** Runs the server until it has written its cache; the bytes that this has. */
async function fill(storage, bundles, { folder, python }) {
  const server = await startServer(bundles, { folder, python, storagePath: storage });
  await server.complete;
  let written = [];
  for (let i = 0; written.length === 0; i++) {
    if (i > 600) throw new Error('The server has written no cache.');
    await wait(200);
    written = (await readdir(storage)).filter((name) => name.endsWith('.cache'));
  }
  await server.stop();
  return (await readFile(join(storage, written[0]))).length;
}

/** Does something while 20 files of the test apps, models among them, have one line more. */
async function withChanges(folder, work) {
  const tests = join(folder, 'tests');
  const all = (await readdir(tests, { recursive: true })).filter((name) => name.endsWith('.py')).sort();
  const paths = Array.from({ length: 20 }, (_, i) => join(tests, all[Math.floor(((i + 0.5) * all.length) / 20)]));
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  try {
    await Promise.all(paths.map((path, i) => writeFile(path, `${texts[i]}\nADDED_BY_THE_BENCH = ${i}\n`)));
    return await work();
  } finally {
    await Promise.all(paths.map((path, i) => writeFile(path, texts[i])));
  }
}
