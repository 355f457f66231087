import * as assert from 'node:assert';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { nodeCache } from '../server/nodeCache';

const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

describe('a cache on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'djangology-cache-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const cache = (of = 'project') => nodeCache(path.join(folder, 'caches'), [of], '1');
  const only = () => path.join(folder, 'caches', readdirSync(path.join(folder, 'caches'))[0]);

  it('gives what was written, to each project its own', async () => {
    assert.equal(await cache().read(), undefined);
    await cache().write(Buffer.from('what is known'));
    await cache('other').write(Buffer.from('of another'));
    assert.equal(text(await cache().read()), 'what is known');
    assert.equal(text(await cache('other').read()), 'of another');
    const store = cache();
    assert.equal(store.decompress(store.compress('ä'.repeat(1000))), 'ä'.repeat(1000));
  });

  it('gives nothing when it was cut short, at whatever byte', async () => {
    await cache().write(Buffer.from('what is known'));
    const whole = readFileSync(only());
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(only(), whole.subarray(0, length));
      assert.equal(await cache().read(), undefined, `the first ${length} bytes`);
    }
  });

  it('gives nothing when a byte of it is another one', async () => {
    await cache().write(Buffer.from('what is known'));
    const whole = readFileSync(only());
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] ^= 0x10;
      writeFileSync(only(), damaged);
      assert.equal(await cache().read(), undefined, `byte ${at}`);
    }
  });

  it('is whole at every moment while two processes write it', async function () {
    this.timeout(20_000);
    const writers = ['a', 'b'].map((letter) => {
      const script = path.join(folder, `${letter}.js`);
      const library = JSON.stringify(require.resolve('../server/nodeCache'));
      writeFileSync(
        script,
        `const { nodeCache } = require(${library});
         const cache = nodeCache(${JSON.stringify(path.join(folder, 'caches'))}, ['project'], '1');
         (async () => { for (let i = 0; i < 200; i++) await cache.write(Buffer.alloc(50_000 + i, '${letter}')); })();`,
      );
      return fork(script);
    });
    let running = writers.length;
    const ends = writers.map((writer) =>
      once(writer, 'exit').then(([code]) => {
        running--;
        return code;
      }),
    );
    let seen = 0;
    while (running > 0) {
      const bytes = text(await cache().read());
      if (bytes !== undefined) {
        assert.match(bytes, /^(?:a+|b+)$/);
        seen++;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual(await Promise.all(ends), [0, 0]);
    assert.ok(seen > 0);
    assert.equal(readdirSync(path.join(folder, 'caches')).length, 1, 'no draft is left');
  });

  it('goes when nobody has used it for a month, and so does what somebody left half written', async () => {
    await cache('old').write(Buffer.from('old'));
    const month = new Date(Date.now() - 31 * 24 * 60 * 60_000);
    utimesSync(only(), month, month);
    const draft = path.join(folder, 'caches', 'x.cache.1-2.draft');
    writeFileSync(draft, 'half');
    utimesSync(draft, month, month);
    const other = path.join(folder, 'caches', 'notes.txt');
    writeFileSync(other, 'not ours');
    utimesSync(other, month, month);
    await cache().write(Buffer.from('new'));
    assert.equal(await cache('old').read(), undefined);
    assert.equal(text(await cache().read()), 'new');
    assert.deepEqual(readdirSync(path.join(folder, 'caches')).length, 2);
    assert.ok(readdirSync(path.join(folder, 'caches')).includes('notes.txt'));
  });

  it('stays young while somebody reads it', async () => {
    await cache('read').write(Buffer.from('read'));
    const month = new Date(Date.now() - 31 * 24 * 60 * 60_000);
    utimesSync(only(), month, month);
    await cache('read').read();
    await cache().write(Buffer.from('new'));
    assert.equal(text(await cache('read').read()), 'read');
  });

  it('tells the versions of a file apart', async () => {
    const file = path.join(folder, 'file');
    const stamp = async () => (await cache().stamps([file]))[0];
    assert.equal(await stamp(), undefined);
    writeFileSync(file, 'a');
    const first = await stamp();
    assert.equal((await stamp())?.id, first?.id);
    assert.equal(first?.size, 1);
    utimesSync(file, 1, 1);
    assert.notEqual((await stamp())?.id, first?.id);
    // Replaced by another file of the same length and time.
    const second = await stamp();
    rmSync(file);
    writeFileSync(file, 'b');
    utimesSync(file, 1, 1);
    assert.notEqual((await stamp())?.id, second?.id);
  });
});
