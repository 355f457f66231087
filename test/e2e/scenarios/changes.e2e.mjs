import {
  applyPreview,
  applyQuickFix,
  cursorAfter,
  openFile,
  quickFixes,
  rename,
  renameInExplorer,
  runCommand,
  screenshot,
  waitForFile,
  waitForText,
} from '../driver.mjs';
import { scenariosIn } from '../scenario.mjs';

const base = 'templates/base.html';
const home = 'catalog/templates/catalog/home.html';
const views = 'catalog/views.py';
const detail = 'catalog/templates/catalog/book_detail.html';
const profile = 'accounts/templates/accounts/profile.html';
const signup = 'accounts/templates/accounts/signup.html';

const review = 'catalog/templates/catalog/partials/review.html';

/** Waits for the server, which is there once it has found the links of an open template. */
const server = ({ page }) => page.locator('.detected-link').first().waitFor();

// What is changed here stays changed in the window that the next scenarios share.
describe('Changes over several files', () => {
  const scenario = scenariosIn();

  scenario('gives a block its new name in the templates above and below', async (window) => {
    await openFile(window, home);
    await cursorAfter(window, home, '{% block her');
    await rename(window, 'banner');
    await waitForText(window, 'the new name', (text) => text.includes('{% block banner %}'));
    await screenshot(window, 'rename of a block');
    await waitForFile(window, base, '{% block banner %}');
    await waitForFile(window, home, '{% block banner %}');
  });

  scenario('gives a route its new name in URLs and templates, and asks about what is not sure', async (window) => {
    await openFile(window, detail);
    await cursorAfter(window, detail, "{% url 'catalog:toggle");
    await rename(window, 'wish');
    await screenshot(window, 'preview of the rename of a route');
    await applyPreview(window, 'book_detail.html');
    await waitForText(window, 'the new name', (text) => text.includes("{% url 'catalog:wish'"));
    await waitForFile(window, detail, "{% url 'catalog:wish'");
    await waitForFile(window, 'catalog/urls.py', 'name="wish"');
  });

  scenario('gives a variable its new name in the view and in the template, from either', async (window) => {
    await openFile(window, home);
    await cursorAfter(window, home, '{% for review in latest_r');
    await rename(window, 'fresh_reviews');
    await waitForFile(window, home, '{% for review in fresh_reviews %}');
    await waitForFile(window, views, 'context["fresh_reviews"]');
    await openFile(window, views);
    await cursorAfter(window, views, 'context["fresh_r');
    await rename(window, 'new_reviews');
    await waitForText(window, 'the new name', (text) => text.includes('context["new_reviews"]'));
    await screenshot(window, 'rename of a variable in its view');
    await waitForFile(window, home, '{% for review in new_reviews %}');
  });

  scenario('changes the names of a template that is renamed in the explorer', async (window) => {
    await openFile(window, review);
    await server(window);
    await renameInExplorer(window, review, 'opinion.html', () =>
      screenshot(window, 'a template is renamed in the explorer'),
    );
    await openFile(window, profile);
    await cursorAfter(window, profile, 'catalog/partials/review.html');
    await waitForText(window, 'the new name', (text) => text.includes('{% include "catalog/partials/opinion.html"'));
    await screenshot(window, 'the name of a renamed template');
    // VS Code leaves such changes unsaved.
    await runCommand(window, 'File: Save All Files');
    for (const file of [home, detail, profile])
      await waitForFile(window, file, '{% include "catalog/partials/opinion.html"');
  });

  scenario('moves a part of a template to a template of its own', async (window) => {
    const { page } = window;
    await openFile(window, signup);
    await server(window);
    await cursorAfter(window, signup, '<div class="sheet">');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+End');
    await quickFixes(window, 'Move to the template');
    await screenshot(window, 'refactorings of a selection');
    await applyQuickFix(window, 'Move to the template');
    await waitForText(window, 'the include', (text) => text.includes('{% include "accounts/_signup_part.html" %}'));
    await screenshot(window, 'a part was moved to a template of its own');
  });
});
