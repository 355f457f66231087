const assert = require('node:assert');
const vscode = require('vscode');
const { codes, eventually, extensionId, open, replace } = require('./help.cjs');

describe('The installed extension', () => {
  it('starts because the workspace holds a Django project', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, 'it is installed');
    await eventually(async () => extension.isActive, Boolean);
  });

  it('registers every command of its manifest', async () => {
    const { packageJSON } = vscode.extensions.getExtension(extensionId);
    const declared = packageJSON.contributes.commands.map(({ command }) => command);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      declared.filter((command) => !registered.has(command)),
      [],
    );
  });

  it('offers the commands of manage.py as tasks', async () => {
    const names = (tasks) => tasks.map(({ definition }) => definition.command);
    const tasks = await eventually(
      () => vscode.tasks.fetchTasks({ type: 'djangology' }),
      (found) => found.length > 0,
    );
    for (const command of ['runserver', 'makemigrations', 'migrate', 'test']) {
      assert.ok(names(tasks).includes(command), `${command} is among ${names(tasks).join(', ')}`);
    }
  });

  it('knows the language django-html', async () => {
    assert.ok((await vscode.languages.getLanguages()).includes('django-html'));
  });

  it('reports nothing in a project that is right', async () => {
    const folders = '{accounts,bookshop,catalog,orders,templates}';
    const files = await vscode.workspace.findFiles(`${folders}/**/*.{html,py}`);
    assert.ok(files.length > 50, `${files.length} files`);
    const broken = await open('templates/404.html');
    await replace(broken, 'catalog:book_list', 'catalog:book_lst');
    const documents = [];
    for (const file of files) documents.push(await vscode.workspace.openTextDocument(file));
    // By the time that the server reports this one it has read all of them.
    await eventually(
      async () => codes(broken),
      (found) => found.includes('route-not-found'),
    );
    await replace(broken, 'catalog:book_lst', 'catalog:book_list');
    await eventually(
      async () => codes(broken),
      (found) => found.length === 0,
    );
    for (const document of documents) assert.deepEqual(codes(document), [], document.uri.path);
  });
});
