import {
  cursorAfter,
  discardChanges,
  goToDefinition,
  openFile,
  problems,
  screenshot,
  suggestions,
  type,
} from '../driver.mjs';
import { openWindow } from '../window.mjs';

const views = 'catalog/views.py';

describe('A view', () => {
  /** @type {Awaited<ReturnType<typeof openWindow>>} */
  let window;

  before(async () => {
    window = await openWindow();
  });
  after(() => window?.close());
  afterEach(async function () {
    if (this.currentTest.state === 'failed') await screenshot(window, `failed ${this.currentTest.fullTitle()}`);
    await discardChanges(window);
  });

  it('completes a route name in reverse_lazy()', async () => {
    await openFile(window, views);
    await cursorAfter(window, views, 'success_url = reverse_lazy("catalog:');
    await suggestions(window, 'catalog:book_list');
    await screenshot(window, 'completion of a route name in a view');
  });

  it('goes from template_name to the template', async () => {
    await openFile(window, views);
    await cursorAfter(window, views, 'template_name = "catalog/ho');
    await goToDefinition(window, 'catalog/templates/catalog/home.html');
  });

  it('reports a template that does not exist', async () => {
    await openFile(window, views);
    await cursorAfter(window, views, 'template_name = "catalog/ho');
    await type(window, 'x');
    await problems(window, 'template-not-found');
    await screenshot(window, 'diagnostic of a template that does not exist');
  });
});
