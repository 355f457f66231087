import assert from 'node:assert/strict';
import { openFile, palette, quickPick, runCommand, screenshot } from '../driver.mjs';
import { scenariosIn } from '../scenario.mjs';

describe('The commands', () => {
  const scenario = scenariosIn();

  scenario('are in the palette', async (window) => {
    await openFile(window, 'catalog/urls.py');
    const commands = await palette(window, 'Djangology', 'Djangology: Migrate');
    for (const title of ['Run Development Server', 'Make Migrations', 'Run Tests', 'Why Is This Not Resolved?']) {
      assert.ok(commands.includes(`Djangology: ${title}`), `${title} is among ${commands.join(', ')}`);
    }
    await screenshot(window, 'the commands in the palette');
  });

  scenario('tell which project, which settings and which Django were found', async (window) => {
    await runCommand(window, 'Djangology: Show Project Status');
    const rows = await quickPick(window, 'bookshop.settings');
    assert.match(rows.join('\n'), /Django \d+\.\d+/);
    await screenshot(window, 'the state of the project');
  });
});
