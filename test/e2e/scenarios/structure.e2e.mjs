import assert from 'node:assert/strict';
import {
  acceptSuggestion,
  cursorAfter,
  discardChanges,
  openFile,
  quickPick,
  runCommand,
  screenshot,
  suggestions,
  type,
  visibleText,
  waitForText,
} from '../driver.mjs';
import { openWindow } from '../window.mjs';

const base = 'templates/base.html';
const bookList = 'catalog/templates/catalog/book_list.html';
const contact = 'catalog/templates/catalog/contact.html';
const patience = 20_000;

for (const id of ['html', 'django-html']) {
  describe(`The structure of a template in the language mode ${id}`, () => {
    /** @type {Awaited<ReturnType<typeof openWindow>>} */
    let window;

    before(async () => {
      const association = id === 'html' ? {} : { 'files.associations': { '*.html': id } };
      window = await openWindow({ settings: { 'editor.linkedEditing': true, ...association } });
    });
    after(() => window?.close());
    afterEach(async function () {
      if (this.currentTest.state === 'failed') await screenshot(window, `failed ${this.currentTest.fullTitle()}`);
      await discardChanges(window);
    });

    const show = (name) => screenshot(window, `${name} (${id})`);
    const editor = () => window.page.locator('.editor-group-container.active .monaco-editor');
    const appears = (place) => place.first().waitFor({ timeout: patience });

    it('lists blocks and includes', async () => {
      await openFile(window, bookList);
      // The list that is open does not learn of a server that starts later; the links show that it has.
      await appears(editor().locator('.detected-link'));
      await window.page.keyboard.press('ControlOrMeta+Shift+O');
      const rows = await quickPick(window, 'list_heading');
      for (const name of ['base.html', 'title', 'content', 'catalog/partials/search_form.html'])
        assert.ok(rows.join('\n').includes(name), `${name} is among ${rows.join(', ')}`);
      await show('outline of a template');
      await window.page.keyboard.press('Escape');
    });

    it('folds blocks', async () => {
      await openFile(window, bookList);
      await appears(editor().locator('.detected-link'));
      await cursorAfter(window, bookList, '{% block content');
      await runCommand(window, 'Fold Recursively');
      await waitForText(window, 'a block that is folded', (text) => !text.includes('All books'));
      await show('a folded block');
      await runCommand(window, 'Unfold Recursively');
      await waitForText(window, 'the block unfolded', (text) => text.includes('All books'));
    });

    it('links the names of templates', async () => {
      await openFile(window, bookList);
      await appears(editor().locator('.detected-link', { hasText: 'base.html' }));
      await show('links in a template');
      await cursorAfter(window, bookList, '{% extends "ba');
      await runCommand(window, 'Open Link');
      await appears(window.page.locator(`.editor-group-container.active .monaco-editor[data-uri$="/${base}"]`));
    });

    it('counts what builds on a template', async () => {
      await openFile(window, base);
      const lens = editor().locator('.codelens-decoration a', { hasText: /extended by \d+ templates/ });
      await appears(lens);
      await show('code lenses of a template');
      await lens.first().click();
      await appears(window.page.locator('.reference-zone-widget .monaco-list-row', { hasText: 'extends' }));
      await show('the templates that extend a template');
      await window.page.keyboard.press('Escape');
    });

    it('edits both ends of an element together', async () => {
      await openFile(window, bookList);
      await appears(editor().locator('.detected-link'));
      await cursorAfter(window, bookList, '<h1');
      await appears(editor().locator('.linked-editing-decoration'));
      await type(window, 'x');
      await waitForText(window, 'both ends changed', (text) => text.includes('<h1x>') && text.includes('</h1x>'));
      await show('linked editing of an element');
    });

    it('closes elements', async () => {
      await openFile(window, contact);
      await appears(editor().locator('.detected-link'));
      await cursorAfter(window, contact, '<div class="sheet">');
      await type(window, '\n<section>');
      await waitForText(window, 'the closing tag', (text) => text.includes('<section></section>'));
    });

    it('completes elements once', async () => {
      await openFile(window, contact);
      await appears(editor().locator('.detected-link'));
      await cursorAfter(window, contact, '<div class="sheet">');
      await type(window, '\n<sect');
      const names = await suggestions(window, 'section');
      assert.deepEqual(
        names.filter((name) => name === 'section'),
        ['section'],
      );
      await show('completion of an element');
    });

    it('completes a link to a page', async () => {
      await openFile(window, contact);
      await appears(editor().locator('.detected-link'));
      await cursorAfter(window, contact, '<div class="sheet">');
      await type(window, '\n<a href="catalog:book_l');
      const item = "{% url 'catalog:book_list' %}";
      await suggestions(window, item);
      await show('completion of a link');
      await acceptSuggestion(window, item);
      await waitForText(window, 'the tag in the attribute', (text) => text.includes(`<a href="${item}`));
      assert.ok(!(await visibleText(window)).includes('href="catalog'));
    });
  });
}

describe('A template in VS Code for the Web', () => {
  /** @type {Awaited<ReturnType<typeof openWindow>>} */
  let window;

  after(() => window?.close());
  afterEach(async function () {
    if (this.currentTest.state === 'failed') await screenshot(window, `failed ${this.currentTest.fullTitle()}`);
  });

  it('has its elements completed in the mode django-html', async function () {
    if (process.env.E2E_HOST === 'desktop') this.skip();
    const settings = { 'files.associations': { '*.html': 'django-html' } };
    window = await openWindow({ web: true, environment: false, settings });
    await openFile(window, contact);
    // Each file is read through VS Code, which takes its time.
    await runCommand(window, 'Djangology: Show Project Status');
    await quickPick(window, 'bookshop.settings', 90_000);
    await window.page.keyboard.press('Escape');
    await cursorAfter(window, contact, '<div class="sheet">');
    await type(window, '\n<sect');
    await suggestions(window, 'section');
    await screenshot(window, 'completion of an element on the web');
  });
});
