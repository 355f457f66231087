// What a person does in a VS Code window and sees there. Each function takes the window of openWindow() first.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../client/scripts/run.mjs';

const screenshots = path.join(root, '.cache/screenshots');
/** How long the extension may take to answer on a machine that is busy. */
const patience = 20_000;

/** Opens a file of the workspace, named by its path in it, and puts the cursor at its start. */
export async function openFile({ page }, file) {
  const input = await openInput(page, 'ControlOrMeta+P', file);
  // At first the list shows what was open lately, and Enter would take the latest.
  await page
    .locator('.quick-input-list .monaco-list-row.focused', { hasText: path.basename(file) })
    .waitFor({ timeout: patience });
  await input.press('Enter');
  await page.locator(`.monaco-editor[data-uri$="/${file}"]`).waitFor({ timeout: patience });
}

/** The same for a template that names another one, and waits until the extension has made that a link: from then on it types along. */
export async function openWhenReady(window, file) {
  await openFile(window, file);
  await window.page
    .locator('.editor-group-container.active .monaco-editor .detected-link')
    .first()
    .waitFor({ timeout: 2 * patience });
}

/** Puts the cursor behind the first `text` of a file that is open and as it is on disk. */
export async function cursorAfter({ page, folder }, file, text) {
  const content = readFileSync(path.join(folder, file), 'utf8');
  const offset = content.indexOf(text);
  if (offset < 0) throw new Error(`${file} does not hold ${JSON.stringify(text)}`);
  const before = content.slice(0, offset + text.length).split('\n');
  const input = await openInput(page, 'Control+G', `:${before.length}:${before.at(-1).length + 1}`);
  await input.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** The input that opens above the editor with a key, once it holds a text: it closes again where the focus goes elsewhere late. */
async function openInput(page, key, text) {
  const input = page.locator('.quick-input-widget input.input');
  await until(`input at ${key}`, async () => {
    await page.keyboard.press(key);
    if (!(await eventually(() => input.isVisible(), 1000))) return 'nothing opened';
    return input.fill(text, { timeout: 2000 }).then(
      () => true,
      () => 'it closed again',
    );
  });
  return input;
}

/** Types at a person's pace, so that suggestions come as they would. */
export async function type({ page }, text) {
  await page.keyboard.type(text, { delay: 40 });
}

/**
 * Asks for suggestions, waits until `expected` is among them, and resolves to the names that are shown. While an answer is on its way
 * it does not ask again: VS Code would take the question back.
 */
export async function suggestions({ page }, expected, limit = patience) {
  const list = page.locator('.suggest-widget.visible');
  const rows = list.locator('.monaco-list-row');
  const underWay = list.getByText('Loading...');
  const ask = async () => {
    if ((await rows.count()) === 0 && !(await underWay.isVisible())) await page.keyboard.press('Control+Space');
  };
  await until(
    `the suggestion ${expected}`,
    async () => {
      await ask();
      let seen = [];
      const listed = async () => {
        seen = await namesOf(rows);
        return seen.includes(expected);
      };
      return (await eventually(listed, 1000)) || `seen: ${seen.join(', ') || 'none'}`;
    },
    limit,
  );
  return namesOf(rows);
}

function namesOf(rows) {
  return rows.locator('.label-name').allInnerTexts();
}

/** Takes a suggestion that is shown. */
export async function acceptSuggestion({ page }, name) {
  const row = page
    .locator('.suggest-widget.visible .monaco-list-row')
    .filter({ has: page.getByText(name, { exact: true }) });
  await row.first().click();
  await page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
}

/** The hover at the cursor, once it says `expected`. */
export async function hover({ page }, expected) {
  const shown = page
    .locator('.monaco-editor .monaco-hover, .monaco-resizable-hover')
    .filter({ hasText: expected })
    .first();
  await until(`a hover that says ${expected}`, async () => {
    await command(page, 'Control+K', 'Control+I');
    return (
      (await eventually(() => shown.isVisible(), 1000)) ||
      `seen: ${(await page.locator('.monaco-hover:visible').allInnerTexts()).join(' | ') || 'none'}`
    );
  });
  return plain(await shown.textContent());
}

/** What is said of the parameters at the cursor, once it says `expected`. */
export async function signature({ page }, expected) {
  const shown = page.locator('.parameter-hints-widget.visible');
  await until(`a signature with ${expected}`, async () => {
    const said = () => shown.innerText({ timeout: 500 }).catch(() => '');
    if (await eventually(async () => (await said()).includes(expected), 1000)) return true;
    await page.keyboard.press('ControlOrMeta+Shift+Space');
    return `seen: ${(await said()) || 'none'}`;
  });
  return plain(await shown.innerText());
}

/** Goes to the definition at the cursor, and waits until that file is the open one. */
export async function goToDefinition({ page }, file) {
  const there = page.locator(`.editor-group-container.active .monaco-editor[data-uri$="/${file}"]`);
  await until(`the definition in ${file}`, async () => {
    await page.keyboard.press('F12');
    return (await eventually(async () => (await there.count()) > 0, 1500)) || 'still elsewhere';
  });
}

/** The entries of a tree of calls or types, once `expected` is among them. Leaves the tree open. */
export async function hierarchy(window, command, expected) {
  const rows = window.page.locator(
    '.call-hierarchy .monaco-list-row, .pane-body.references .monaco-list-row, .sidebar .monaco-list-row',
  );
  await runCommand(window, command);
  await until(`the entry ${expected}`, async () => {
    const texts = (await rows.allInnerTexts()).map(plain);
    return texts.some((text) => text.includes(expected)) || `seen: ${texts.join(' | ') || 'none'}`;
  });
  return (await rows.allInnerTexts()).map(plain);
}

/** The text of the editor that is in front, as far as it is in view. */
export async function visibleText({ page }) {
  const lines = page.locator('.editor-group-container.active .monaco-editor .view-line');
  const placed = await lines.evaluateAll((nodes) =>
    nodes.map((node) => ({ top: Number.parseFloat(node.style.top), text: node.textContent ?? '' })),
  );
  return plain(
    placed
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text)
      .join('\n'),
  );
}

/** Waits until the editor's text satisfies `test`. */
export async function waitForText(window, description, test) {
  await until(description, async () => {
    const text = await visibleText(window);
    return test(text) || `the text is:\n${text}`;
  });
}

/** What the Problems panel lists for open files, once one of its rows holds `expected`. Leaves the panel open. */
export async function problems({ page }, expected) {
  const rows = page.locator('.markers-panel .monaco-list-row');
  if (!(await page.locator('.markers-panel').isVisible())) await page.keyboard.press('ControlOrMeta+Shift+M');
  await until(`the problem ${expected}`, async () => {
    const texts = (await rows.allInnerTexts()).map(plain);
    return texts.some((text) => text.includes(expected)) || `seen: ${texts.join(' | ') || 'none'}`;
  });
  return (await rows.allInnerTexts()).map(plain);
}

/** Waits until the editor in front shows no squiggle. */
export async function noSquiggles({ page }) {
  const marks = page
    .locator('.editor-group-container.active .monaco-editor')
    .locator('.squiggly-error, .squiggly-warning');
  await until('an editor without squiggles', async () => (await marks.count()) === 0 || `${await marks.count()} left`);
}

/** Opens the quick fixes at the cursor, once `title` is among them, and resolves to their titles. */
export async function quickFixes({ page }, title) {
  const rows = page.locator('.action-widget .monaco-list-row.action');
  await until(`the quick fix ${title}`, async () => {
    await page.keyboard.press('ControlOrMeta+.');
    let texts = [];
    const listed = async () => {
      texts = (await rows.allInnerTexts()).map(plain);
      return texts.some((text) => text.includes(title));
    };
    if (await eventually(listed, 1500)) return true;
    // In the editor itself it would take the selection away.
    if (await page.locator('.action-widget').first().isVisible()) await page.keyboard.press('Escape');
    return `seen: ${texts.join(' | ') || 'none'}`;
  });
  return (await rows.allInnerTexts()).map(plain);
}

/** Applies a quick fix that is shown. */
export async function applyQuickFix({ page }, title) {
  const row = page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first();
  await row.click();
  await row.waitFor({ state: 'hidden' });
}

/** Gives what stands at the cursor a new name, and waits until the box for it is gone. */
export async function rename({ page }, name) {
  const input = page.locator('.rename-box .rename-input');
  await until('box for the new name', async () => {
    await page.keyboard.press('F2');
    return (await eventually(() => input.isVisible(), 1500)) || 'nothing opened';
  });
  await input.fill(name);
  await input.press('Enter');
  await input.waitFor({ state: 'hidden', timeout: patience });
}

/** Applies the changes of the refactor preview, once it shows `expected`. */
export async function applyPreview({ page }, expected) {
  const preview = page.locator('.bulk-edit-panel');
  await preview.getByText(expected).first().waitFor({ timeout: patience });
  await preview.locator('.monaco-button', { hasText: 'Apply' }).click();
  await preview.waitFor({ state: 'hidden', timeout: patience });
}

/** Renames a file in the explorer, and agrees to the changes that come with it. `asked` is called when VS Code asks. */
export async function renameInExplorer(window, file, name, asked) {
  const { page } = window;
  await openFile(window, file);
  const explorer = page.locator('.explorer-folders-view');
  await explorer
    .locator('.monaco-list-row', { hasText: path.basename(file) })
    .first()
    .click();
  await page.keyboard.press('F2');
  const input = explorer.locator('.monaco-inputbox input');
  await input.fill(name);
  await input.press('Enter');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor({ timeout: patience });
  await asked();
  // While the project is still being read, not every change is sure, and VS Code wants them to be looked at.
  const direct = dialog.locator('.monaco-button', { hasText: 'OK' });
  if (await direct.isVisible()) {
    await direct.click();
  } else {
    await dialog.locator('.monaco-button', { hasText: 'Show Preview' }).click();
    await applyPreview(window, name);
  }
  await explorer.locator('.monaco-list-row', { hasText: name }).waitFor({ timeout: patience });
}

/** Waits until a file of the workspace holds `text` on disk. */
export async function waitForFile({ folder }, file, text) {
  await until(`${JSON.stringify(text)} in ${file}`, async () => {
    const content = readFileSync(path.join(folder, file), 'utf8');
    return content.includes(text) || `it holds:\n${content}`;
  });
}

/** The commands that the palette finds for `words`, once `expected` is among them. Leaves the palette open. */
export async function palette({ page }, words, expected = words) {
  await until(`the command ${expected}`, async () => {
    // Opened anew each time: a palette that is open does not learn of commands that appear.
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input.input').fill(`>${words}`);
    let texts = [];
    const listed = async () => {
      texts = await pickRows(page);
      // At first the list shows what was there before.
      return texts[0]?.includes(words.split(' ')[0]) && texts.some((text) => text.includes(expected));
    };
    return (await eventually(listed, 700)) || `seen: ${texts.join(' | ') || 'none'}`;
  });
  return pickRows(page);
}

/** The rows of the open quick pick, once one holds `expected`; within `limit` milliseconds. */
export async function quickPick({ page }, expected, limit = patience) {
  await until(
    `the entry ${expected}`,
    async () => {
      const texts = await pickRows(page);
      return texts.some((text) => text.includes(expected)) || `seen: ${texts.join(' | ') || 'none'}`;
    },
    limit,
  );
  return pickRows(page);
}

async function pickRows(page) {
  return (await page.locator('.quick-input-list .monaco-list-row .quick-input-list-label').allTextContents()).map(
    plain,
  );
}

/** Runs a command by its whole name in the palette. */
export async function runCommand(window, name) {
  const input = window.page.locator('.quick-input-widget input.input');
  await palette(window, name);
  // A list that is just being filled does not take the Enter; once it has, the palette is gone or asks something else.
  const taken = async () => !(await input.isVisible()) || !(await input.inputValue()).startsWith('>');
  const chosen = window.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name });
  await until(`start of the command ${name}`, async () => {
    if (await taken()) return true;
    if (await eventually(() => chosen.isVisible(), 1000)) await input.press('Enter', { timeout: 1000 }).catch(() => {});
    return (await eventually(taken, 1000)) || 'the palette is still open';
  });
}

/** Sets the language mode of the open file, by its identifier, such as `django-html`. */
export async function setLanguageMode(window, id) {
  await runCommand(window, 'Change Language Mode');
  const input = window.page.locator('.quick-input-widget input.input');
  await input.fill(id);
  await window.page
    .locator('.quick-input-list .monaco-list-row', { hasText: `(${id})` })
    .first()
    .click();
}

/** The name of the language mode in the status bar. */
export async function languageMode({ page }) {
  return plain(await page.locator('#status\\.editor\\.mode').textContent());
}

/** The key of the profile that closes an editor and throws away what was typed: VS Code has a command for it, but no key. */
export const closeEditor = {
  key: 'Control+Alt+Shift+F12',
  binding: { key: 'ctrl+alt+shift+f12', command: 'workbench.action.revertAndCloseActiveEditor' },
};

/** Closes every editor, throwing away what was typed. */
export async function discardChanges(window) {
  const tabs = window.page.locator('.editor-group-container .tab');
  await until('a window without editors', async () => {
    if ((await tabs.count()) === 0) return true;
    const count = await tabs.count();
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press(closeEditor.key);
    await eventually(async () => (await tabs.count()) < count, 1000);
    return `${count} are open`;
  });
}

/** Keeps a picture of the window in .cache/screenshots/, named by what it shows. */
export async function screenshot({ page }, name) {
  mkdirSync(screenshots, { recursive: true });
  await page.waitForTimeout(200);
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), scale: 'css', timeout: 5000 });
}

async function command(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** VS Code draws spaces as no-break spaces. */
function plain(text) {
  return text.replaceAll('\u00a0', ' ').replace(/[\u200b-\u200f\u202a-\u202e]/g, '');
}

/** Whether `test` becomes true within so many milliseconds. */
async function eventually(test, limit) {
  for (const deadline = Date.now() + limit; ; ) {
    if (await test()) return true;
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Repeats `attempt` until it is true; what it last answered instead tells the reader what was there. */
async function until(description, attempt, limit = patience) {
  const deadline = Date.now() + limit;
  for (;;) {
    const answer = await attempt();
    if (answer === true) return;
    if (Date.now() > deadline) throw new Error(`No ${description} within ${limit / 1000} s; ${answer}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
