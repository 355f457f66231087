const { codes, completes, definedIn, eventually, open, replace } = require('./help.cjs');

describe('Python', () => {
  const views = 'catalog/views.py';

  it('completes template names', async () => {
    await completes(await open(views), 'template_name = "', 'catalog/home.html');
  });

  it('finds the template behind its name', async () => {
    await definedIn(await open(views), 'template_name = "catalog/ho', 'catalog/templates/catalog/home.html', '');
  });

  it('completes route names, and finds the route behind one', async () => {
    const urls = await open('accounts/urls.py');
    await completes(urls, 'reverse_lazy("', 'accounts:password_change_done');
    await definedIn(urls, 'reverse_lazy("accounts:pass', 'accounts/urls.py', 'name="password_change_done"');
  });

  it('reports a route that does not exist', async () => {
    const urls = await open('accounts/urls.py');
    await replace(urls, 'accounts:password_change_done', 'accounts:password_change_don');
    await eventually(
      async () => codes(urls),
      (found) => found.includes('route-not-found'),
    );
    await replace(urls, 'accounts:password_change_don"', 'accounts:password_change_done"');
    await eventually(
      async () => codes(urls),
      (found) => found.length === 0,
    );
  });
});
