import assert from 'node:assert/strict';
import { cursorAfter, hover, openFile, palette, quickPick, runCommand, screenshot } from '../driver.mjs';
import { scenariosIn } from '../scenario.mjs';

const home = 'catalog/templates/catalog/home.html';

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
  scenario('clear the cache, and all is known again', async (window) => {
    await openFile(window, home);
    await window.page.locator('.detected-link').first().waitFor();
    await runCommand(window, 'Djangology: Clear Cache and Re-index');
    await runCommand(window, 'Djangology: Show Project Status');
    await quickPick(window, 'bookshop.settings');
    await window.page.keyboard.press('Escape');
    await cursorAfter(window, home, "{% url 'catalog:book_l");
    await hover(window, 'BookListView');
    await screenshot(window, 'a route after the cache was cleared');
  });
});
