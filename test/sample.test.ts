import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { sampleEnvironment, virtualEnvironment } from './python';

const run = promisify(execFile);
const sample = resolve(__dirname, '../../test/sample');

describe('the sample project on real Django', function () {
  this.timeout(60_000);
  let python: string;
  let temporary: string;
  let files: string[];

  before(async function () {
    this.timeout(600_000);
    python = await virtualEnvironment(sampleEnvironment);
    temporary = mkdtempSync(join(tmpdir(), 'sample-'));
    files = filesOfSample();
  });

  after(() => {
    if (temporary) rmSync(temporary, { recursive: true, force: true });
  });

  it('passes the system checks without a warning', async () => {
    assert.match(await manage('check', '--fail-level', 'WARNING'), /no issues/);
  });

  it('has a migration for every change of its models', async () => {
    assert.match(await manage('makemigrations', '--check', '--dry-run'), /No changes detected/);
  });

  it('passes its own tests, which open every named route and compile every template', async () => {
    const output = await manage('test');
    assert.ok(Number(/Ran (\d+) tests/.exec(output)?.[1]) > 75, output);
  });

  it('can be filled with its demo books', async () => {
    await manage('migrate', '--verbosity', '0');
    assert.match(await manage('load_demo'), /\d+ books are on the shelves/);
  });

  it('was not changed by all this', () => {
    assert.deepEqual(filesOfSample(), files);
  });

  /** What manage.py printed. Throws with the same text if it failed. */
  async function manage(...args: string[]): Promise<string> {
    const env = {
      ...process.env,
      DATABASE_PATH: join(temporary, 'db.sqlite3'),
      DJANGO_SETTINGS_MODULE: 'bookshop.settings.dev',
      PYTHONDONTWRITEBYTECODE: '1',
    };
    const { stdout, stderr } = await run(python, ['manage.py', ...args], { cwd: sample, env }).catch((error) => {
      throw new Error(`manage.py ${args.join(' ')} failed:\n${error.stdout}${error.stderr}`);
    });
    return stdout + stderr;
  }
});

function filesOfSample(): string[] {
  return readdirSync(sample, { recursive: true, encoding: 'utf8' }).sort();
}
