import assert from 'node:assert/strict';
import {
  acceptSuggestion,
  applyQuickFix,
  cursorAfter,
  goToDefinition,
  hover,
  languageMode,
  noSquiggles,
  openFile,
  openWhenReady,
  problems,
  quickFixes,
  screenshot,
  signature,
  suggestions,
  type,
  visibleText,
  waitForText,
} from '../driver.mjs';

const contact = 'catalog/templates/catalog/contact.html';
const bookList = 'catalog/templates/catalog/book_list.html';
const bookDetail = 'catalog/templates/catalog/book_detail.html';
const notFound = 'templates/404.html';

/**
 * What people do with the template language: completing, asking, going to what a name means, mending, typing.
 * @param {object} mode the language mode, which `scenario` has its window in
 */
export function languageScenarios(scenario, { id, shownAs }) {
  const show = (window, name) => screenshot(window, `${name} (${id})`);

  scenario('completes a route name in {% url %}', async (window) => {
    await openFile(window, contact);
    assert.equal(await languageMode(window), shownAs);
    await cursorAfter(window, contact, '<div class="sheet">');
    await type(window, `\n<a href="{% url 'catalog:boo`);
    await suggestions(window, 'catalog:book_list');
    await show(window, 'completion of a route name');
    await acceptSuggestion(window, 'catalog:book_list');
    await type(window, "' %}");
    await waitForText(window, 'the whole tag', (text) => text.includes("<a href=\"{% url 'catalog:book_list' %}"));
  });

  scenario('loads the library of a tag that it completes', async (window) => {
    await openFile(window, contact);
    await cursorAfter(window, contact, '<div class="sheet">');
    await type(window, '\n{% book_c');
    await suggestions(window, 'book_card');
    await show(window, 'completion of a tag whose library is not loaded');
    await acceptSuggestion(window, 'book_card');
    await waitForText(window, 'the library in {% load %}', (text) => /\{% load [^%]*catalog_tags/.test(text));
    assert.match(await visibleText(window), /\{% book_card/);
    await show(window, 'the library was loaded with the tag');
  });

  scenario('writes what a tag wants, and tells what it takes', async (window) => {
    const { page } = window;
    await openFile(window, bookDetail);
    await cursorAfter(window, bookDetail, '<div class="book__text">');
    await type(window, '\n{% inclu');
    await suggestions(window, 'include');
    await page.keyboard.press('Enter');
    // The list of templates opens by itself.
    await page.locator('.suggest-widget.visible', { hasText: 'accounts/login.html' }).waitFor();
    await show(window, 'a tag and what it wants');
    await type(window, 'field.h');
    await suggestions(window, 'partials/field.html');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await type(window, ' %}');
    await waitForText(window, 'the whole tag', (text) => /\{% include "partials\/field.html" %\}$/m.test(text));
    await type(window, '\n{% book_card ');
    assert.match(await signature(window, 'book_card book'), /A book with its cover/);
    await show(window, 'signature of a tag');
    await waitForText(window, 'the type of a loop variable', (text) => text.includes('{% for author: Author in'));
  });

  scenario('says on hover what a tag does', async (window) => {
    await openFile(window, bookList);
    await cursorAfter(window, bookList, '{% book');
    const said = await hover(window, 'A book with its cover');
    assert.match(said, /catalog_tags/);
    await show(window, 'hover on a tag of the project');
  });

  scenario('knows the variables of the view, and their types', async (window) => {
    await openFile(window, bookDetail);
    await cursorAfter(window, bookDetail, '<h1>{{ boo');
    assert.match(await hover(window, 'book: Book'), /catalog\.views\.BookDetailView/);
    await show(window, 'hover on a variable');
    await window.page.keyboard.press('Escape');
    await cursorAfter(window, bookDetail, '<div class="book__text">');
    await type(window, '\n{{ book.pu');
    const names = await suggestions(window, 'publisher');
    assert.ok(names.includes('published_on') && !names.includes('title'), names.join(', '));
    await show(window, 'completion of a member');
    await acceptSuggestion(window, 'publisher');
    await type(window, '.');
    assert.equal((await suggestions(window, 'city'))[0], 'city', 'a member comes first, not what Emmet makes of it');
    await acceptSuggestion(window, 'city');
    await waitForText(window, 'the whole variable', (text) => text.includes('{{ book.publisher.city }}'));
  });

  scenario('goes from {% extends %} to the template', async (window) => {
    await openFile(window, bookList);
    await cursorAfter(window, bookList, '{% extends "ba');
    await goToDefinition(window, 'templates/base.html');
    await show(window, 'definition of the extended template');
  });

  scenario('reports a route that does not exist, and mends it', async (window) => {
    await openFile(window, notFound);
    await cursorAfter(window, notFound, 'catalog:book_l');
    await window.page.keyboard.press('Delete');
    await problems(window, 'route-not-found');
    await show(window, 'diagnostic of a route that does not exist');
    await openFile(window, notFound);
    await quickFixes(window, 'catalog:book_list');
    await show(window, 'quick fix for a misspelt route name');
    await applyQuickFix(window, 'catalog:book_list');
    await waitForText(window, 'the right name', (text) => text.includes("{% url 'catalog:book_list' %}"));
    await noSquiggles(window);
  });

  scenario('reports a tag whose library is not loaded, and loads it', async (window) => {
    await openFile(window, contact);
    await cursorAfter(window, contact, '<div class="sheet">');
    await type(window, '\n{% book_card book');
    await window.page.keyboard.press('Escape');
    await problems(window, 'unknown-tag');
    await openFile(window, contact);
    for (let step = 0; step < 6; step++) await window.page.keyboard.press('ArrowLeft');
    await quickFixes(window, 'catalog_tags');
    await show(window, 'quick fix for a tag whose library is not loaded');
    await applyQuickFix(window, 'catalog_tags');
    await waitForText(window, 'the library in {% load %}', (text) => /\{% load [^%]*catalog_tags/.test(text));
    await noSquiggles(window);
  });

  scenario('adds the token that a form lacks, and takes away a library that is not used', async (window) => {
    const { page } = window;
    await openFile(window, bookDetail);
    await cursorAfter(window, bookDetail, 'slug=book.slug %}" method="post">');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ControlOrMeta+Shift+K');
    const withoutToken = /method="post">\s+<button class="button button--quiet"/;
    await waitForText(window, 'a form without a token', (text) => withoutToken.test(text));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    await quickFixes(window, '{% csrf_token %}');
    await show(window, 'quick fix for a form without a token');
    await applyQuickFix(window, '{% csrf_token %}');
    await waitForText(window, 'a form with its token', (text) => !withoutToken.test(text));
    await noSquiggles(window);

    await openFile(window, notFound);
    await cursorAfter(window, notFound, '{% load i18n');
    await type(window, ' humanize');
    await page.keyboard.press('Escape');
    await quickFixes(window, "Remove 'humanize'");
    await show(window, 'quick fix for a library that is not used');
    await applyQuickFix(window, "Remove 'humanize'");
    await waitForText(window, 'the used libraries', (text) => text.includes('{% load i18n %}'));
  });

  scenario('lets people type delimiters in full', async (window) => {
    const texts = ["{% url 'catalog:home' %}", '{{ book.title }}', '{# a note #}', '{{book}}', '{%now%}'];
    await openWhenReady(window, contact);
    for (const text of texts) {
      await cursorAfter(window, contact, '<div class="sheet">');
      await type(window, `\n${text}<b`);
      await waitForText(window, 'what was typed, and nothing else', (seen) =>
        seen.split('\n').some((line) => line.trim() === `${text}<b`),
      );
    }
  });

  scenario('takes typing over a delimiter back together with what was typed', async (window) => {
    await openWhenReady(window, contact);
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

  scenario('leaves HTML what it is: Emmet expands', async (window) => {
    await openFile(window, contact);
    await cursorAfter(window, contact, '<div class="sheet">');
    await type(window, '\nul>li.book');
    await suggestions(window, 'ul>li.book');
    await acceptSuggestion(window, 'ul>li.book');
    await waitForText(window, 'the expanded list', (text) => text.includes('<li class="book">'));
  });
}
