const vscode = require('vscode');
const { codes, completes, definedIn, eventually, hovers, open, replace } = require('./help.cjs');

for (const language of ['html', 'django-html']) {
  describe(`Templates in the language mode ${language}`, () => {
    const openTemplate = async (file) => vscode.languages.setTextDocumentLanguage(await open(file), language);

    it('completes route names', async () => {
      await completes(await openTemplate('templates/404.html'), "{% url 'catalog:", 'catalog:book_list');
    });

    it('completes template names', async () => {
      await completes(await openTemplate('templates/404.html'), '{% extends "', 'base.html');
    });

    it('completes tags, those of the project among them', async () => {
      await completes(await openTemplate('catalog/templates/catalog/book_list.html'), '{% book', 'book_card');
    });

    it('describes a tag by its docstring', async () => {
      const list = await openTemplate('catalog/templates/catalog/book_list.html');
      await hovers(list, '{% book', 'A book with its cover');
    });

    it('finds the template, the route and the tag behind their names', async () => {
      const page = await openTemplate('templates/404.html');
      await definedIn(page, '{% extends "ba', 'templates/base.html', '');
      await definedIn(page, "{% url 'catalog:book", 'catalog/urls.py', 'book_list');
      const list = await openTemplate('catalog/templates/catalog/book_list.html');
      await definedIn(list, '{% book', 'catalog/templatetags/catalog_tags.py', 'book_card');
    });

    it('reports a template that does not exist', async () => {
      const page = await openTemplate('catalog/templates/catalog/contact.html');
      await replace(page, 'partials/form.html', 'partials/from.html');
      await eventually(
        async () => codes(page),
        (found) => found.includes('template-not-found'),
      );
      await replace(page, 'partials/from.html', 'partials/form.html');
      await eventually(
        async () => codes(page),
        (found) => found.length === 0,
      );
    });
  });
}
