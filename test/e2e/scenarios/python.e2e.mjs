import { cursorAfter, goToDefinition, openFile, problems, screenshot, suggestions, type } from '../driver.mjs';
import { scenariosIn } from '../scenario.mjs';

const views = 'catalog/views.py';

describe('A view', () => {
  const scenario = scenariosIn();

  scenario('completes a route name in reverse_lazy()', async (window) => {
    await openFile(window, views);
    await cursorAfter(window, views, 'success_url = reverse_lazy("catalog:');
    await suggestions(window, 'catalog:book_list');
    await screenshot(window, 'completion of a route name in a view');
  });

  scenario('goes from template_name to the template', async (window) => {
    await openFile(window, views);
    await cursorAfter(window, views, 'template_name = "catalog/ho');
    await goToDefinition(window, 'catalog/templates/catalog/home.html');
  });

  scenario('reports a template that does not exist', async (window) => {
    await openFile(window, views);
    await cursorAfter(window, views, 'template_name = "catalog/ho');
    await type(window, 'x');
    await problems(window, 'template-not-found');
    await screenshot(window, 'diagnostic of a template that does not exist');
  });
});
