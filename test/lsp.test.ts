import * as assert from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CallHierarchyIncomingCall,
  type CodeAction,
  type CodeLens,
  type CompletionItem,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type InlayHint,
  type Location,
  type LocationLink,
  type ProtocolConnection,
  type SelectionRange,
  type SignatureHelp,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentEdit,
  type TextEdit,
  type TypeHierarchyItem,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { type Project, ServerNotification, type Status, type Unresolved } from '../server/protocol';
import { lineIndex } from '../server/text/lineIndex';
import { bundles } from './bundles';
import { minidjango, sitePackages } from './minidjango';

/** The language server as it is shipped, on a copy of the sample, spoken to as an editor speaks to it. */
describe('the language server', function () {
  this.timeout(30_000);
  let folder: string;
  let server: ChildProcess;
  let connection: ProtocolConnection;
  let initialized: InitializeResult;
  const logged: string[] = [];
  const diagnostics = new Map<string, Diagnostic[]>();
  let status: Status | undefined;

  before(async function () {
    this.timeout(120_000);
    folder = mkdtempSync(path.join(tmpdir(), 'djangology-lsp-'));
    cpSync(path.resolve(__dirname, '../../test/sample'), path.join(folder, 'shop'), { recursive: true });
    for (const name of ['t', 'u']) writeFileSync(path.join(folder, `shop/templates/${name}.html`), '');
    makeEnvironment();
    makeTroubles();
    const { PATH, SYSTEMROOT } = process.env;
    server = spawn(process.execPath, [path.join(await bundles(), 'server.js'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { PATH, SYSTEMROOT, XDG_CACHE_HOME: path.join(folder, 'caches'), LOCALAPPDATA: path.join(folder, 'caches') },
    });
    connection = createProtocolConnection(
      new StreamMessageReader(server.stdout!),
      new StreamMessageWriter(server.stdin!),
    );
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => void logged.push(message));
    connection.onNotification(
      'textDocument/publishDiagnostics',
      (given: { uri: string; diagnostics: Diagnostic[] }) => {
        diagnostics.set(given.uri, given.diagnostics);
      },
    );
    connection.onNotification(ServerNotification.status, (given: Status) => {
      status = given;
    });
    connection.onRequest('workspace/configuration', () => [null]);
    connection.onRequest('client/registerCapability', () => null);
    connection.listen();
    initialized = await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: [{ uri: uriOf(''), name: 'shop' }],
      capabilities: {
        workspace: {
          configuration: true,
          didChangeWatchedFiles: { dynamicRegistration: true },
          workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
        },
      },
    });
    await connection.sendNotification('initialized', {});
    await until(() => status?.projects[0]?.complete, 'the project is read');
  });

  after(async () => {
    await connection?.sendRequest('shutdown');
    await connection?.sendNotification('exit');
    const status = await new Promise((resolve) =>
      server.exitCode === null ? server.once('exit', resolve) : resolve(server.exitCode),
    );
    connection?.dispose();
    rmSync(folder, { recursive: true, force: true });
    assert.equal(status, 0, 'it ends by itself');
  });

  /** An environment in which the sample's packages are found, so that the rules may speak. */
  function makeEnvironment(): void {
    const parts = ['admin', 'auth', 'contenttypes', 'humanize', 'messages', 'sessions', 'staticfiles'];
    const files = [
      ...minidjango(parts),
      ...parts.map((part) => [`${sitePackages}/django/contrib/${part}/__init__.py`, '']),
      [`${sitePackages}/rest_framework/__init__.py`, ''],
      [`${sitePackages}/rest_framework/urls.py`, "app_name = 'rest_framework'\nurlpatterns = []\n"],
    ];
    for (const [name, text] of files) {
      mkdirSync(path.join(folder, 'shop', path.dirname(name)), { recursive: true });
      writeFileSync(path.join(folder, 'shop', name), text);
    }
  }

  /** Files and folders that nobody can read, which must not matter. */
  function makeTroubles(): void {
    const at = (name: string) => path.join(folder, 'shop', name);
    writeFileSync(at('catalog/huge.py'), 'x = 1\n'.repeat(900_000));
    writeFileSync(at('catalog/binary.py'), Buffer.from([0, 1, 2, 255, 254, 0]));
    writeFileSync(at('templates/binary.html'), Buffer.from([0, 1, 2, 255, 254, 0]));
    writeFileSync(at('templates/latin.html'), Buffer.from('<p>caf\u00e9</p>{% nonsense %}', 'latin1'));
    symlinkSync(at('catalog'), at('catalog/loop'), 'junction');
    symlinkSync(at('nowhere'), at('catalog/dangling.py'));
    mkdirSync(at('templates/secret'));
    chmodSync(at('templates/secret'), 0o000);
  }

  function uriOf(name: string): string {
    return pathToFileURL(path.join(folder, 'shop', name)).href.replace(/\/$/, '');
  }

  function textOf(name: string): string {
    return readFileSync(path.join(folder, 'shop', name), 'utf8');
  }

  async function open(
    name: string,
    text = textOf(name),
    languageId = name.endsWith('.py') ? 'python' : 'html',
  ): Promise<string> {
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: uriOf(name), languageId, version: 1, text },
    });
    return uriOf(name);
  }

  async function close(name: string): Promise<void> {
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(name) } });
  }

  /** Asks about the place of `$0` in a text, which the file is opened with. */
  async function ask<T>(method: string, name: string, marked: string, more: object = {}): Promise<T> {
    const offset = marked.indexOf('$0');
    const text = marked.replace('$0', '');
    const uri = await open(name, text);
    const position = lineIndex(text).position(offset);
    const answer = await connection.sendRequest<T>(method, { textDocument: { uri }, position, ...more });
    await close(name);
    return answer;
  }

  async function until(isSo: () => unknown, what: string): Promise<void> {
    for (let i = 0; i < 400; i++) {
      if (isSo()) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.fail(`${what}: waited in vain; logged: ${logged.join('\n')}`);
  }

  const short = (uri: string) =>
    decodeURIComponent(uri)
      .replace(decodeURIComponent(uriOf('')), '')
      .slice(1);

  it('says what it can do', () => {
    const { capabilities } = initialized;
    assert.deepEqual(
      Object.keys(capabilities)
        .filter((name) => capabilities[name as keyof typeof capabilities])
        .sort(),
      [
        'callHierarchyProvider',
        'codeActionProvider',
        'codeLensProvider',
        'completionProvider',
        'definitionProvider',
        'documentHighlightProvider',
        'documentLinkProvider',
        'documentSymbolProvider',
        'foldingRangeProvider',
        'hoverProvider',
        'inlayHintProvider',
        'linkedEditingRangeProvider',
        'referencesProvider',
        'renameProvider',
        'selectionRangeProvider',
        'semanticTokensProvider',
        'signatureHelpProvider',
        'textDocumentSync',
        'typeDefinitionProvider',
        'typeHierarchyProvider',
        'workspace',
      ],
    );
  });

  it('tells of the projects', async () => {
    const projects = await connection.sendRequest<Project[]>('djangology/projects');
    assert.deepEqual(
      projects.map(({ root, name, managePy, settingsModule, complete }) => ({
        root,
        name,
        managePy,
        settingsModule,
        complete,
      })),
      [
        {
          root: uriOf(''),
          name: 'shop',
          managePy: uriOf('manage.py'),
          settingsModule: 'bookshop.settings.dev',
          complete: true,
        },
      ],
    );
    assert.deepEqual(status?.projects, projects);
    const unresolved = await connection.sendRequest<Unresolved[]>('djangology/unresolved', { root: uriOf('') });
    assert.equal(unresolved.length, projects[0].unresolved);
    for (const { what, reason } of unresolved) assert.ok(what.length > 0 && reason.length > 0);
    assert.deepEqual(await connection.sendRequest('djangology/unresolved', { root: 'file:///nowhere' }), []);
  });

  it('completes, and documents what is looked at', async () => {
    const items = await ask<CompletionItem[]>(
      'textDocument/completion',
      'templates/t.html',
      "{% url 'catalog:book_l$0' %}",
    );
    assert.ok(
      items.some(({ label }) => label === 'catalog:book_list'),
      items.map(({ label }) => label).join(),
    );
    const tags = await ask<CompletionItem[]>('textDocument/completion', 'templates/t.html', '{% inclu$0 %}');
    const include = tags.find(({ label }) => label === 'include')!;
    const uri = await open('templates/t.html', '{% inclu %}');
    const resolved = await connection.sendRequest<CompletionItem>('completionItem/resolve', include);
    assert.ok(JSON.stringify(resolved.documentation ?? include.documentation).length > 20, uri);
    await close('templates/t.html');
  });

  it('completes what filters take', async () => {
    const items = await ask<CompletionItem[]>('textDocument/completion', 'templates/t.html', '{{ x|date:"d.$0" }}');
    const whole = items.find(({ label }) => label === 'd.m.Y')!;
    assert.equal(whole.detail, '04.03.2026');
    assert.deepEqual(whole.textEdit, {
      range: { start: { line: 0, character: 11 }, end: { line: 0, character: 13 } },
      newText: 'd.m.Y',
    });
    const one = items.find(({ label }) => label === 'm')!;
    assert.deepEqual(one.textEdit, {
      range: { start: { line: 0, character: 13 }, end: { line: 0, character: 13 } },
      newText: 'm',
    });
    const blocks = await ask<CompletionItem[]>('textDocument/completion', 'templates/t.html', '{% fo$0 %}');
    // This client has no places to type in.
    assert.deepEqual(
      blocks.map(({ label }) => label).filter((label) => label.startsWith('for')),
      ['for'],
    );
  });

  it('finds definitions and references, in Python and templates', async () => {
    const links = await ask<LocationLink[]>(
      'textDocument/definition',
      'catalog/views.py',
      "from django.shortcuts import redirect\nredirect('catalog:book$0_list')\n",
    );
    assert.deepEqual(
      links.map(({ targetUri }) => short(targetUri)),
      ['catalog/urls.py'],
    );
    const { line } = links[0].targetSelectionRange.start;
    assert.match(textOf('catalog/urls.py').split('\n')[line], /name="book_list"/);
    const uses = await ask<Location[]>(
      'textDocument/references',
      'templates/t.html',
      "{% url 'catalog:book$0_list' %}",
      { context: { includeDeclaration: true } },
    );
    const places = new Set(uses.map(({ uri }) => short(uri)));
    assert.ok(
      places.has('catalog/urls.py') && places.has('catalog/views.py') && places.has('templates/t.html'),
      [...places].join(),
    );
    const hover = await ask<{ contents: { value: string } } | null>(
      'textDocument/hover',
      'templates/t.html',
      "{% extends 'ba$0se.html' %}",
    );
    assert.match(hover?.contents.value ?? '', /base\.html/);
  });

  it('tells what a tag takes, and of which type a variable is', async () => {
    const help = await ask<SignatureHelp>(
      'textDocument/signatureHelp',
      'templates/t.html',
      "{% url 'catalog:book_detail' $0 %}",
    );
    const [signature] = help.signatures;
    const [start, end] = signature.parameters![signature.activeParameter!].label as [number, number];
    assert.match(signature.label.slice(start, end), /^\w+$/);
    const typed = { context: { triggerKind: 2, isRetrigger: false } };
    assert.equal(await ask('textDocument/signatureHelp', 'templates/t.html', '{% if $0 %}', typed), null);
    const text = '{% load i18n %}{% for book in page_obj %}{{ book.title }}{% endfor %}{% for n in "ab"|make_list %}';
    const uri = await open('catalog/templates/catalog/book_list.html', text);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: text.length } };
    const hints = await connection.sendRequest<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri }, range });
    const hint = hints.find(({ position }) => position.character === text.indexOf(' in page_obj'))!;
    assert.deepEqual((hint.label as { value: string }[])[0].value, ': Book');
    const resolved = await connection.sendRequest<InlayHint>('inlayHint/resolve', hint);
    assert.equal(short((resolved.label as { location: Location }[])[0].location.uri), 'catalog/models.py');
    await close('catalog/templates/catalog/book_list.html');
    const types = await ask<LocationLink[]>(
      'textDocument/typeDefinition',
      'catalog/templates/catalog/book_list.html',
      text.replace('{{ book', '{{ bo$0ok'),
    );
    assert.deepEqual(
      types.map(({ targetUri }) => short(targetUri)),
      ['catalog/models.py'],
    );
  });

  it('renames, and says why it does not', async () => {
    const marked = "{% url 'catalog:book$0_list' %}{% url 'admin:index' %}";
    const prepared = await ask<{ placeholder: string }>('textDocument/prepareRename', 'templates/t.html', marked);
    assert.equal(prepared.placeholder, 'book_list');
    const edit = await ask<WorkspaceEdit>('textDocument/rename', 'templates/t.html', marked, { newName: 'books' });
    const changes = edit.documentChanges as TextDocumentEdit[];
    assert.ok(changes.length > 3 && changes.every(({ edits }) => edits.every((one) => 'newText' in one)));
    const own = changes.find(({ textDocument }) => short(textDocument.uri) === 'templates/t.html');
    assert.deepEqual(own?.edits, [
      { range: { start: { line: 0, character: 16 }, end: { line: 0, character: 25 } }, newText: 'books' },
    ]);
    const foreign = marked.replace('$0', '').replace('admin:in', 'admin:in$0');
    await assert.rejects(ask('textDocument/prepareRename', 'templates/t.html', foreign), {
      message: "'admin:index' is defined in django.contrib.admin and cannot be renamed here.",
    });
    assert.equal(await ask('textDocument/prepareRename', 'templates/t.html', 'te$0xt'), null);
  });

  it('changes the names of templates that move, and asks where it is not sure', async () => {
    const move = (from: string, to: string) =>
      connection.sendRequest<WorkspaceEdit | null>('workspace/willRenameFiles', {
        files: [{ oldUri: uriOf(from), newUri: uriOf(to) }],
      });
    const edit = await move('templates/base.html', 'templates/layouts/base.html');
    const changes = edit?.documentChanges as TextDocumentEdit[];
    assert.ok(changes.length > 5);
    assert.ok(
      changes.every(({ edits }) => edits.every((one) => 'newText' in one && one.newText === 'layouts/base.html')),
    );
    const list = await move('catalog/templates/catalog/book_list.html', 'catalog/templates/catalog/books.html');
    assert.match(Object.keys(list?.changeAnnotations ?? {}).join(), /Generic views of catalog\.Book look for/);
    const page = await move('templates/404.html', 'templates/lost.html');
    assert.match(Object.keys(page?.changeAnnotations ?? {}).join(), /Django itself looks for/);
    assert.equal(await move('catalog/views.py', 'catalog/pages.py'), null);
    const include = '{% include "catalog/book_list.ht$0ml" %}';
    const renamed = await ask<WorkspaceEdit>('textDocument/rename', 'templates/t.html', include, {
      newName: 'catalog/books.html',
    });
    const [operation] = renamed.documentChanges!.filter((one) => 'kind' in one);
    assert.ok('kind' in operation && operation.kind === 'rename' && operation.newUri.endsWith('/catalog/books.html'));
    // The editor asks about this move, too.
    const again = await move('catalog/templates/catalog/book_list.html', 'catalog/templates/catalog/books.html');
    assert.equal(again?.changeAnnotations, undefined);
  });

  it('reports what is wrong while somebody types, and mends it', async () => {
    const uri = await open('templates/t.html', "{% url 'catalog:book_lst' %}");
    await until(() => diagnostics.get(uri)?.length === 1, 'the route is reported');
    const [found] = diagnostics.get(uri)!;
    assert.equal(found.code, 'route-not-found');
    assert.match(String(found.message), /Did you mean 'catalog:book_list'\?/);
    const actions = await connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: found.range,
      context: { diagnostics: [found] },
    });
    const [change] = actions[0].edit!.documentChanges as TextDocumentEdit[];
    assert.deepEqual(
      change.edits.map((edit) => (edit as TextEdit).newText),
      ['catalog:book_list'],
    );
    assert.deepEqual(actions[0].diagnostics, [found]);
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: found.range, text: 'catalog:book_list' }],
    });
    await until(() => diagnostics.get(uri)?.length === 0, 'the report goes');
    await close('templates/t.html');
  });

  it('shows the family of a template', async () => {
    const uri = await open('templates/base.html');
    const lenses = await connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    const lens = lenses.find(({ command }) => command?.title.startsWith('extended by'));
    assert.ok(lens?.command?.arguments?.[2].length > 1);
    const position = { line: 0, character: 0 };
    const [item] = await connection.sendRequest<TypeHierarchyItem[]>('textDocument/prepareTypeHierarchy', {
      textDocument: { uri },
      position,
    });
    await close('templates/base.html');
    const children = await connection.sendRequest<TypeHierarchyItem[]>('typeHierarchy/subtypes', { item });
    assert.ok(children.length > 1, children.map(({ name }) => name).join());
    const [parent] = await connection.sendRequest<TypeHierarchyItem[]>('typeHierarchy/supertypes', {
      item: children[0],
    });
    assert.deepStrictEqual(parent, item);
    const calls = await connection.sendRequest<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item });
    assert.ok(calls.some(({ from }) => from.name === children[0].name));
  });

  it('completes links to tags in either mode', async () => {
    for (const languageId of ['html', 'django-html']) {
      const uri = await open('templates/t.html', '<a href="">', languageId);
      const items = await connection.sendRequest<CompletionItem[]>('textDocument/completion', {
        textDocument: { uri },
        position: { line: 0, character: 9 },
      });
      const item = items.find(({ label }) => label === "{% url 'catalog:book_list' %}");
      assert.deepStrictEqual(item?.textEdit, {
        range: { start: { line: 0, character: 9 }, end: { line: 0, character: 9 } },
        newText: "{% url 'catalog:book_list' %}",
      });
      await close('templates/t.html');
    }
  });

  it('helps with HTML where the editor does not', async () => {
    const text = "<section class='{% if a %}b{% endif %}'>\n{{ c }}\n\n</section>\n<di";
    const position = { line: 4, character: 3 };
    for (const [languageId, helps] of [
      ['html', false],
      ['django-html', true],
    ] as const) {
      const uri = await open('templates/t.html', text, languageId);
      const askFor = <T>(method: string, more: object = { position }) =>
        connection.sendRequest<T>(`textDocument/${method}`, { textDocument: { uri }, ...more });
      const items = await askFor<CompletionItem[] | null>('completion');
      assert.strictEqual(items?.some(({ label }) => label === 'div') ?? false, helps);
      const onSection = { position: { line: 0, character: 3 } };
      assert.strictEqual((await askFor('hover', onSection)) !== null, helps);
      assert.strictEqual((await askFor('documentHighlight', onSection)) !== null, helps);
      assert.strictEqual((await askFor('linkedEditingRange', onSection)) !== null, helps);
      assert.strictEqual((await askFor<unknown[]>('foldingRange', {})).length > 0, helps);
      const [selection] = await askFor<SelectionRange[]>('selectionRange', { positions: [{ line: 1, character: 4 }] });
      assert.deepStrictEqual(selection.range, { start: { line: 1, character: 3 }, end: { line: 1, character: 4 } });
      assert.strictEqual(
        await connection.sendRequest('djangology/autoInsert', {
          uri,
          position: { line: 0, character: 41 },
          typed: '>',
        }),
        helps ? '$0</section>' : null,
      );
      await close('templates/t.html');
    }
  });

  it('sees what happens on disk', async () => {
    const uri = await open('templates/t.html', "{% include 'new/one.html' %}");
    await until(() => diagnostics.get(uri)?.[0]?.code === 'template-not-found', 'the template is missed');
    mkdirSync(path.join(folder, 'shop/templates/new'));
    writeFileSync(path.join(folder, 'shop/templates/new/one.html'), "{% url 'catalog:home' %}");
    await connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf('templates/new'), type: 1 }],
    });
    await until(() => diagnostics.get(uri)?.length === 0, 'the template is found');
    const uses = await ask<Location[]>('textDocument/references', 'templates/u.html', "{% url 'catalog:ho$0me' %}", {
      context: { includeDeclaration: false },
    });
    assert.ok(uses.some(({ uri }) => short(uri) === 'templates/new/one.html'));
    rmSync(path.join(folder, 'shop/templates/new'), { recursive: true });
    await connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf('templates/new'), type: 3 }],
    });
    await until(() => diagnostics.get(uri)?.length === 1, 'the template is missed again');
    await close('templates/t.html');
    await until(() => diagnostics.get(uri)?.length === 0, 'a closed document shows nothing');
  });

  it('goes on after nonsense', async () => {
    const position = { line: 0, character: 0 };
    const askFor = (method: string, given: object) => connection.sendRequest(method, given);
    for (const uri of [
      uriOf('templates/unknown.html'),
      'file:///nowhere/x.html',
      'untitled:Untitled-1',
      'not a uri',
      '',
    ]) {
      for (const method of ['completion', 'hover', 'definition', 'references'])
        assert.equal(
          await askFor(`textDocument/${method}`, { textDocument: { uri }, position, context: {} }),
          null,
          `${method} ${uri}`,
        );
    }
    await close('templates/unknown.html');
    assert.equal(
      await askFor('textDocument/hover', {
        textDocument: { uri: await open('templates/t.html', '') },
        position: { line: 99, character: 99 },
      }),
      null,
    );
    await assert.rejects(askFor('textDocument/nonsense', {}));
    await askFor('completionItem/resolve', { label: 'x', data: 'nonsense' });
    await askFor('textDocument/completion', {});
    assert.ok(
      logged.some((message) => message.includes('textDocument/completion failed')),
      'it says what went wrong',
    );
    await connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [
        { uri: 'file:///nowhere', type: 2 },
        { uri: uriOf('catalog/loop/loop/loop'), type: 1 },
      ],
    });
    await close('templates/t.html');
    const hover = await ask<object | null>('textDocument/hover', 'templates/t.html', '{% i$0f x %}{% endif %}');
    assert.ok(hover, 'it still answers');
  });

  it('goes on with files that nobody can read, and says why', async () => {
    for (const name of ['templates/binary.html', 'templates/latin.html', 'catalog/dangling.py', 'catalog/huge.py']) {
      const uri = await open(name, '{% if %}');
      await connection.sendRequest('textDocument/hover', {
        textDocument: { uri },
        position: { line: 0, character: 4 },
      });
      await close(name);
    }
    const huge = `${'<p>text</p>\n'.repeat(450_000)}{% url 'catalog:home' %}`;
    const uri = await open('templates/huge.html', huge);
    await connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line: 1, character: 1 } });
    await close('templates/huge.html');
    for (const text of ['huge.py is too big', 'binary.py cannot be read', 'huge.html is too big'])
      assert.ok(
        logged.some((message) => message.includes(text)),
        `${text}: ${logged.join('\n')}`,
      );
    // The administrator of a machine may read everything.
    if (process.getuid?.() !== 0)
      assert.ok(logged.some((message) => message.includes('templates/secret cannot be read')));
    assert.ok(status?.projects[0].complete);
  });
});
