import * as assert from 'node:assert';
import { type CacheStore, readCache } from '../../server/workspace/cacheFile';
import type { Workspace } from '../../server/workspace/workspace';
import { createDisk, type Disk, openDisk } from '../disk';
import { minidjango } from '../minidjango';
import { changeSomething, difference, everything, project } from '../project/randomChanges';
import { randomFrom } from '../random';
import { memoryCache } from './memoryCache';

describe('the index with a cache', function () {
  this.timeout(60_000);
  for (let seed = 1; seed <= 8; seed++)
    it(`is the one of a fresh start (random changes between runs ${seed})`, () => randomRuns(seed, {}));
  for (let seed = 21; seed <= 24; seed++)
    it(`is the one of a fresh start, with an environment (random changes between runs ${seed})`, () =>
      randomRuns(seed, Object.fromEntries(minidjango([]))));
});

/** Changes files between runs, while nobody looks, and in runs; each run begins with the cache of one before it. */
async function randomRuns(seed: number, environment: Readonly<Record<string, string>>): Promise<void> {
  const random = randomFrom(seed);
  const disk = createDisk({ ...project, ...environment });
  const store = memoryCache(disk);
  const done: string[] = [];
  for (let run = 1; run <= 12; run++) {
    const { workspace } = await start(disk, store);
    const actual = await everything(workspace);
    const fresh = await start(disk);
    const expected = await everything(fresh.workspace);
    if (actual !== expected) assert.fail(`${difference(actual, expected)}\nin run ${run}, after:\n${done.join('\n')}`);
    const open = new Map<string, string>();
    for (let i = random(4); i > 0; i--)
      done.push(`run ${run}: ${await changeSomething(random, disk, open, workspace)}`);
    if (random(2) === 0) await workspace.readRest();
    await workspace.saveCache();
    const nobody = openDisk(createDisk({})).workspace;
    for (let i = random(4); i > 0; i--)
      done.push(`after run ${run}: ${await changeSomething(random, disk, new Map(), nobody)}`);
  }
}

/** A run to the point where everything is read; what it read of the disk is counted. */
async function start(
  disk: Disk,
  cache?: CacheStore,
  reads: string[] = [],
): Promise<{ workspace: Workspace; logged: string[] }> {
  const readFile = (path: string) => {
    reads.push(path);
    return disk.fileSystem.readFile(path);
  };
  const opened = openDisk({ ...disk, fileSystem: { ...disk.fileSystem, readFile } }, { cache });
  await opened.workspace.readRest();
  return opened;
}

/** A run that leaves all it can know in a cache. */
async function fill(disk: Disk, store: CacheStore): Promise<void> {
  const { workspace, logged } = await start(disk, store);
  await everything(workspace);
  await workspace.saveCache();
  assert.deepEqual(logged, []);
}

describe('a start with a cache', () => {
  it('reads no file when none has changed', async () => {
    const disk = createDisk(project);
    const store = memoryCache(disk);
    await fill(disk, store);
    const reads: string[] = [];
    const { workspace } = await start(disk, store, reads);
    assert.deepEqual(reads, []);
    assert.equal(await everything(workspace), await everything((await start(disk)).workspace));
  });

  it('writes nothing when nothing has changed', async () => {
    const disk = createDisk(project);
    const store = memoryCache(disk);
    await fill(disk, store);
    const writes = store.writes;
    await fill(disk, store);
    assert.equal(store.writes, writes);
  });

  it('keeps what still holds when a file is added', async () => {
    const disk = createDisk(project);
    const store = memoryCache(disk);
    const kept = async () =>
      readCache((await store.read())!, store)!
        .index.values.map(([name]) => name)
        .sort();
    await fill(disk, store);
    const before = await kept();
    disk.files.set('/project/shop/notes.txt', 'nobody reads this');
    const { workspace } = await start(disk, store);
    await workspace.saveCache();
    assert.ok(before.some((name) => name.endsWith(' models')));
    const after = new Set(await kept());
    const lost = before.filter((name) => !after.has(name)).map((name) => name.slice(name.indexOf('] ') + 2));
    assert.deepEqual(lost, ['static files', 'tests'], 'what lists the folder itself');
  });

  it('reads only the files that changed', async () => {
    const disk = createDisk(project);
    const store = memoryCache(disk);
    await fill(disk, store);
    disk.files.set('/project/shop/views.py', `# moved down\n${project['shop/views.py']}`);
    const reads: string[] = [];
    await start(disk, store, reads);
    assert.deepEqual([...new Set(reads)], ['/project/shop/views.py']);
  });

  it('knows a file with another stamp by its content', async () => {
    const disk = createDisk(project);
    const store = memoryCache(disk);
    await fill(disk, store);
    store.touchAll();
    const { workspace } = await start(disk, store);
    assert.equal(await everything(workspace), await everything((await start(disk)).workspace));
    await workspace.saveCache();
    const reads: string[] = [];
    await start(disk, store, reads);
    assert.deepEqual(reads, []);
  });

  it('does not trust the stamp of a file that had just changed when it was read', async () => {
    const disk = createDisk(project);
    const store = memoryCache(disk, () => Date.now());
    await fill(disk, store);
    // In the same tick of the clock, and of the same length.
    disk.files.set('/project/shop/urls.py', project['shop/urls.py'].replace("name='item'", "name='meti'"));
    const { workspace } = await start(disk, store);
    const routes = workspace.projects()[0].routes();
    assert.deepEqual(
      routes.list.map(({ name }) => name),
      ['home', 'shop:meti', 'news:post'],
    );
  });

  it('does not take an open document for the file', async () => {
    const disk = createDisk(project);
    const store = memoryCache(disk);
    const { workspace } = await start(disk, store);
    await workspace.loader.setOverlay('/project/shop/urls.py', project['shop/urls.py'].replace('item', 'draft'));
    await everything(workspace);
    await workspace.saveCache();
    const next = await start(disk, store);
    assert.equal(await everything(next.workspace), await everything((await start(disk)).workspace));
  });

  it('is right after two windows have written at once', async () => {
    const disk = createDisk(project);
    const store = memoryCache(disk);
    await fill(disk, store);
    const windows = [await start(disk, store), await start(disk, store)];
    disk.files.set('/project/shop/views.py', `${project['shop/views.py']}def more(request):\n    pass\n`);
    await windows[0].workspace.loader.changed(['/project/shop/views.py']);
    await windows[1].workspace.loader.setOverlay('/project/shop/urls.py', 'urlpatterns = []\n');
    for (const { workspace } of windows) await everything(workspace);
    await Promise.all(windows.map(({ workspace }) => workspace.saveCache()));
    const { workspace } = await start(disk, store);
    assert.equal(await everything(workspace), await everything((await start(disk)).workspace));
  });

  it('uses nothing that other code has written', async () => {
    const disk = createDisk(project);
    const store = memoryCache(disk);
    await fill(disk, store);
    const reads: string[] = [];
    await start(disk, { ...store, version: 'another' }, reads);
    assert.ok(reads.length > 10);
  });

  it('computes again what rests on an environment variable', async () => {
    const settings = project['site/settings/dev.py'];
    const disk = createDisk({
      ...project,
      'site/settings/dev.py': `import os\n${settings}ROOT_URLCONF = os.environ.get('URLCONF', 'site.urls')\n`,
    });
    const store = memoryCache(disk);
    const routesWith = async (urlconf: string) => {
      const { workspace } = openDisk(disk, { cache: store, variables: new Map([['URLCONF', urlconf]]) });
      await workspace.readRest();
      const { list } = await workspace.settle(() => workspace.projects()[0].routes());
      await workspace.saveCache();
      return list.map(({ name }) => name);
    };
    assert.deepEqual(await routesWith('blog.urls'), ['post']);
    assert.deepEqual(await routesWith('shop.urls'), ['item']);
    assert.deepEqual(await routesWith('shop.urls'), ['item']);
  });

  it('goes without a cache that cannot be read or written', async () => {
    const disk = createDisk(project);
    const broken: CacheStore = {
      ...memoryCache(disk),
      read: async () => new Uint8Array([0, 0, 0, 9, 1, 2, 3]),
      write: async () => assert.fail('the disk is full'),
    };
    const { workspace, logged } = await start(disk, broken);
    await workspace.saveCache();
    assert.equal(await everything(workspace), await everything((await start(disk)).workspace));
    assert.equal(logged.length, 2, logged.join('\n'));
  });
});
