import assert from 'node:assert/strict';
import { cursorAfter, hover, languageMode, openFile, setLanguageMode } from '../driver.mjs';
import { scenariosIn } from '../scenario.mjs';
import { languageScenarios } from './language.mjs';
import { structureScenarios } from './structure.mjs';

const notFound = 'templates/404.html';

const modes = [
  { id: 'html', shownAs: 'HTML', options: {} },
  {
    id: 'django-html',
    shownAs: 'Django Template',
    // The association that people have in their settings who prefer this mode.
    options: { settings: { 'files.associations': { '*.html': 'django-html' } } },
  },
];

describe('The language mode of an open template', () => {
  scenariosIn()('changes by hand from html to django-html, and back', async (window) => {
    await openFile(window, notFound);
    for (const { id, shownAs } of modes.toReversed()) {
      await setLanguageMode(window, id);
      await cursorAfter(window, notFound, '{% ext');
      assert.equal(await languageMode(window), shownAs);
      await hover(window, 'extends');
    }
  });
});

for (const mode of modes) {
  describe(`A template in the language mode ${mode.id}`, () => {
    const scenario = scenariosIn(mode.options);
    structureScenarios(scenario, mode.id);
    languageScenarios(scenario, mode);
  });
}
