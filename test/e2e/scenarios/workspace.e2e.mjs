import assert from 'node:assert/strict';
import {
  cursorAfter,
  goToDefinition,
  hover,
  openFile,
  palette,
  quickPick,
  runCommand,
  screenshot,
  setLanguageMode,
  suggestions,
  type,
} from '../driver.mjs';
import { scenariosIn } from '../scenario.mjs';

const contact = 'catalog/templates/catalog/contact.html';
const bookList = 'catalog/templates/catalog/book_list.html';

describe('A workspace', () => {
  async function completesRoutes(window, limit) {
    await openFile(window, contact);
    await cursorAfter(window, contact, '<div class="sheet">');
    await type(window, `\n{% url 'catalog:boo`);
    await suggestions(window, 'catalog:book_list', limit);
  }

  /** Asks for the state of the projects again where the list goes away: VS Code closes it when the focus moves. */
  async function status(window, expected, limit = 35_000) {
    for (let tries = 3; ; tries--) {
      await runCommand(window, 'Djangology: Show Project Status');
      try {
        return await quickPick(window, expected, limit);
      } catch (error) {
        if (tries === 1) throw error;
      }
    }
  }

  scenariosIn({ environment: false })(
    'without an environment still knows everything of the project',
    async (window) => {
      await completesRoutes(window);
      await openFile(window, bookList);
      await cursorAfter(window, bookList, '{% book');
      await hover(window, 'A book with its cover');
      await cursorAfter(window, bookList, '{% tr');
      await hover(window, 'i18n');
      await cursorAfter(window, bookList, '{% extends "ba');
      await goToDefinition(window, 'templates/base.html');
      assert.match((await status(window, 'none found')).join('\n'), /no environment found/);
      await screenshot(window, 'the state of a project without an environment');
    },
  );

  scenariosIn({ trusted: false })('in restricted mode is read, and runs nothing', async (window) => {
    await completesRoutes(window);
    const commands = await palette(window, 'Djangology', 'Djangology: Show Project Status');
    for (const title of ['Run Development Server', 'Make Migrations', 'Migrate', 'Run Tests']) {
      assert.ok(!commands.includes(`Djangology: ${title}`), `${title} is not among ${commands.join(', ')}`);
    }
    await screenshot(window, 'restricted mode');
  });

  const inTwoProjects = scenariosIn({ twoProjects: true });
  const issues = 'letters/templates/letters/issues.html';

  inTwoProjects('with two projects keeps them apart', async (window) => {
    await openFile(window, issues);
    await cursorAfter(window, `../newsletter/${issues}`, "{% url '");
    const names = await suggestions(window, 'subscribe');
    assert.deepEqual(names.sort(), ['issues', 'subscribe']);
    const rows = (await status(window, 'newsletter.settings')).join('\n');
    assert.match(rows, /bookshop\.settings\.dev/);
    await screenshot(window, 'the state of two projects');
  });

  inTwoProjects('completes the components of django-cotton, and goes to their files', async (window) => {
    const { page } = window;
    await openFile(window, issues);
    await cursorAfter(window, `../newsletter/${issues}`, '<h1>Letters</h1>');
    await type(window, '\n<c-let');
    await suggestions(window, 'c-letter');
    await screenshot(window, 'completion of a component');
    await page.keyboard.press('Escape');
    await type(window, 'ter ');
    await suggestions(window, 'subject');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await openFile(window, issues);
    await cursorAfter(window, `../newsletter/${issues}`, '<h1>Letters</h1>\n<c-letter');
    await page.keyboard.press('ArrowDown');
    assert.match(await hover(window, 'subject'), /cotton\/letter\.html/);
    await screenshot(window, 'hover on a component');
    await goToDefinition(window, 'letters/templates/cotton/letter.html');
  });

  const onTheWeb = scenariosIn({ web: true, environment: false });
  // Each file is read through VS Code, which takes its time.
  const webLimit = 240_000;

  onTheWeb(
    'is served by a web worker where there is no process, as on vscode.dev',
    async (window) => {
      await openFile(window, contact);
      await status(window, 'bookshop.settings', 60_000);
      await window.page.keyboard.press('Escape');
      await completesRoutes(window, 90_000);
      await screenshot(window, 'completion by the web worker');
    },
    webLimit,
  );

  onTheWeb(
    'has its elements completed in the mode django-html by the web worker too',
    async (window) => {
      await openFile(window, contact);
      await status(window, 'bookshop.settings', 60_000);
      await window.page.keyboard.press('Escape');
      await setLanguageMode(window, 'django-html');
      await cursorAfter(window, contact, '<div class="sheet">');
      await type(window, '\n<sect');
      await suggestions(window, 'section', 90_000);
      await screenshot(window, 'completion of an element on the web');
    },
    webLimit,
  );
});
