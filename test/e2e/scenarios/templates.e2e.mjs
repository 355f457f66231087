import assert from 'node:assert/strict';
import {
  acceptSuggestion,
  applyQuickFix,
  cursorAfter,
  discardChanges,
  goToDefinition,
  hover,
  languageMode,
  noSquiggles,
  openFile,
  problems,
  quickFixes,
  screenshot,
  setLanguageMode,
  suggestions,
  type,
  visibleText,
  waitForText,
} from '../driver.mjs';
import { openWindow } from '../window.mjs';

const contact = 'catalog/templates/catalog/contact.html';
const bookList = 'catalog/templates/catalog/book_list.html';
const notFound = 'templates/404.html';

const modes = [
  { id: 'html', shownAs: 'HTML' },
  { id: 'django-html', shownAs: 'Django Template' },
];

for (const { id, shownAs } of modes) {
  describe(`A template in the language mode ${id}`, () => {
    /** @type {Awaited<ReturnType<typeof openWindow>>} */
    let window;

    before(async () => {
      // The same association that people have in their settings who prefer the other mode.
      window = await openWindow({ settings: id === 'html' ? {} : { 'files.associations': { '*.html': id } } });
    });
    after(() => window?.close());
    afterEach(async function () {
      if (this.currentTest.state === 'failed') await screenshot(window, `failed ${this.currentTest.fullTitle()}`);
      await discardChanges(window);
    });

    const show = (name) => screenshot(window, `${name} (${id})`);

    it('completes a route name in {% url %}', async () => {
      await openFile(window, contact);
      assert.equal(await languageMode(window), shownAs);
      await cursorAfter(window, contact, '<div class="sheet">');
      await type(window, `\n<a href="{% url 'catalog:boo`);
      await suggestions(window, 'catalog:book_list');
      await show('completion of a route name');
      await acceptSuggestion(window, 'catalog:book_list');
      await type(window, "' %}");
      await waitForText(window, 'the whole tag', (text) => text.includes("<a href=\"{% url 'catalog:book_list' %}"));
    });

    it('loads the library of a tag that it completes', async () => {
      await openFile(window, contact);
      await cursorAfter(window, contact, '<div class="sheet">');
      await type(window, '\n{% book_c');
      await suggestions(window, 'book_card');
      await show('completion of a tag whose library is not loaded');
      await acceptSuggestion(window, 'book_card');
      await waitForText(window, 'the library in {% load %}', (text) => /\{% load [^%]*catalog_tags/.test(text));
      assert.match(await visibleText(window), /\{% book_card/);
      await show('the library was loaded with the tag');
    });

    it('says on hover what a tag does', async () => {
      await openFile(window, bookList);
      await cursorAfter(window, bookList, '{% book');
      const said = await hover(window, 'A book with its cover');
      assert.match(said, /catalog_tags/);
      await show('hover on a tag of the project');
    });

    it('goes from {% extends %} to the template', async () => {
      await openFile(window, bookList);
      await cursorAfter(window, bookList, '{% extends "ba');
      await goToDefinition(window, 'templates/base.html');
      await show('definition of the extended template');
    });

    it('reports a route that does not exist, and mends it', async () => {
      await openFile(window, notFound);
      await cursorAfter(window, notFound, 'catalog:book_l');
      await window.page.keyboard.press('Delete');
      await problems(window, 'route-not-found');
      await show('diagnostic of a route that does not exist');
      await openFile(window, notFound);
      await quickFixes(window, 'catalog:book_list');
      await show('quick fix for a misspelt route name');
      await applyQuickFix(window, 'catalog:book_list');
      await waitForText(window, 'the right name', (text) => text.includes("{% url 'catalog:book_list' %}"));
      await noSquiggles(window);
    });

    it('reports a tag whose library is not loaded, and loads it', async () => {
      await openFile(window, contact);
      await cursorAfter(window, contact, '<div class="sheet">');
      await type(window, '\n{% book_card book');
      await window.page.keyboard.press('Escape');
      await problems(window, 'unknown-tag');
      await openFile(window, contact);
      for (let step = 0; step < 6; step++) await window.page.keyboard.press('ArrowLeft');
      await quickFixes(window, 'catalog_tags');
      await show('quick fix for a tag whose library is not loaded');
      await applyQuickFix(window, 'catalog_tags');
      await waitForText(window, 'the library in {% load %}', (text) => /\{% load [^%]*catalog_tags/.test(text));
      await noSquiggles(window);
    });

    for (const text of ["{% url 'catalog:home' %}", '{{ book.title }}', '{# a note #}', '{{book}}', '{%now%}']) {
      it(`lets people type ${text} in full`, async () => {
        await openFile(window, contact);
        await cursorAfter(window, contact, '<div class="sheet">');
        await type(window, `\n${text}<b`);
        await waitForText(window, 'what was typed, and nothing else', (seen) =>
          seen.split('\n').some((line) => line.trim() === `${text}<b`),
        );
      });
    }

    it('takes typing over a delimiter back together with what was typed', async () => {
      await openFile(window, contact);
      await cursorAfter(window, contact, '<div class="sheet">');
      await type(window, '\n{{ book }}');
      const lineIs = (line) => (seen) => seen.split('\n').some((one) => one.trim() === line);
      await waitForText(window, 'the variable', lineIs('{{ book }}'));
      // How much one undo takes back is up to VS Code; at no step is there a second end.
      for (let step = 0; step < 3; step++) {
        await window.page.keyboard.press('ControlOrMeta+Z');
        await window.page.waitForTimeout(300);
        assert.doesNotMatch(await visibleText(window), /\{\{ book[^\n]*\}\}[^\n]*\}/);
      }
    });

    it('leaves HTML what it is: Emmet expands', async () => {
      await openFile(window, contact);
      await cursorAfter(window, contact, '<div class="sheet">');
      await type(window, '\nul>li.book');
      await suggestions(window, 'ul>li.book');
      await acceptSuggestion(window, 'ul>li.book');
      await waitForText(window, 'the expanded list', (text) => text.includes('<li class="book">'));
    });
  });
}

describe('The language mode of an open template', () => {
  it('changes by hand from html to django-html, and back', async () => {
    const window = await openWindow();
    try {
      await openFile(window, notFound);
      for (const { id, shownAs } of modes.toReversed()) {
        await setLanguageMode(window, id);
        await cursorAfter(window, notFound, '{% ext');
        assert.equal(await languageMode(window), shownAs);
        await hover(window, 'extends');
      }
    } finally {
      await window.close();
    }
  });
});
