import * as assert from 'node:assert';
import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const file = path.join(__dirname, '../../../../client/scripts/run.mjs');

/** Runs a script that has all of run.mjs as its own, and resolves to what it printed. */
async function runs(script: string): Promise<string> {
  const code = `import { explain, run, step, within } from ${JSON.stringify(pathToFileURL(file))};\n${script}`;
  return (await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])).stdout;
}

const talks = `'sh', ['-c', 'echo as far as this; sleep 60']`;

describe('the commands of the scripts', () => {
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  it('end in time, and what they printed is told', async () => {
    const said = await runs(`
      const error = await run(${talks}, { limit: 600, advice: 'Try again.' }).catch((error) => error);
      console.log(JSON.stringify([error.message, error.output]));
    `);
    const message = 'sh -c echo as far as this; sleep 60 had not ended after 1 s. Try again.';
    assert.deepStrictEqual(JSON.parse(said), [message, 'as far as this\n']);
  });

  it('end when the step does that they belong to', async () => {
    const said = await runs(
      `await step('A step', () => run(${talks}), { limit: 600 }).catch(() => console.log('over'));`,
    );
    assert.match(said, /^▸ A step\n✘ A step \(\d+\.\d s\)\nover$/m);
  });

  it('are not waited for where only something that they left behind goes on', async () => {
    assert.strictEqual(await runs(`console.log(await run('sh', ['-c', 'echo done; sleep 6 &']))`), 'done\n\n');
  });
});
