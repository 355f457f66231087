import assert from 'node:assert/strict';
import { openFile, palette, quickPick, runCommand, screenshot } from '../driver.mjs';
import { openWindow } from '../window.mjs';

describe('The window', () => {
  /** @type {Awaited<ReturnType<typeof openWindow>>} */
  let window;

  before(async () => {
    window = await openWindow();
    await openFile(window, 'catalog/urls.py');
  });
  after(() => window?.close());
  afterEach(async function () {
    if (this.currentTest.state === 'failed') await screenshot(window, `failed ${this.currentTest.fullTitle()}`);
    await window.page.keyboard.press('Escape');
  });

  it('offers the commands in the palette', async () => {
    const commands = await palette(window, 'Djangology', 'Djangology: Migrate');
    for (const title of ['Run Development Server', 'Make Migrations', 'Run Tests', 'Why Is This Not Resolved?']) {
      assert.ok(commands.includes(`Djangology: ${title}`), `${title} is among ${commands.join(', ')}`);
    }
    await screenshot(window, 'the commands in the palette');
  });

  it('tells which project, which settings and which Django it found', async () => {
    await runCommand(window, 'Djangology: Show Project Status');
    const rows = await quickPick(window, 'bookshop.settings');
    assert.match(rows.join('\n'), /Django \d+\.\d+/);
    await screenshot(window, 'the state of the project');
  });
});
