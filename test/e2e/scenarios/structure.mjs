import assert from 'node:assert/strict';
import {
  acceptSuggestion,
  cursorAfter,
  hierarchy,
  openFile,
  openWhenReady,
  quickPick,
  runCommand,
  screenshot,
  suggestions,
  type,
  visibleText,
  waitForText,
} from '../driver.mjs';

const base = 'templates/base.html';
const bookList = 'catalog/templates/catalog/book_list.html';
const contact = 'catalog/templates/catalog/contact.html';
const cover = 'catalog/templates/catalog/partials/cover.html';
const patience = 20_000;

/**
 * What the structure of a template is used for: outline, folding, links, lenses, and the elements of HTML.
 * @param {string} id the language mode, which `scenario` has its window in
 */
export function structureScenarios(scenario, id) {
  const show = (window, name) => screenshot(window, `${name} (${id})`);
  const editor = (window) => window.page.locator('.editor-group-container.active .monaco-editor');
  const appears = (place) => place.first().waitFor({ timeout: patience });

  scenario('lists blocks and includes', async (window) => {
    // The list that is open does not learn of a server that starts later; the links show that it has.
    await openWhenReady(window, bookList);
    await window.page.keyboard.press('ControlOrMeta+Shift+O');
    const rows = await quickPick(window, 'list_heading');
    for (const name of ['base.html', 'title', 'content', 'catalog/partials/search_form.html'])
      assert.ok(rows.join('\n').includes(name), `${name} is among ${rows.join(', ')}`);
    await show(window, 'outline of a template');
    await window.page.keyboard.press('Escape');
  });

  scenario('folds blocks', async (window) => {
    await openWhenReady(window, bookList);
    await cursorAfter(window, bookList, '{% block content');
    await runCommand(window, 'Fold Recursively');
    await waitForText(window, 'a block that is folded', (text) => !text.includes('All books'));
    await show(window, 'a folded block');
    await runCommand(window, 'Unfold Recursively');
    await waitForText(window, 'the block unfolded', (text) => text.includes('All books'));
  });

  scenario('links the names of templates', async (window) => {
    await openFile(window, bookList);
    await appears(editor(window).locator('.detected-link', { hasText: 'base.html' }));
    await show(window, 'links in a template');
    await cursorAfter(window, bookList, '{% extends "ba');
    await runCommand(window, 'Open Link');
    await appears(window.page.locator(`.editor-group-container.active .monaco-editor[data-uri$="/${base}"]`));
  });

  scenario('counts what builds on a template', async (window) => {
    await openFile(window, base);
    const lens = editor(window).locator('.codelens-decoration a', { hasText: /extended by \d+ templates/ });
    await appears(lens);
    await show(window, 'code lenses of a template');
    await lens.first().click();
    await appears(window.page.locator('.reference-zone-widget .monaco-list-row', { hasText: 'extends' }));
    await show(window, 'the templates that extend a template');
    await window.page.keyboard.press('Escape');
  });

  scenario('shows what extends and includes a template as trees', async (window) => {
    await openWhenReady(window, base);
    await cursorAfter(window, base, '<!doc');
    const extending = await hierarchy(window, 'Types: Show Type Hierarchy', 'catalog/home.html');
    assert.ok(!extending.join('\n').includes('partials'), extending.join(', '));
    await show(window, 'the tree of the templates that extend a template');
    await openFile(window, cover);
    await cursorAfter(window, cover, '<');
    await hierarchy(window, 'Calls: Show Call Hierarchy', 'orders/cart.html');
    await show(window, 'the tree of the templates that include a template');
    await runCommand(window, 'View: Show Explorer');
  });

  scenario('edits both ends of an element together', async (window) => {
    await openWhenReady(window, bookList);
    await cursorAfter(window, bookList, '<h1');
    await appears(editor(window).locator('.linked-editing-decoration'));
    await type(window, 'x');
    await waitForText(window, 'both ends changed', (text) => text.includes('<h1x>') && text.includes('</h1x>'));
    await show(window, 'linked editing of an element');
  });

  scenario('closes elements', async (window) => {
    await openWhenReady(window, contact);
    await cursorAfter(window, contact, '<div class="sheet">');
    await type(window, '\n<section>');
    await waitForText(window, 'the closing tag', (text) => text.includes('<section></section>'));
  });

  scenario('completes elements once', async (window) => {
    await openWhenReady(window, contact);
    await cursorAfter(window, contact, '<div class="sheet">');
    await type(window, '\n<sect');
    const names = await suggestions(window, 'section');
    assert.deepEqual(
      names.filter((name) => name === 'section'),
      ['section'],
    );
    await show(window, 'completion of an element');
  });

  scenario('completes a link to a page', async (window) => {
    await openWhenReady(window, contact);
    await cursorAfter(window, contact, '<div class="sheet">');
    await type(window, '\n<a href="catalog:book_l');
    const item = "{% url 'catalog:book_list' %}";
    await suggestions(window, item);
    await show(window, 'completion of a link');
    await acceptSuggestion(window, item);
    await waitForText(window, 'the tag in the attribute', (text) => text.includes(`<a href="${item}`));
    assert.ok(!(await visibleText(window)).includes('href="catalog'));
  });
}
