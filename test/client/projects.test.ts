import * as assert from 'node:assert';
import type { Project, Status } from '../../server/protocol';
import { FakeUri, loadClient } from './load';

interface Projects {
  status(): Status | undefined;
  of(file: FakeUri): Project | undefined;
  choose(): Promise<Project | undefined>;
}

const project = (root: string): Project => ({
  root: `file://${root}`,
  name: root.slice(root.lastIndexOf('/') + 1),
  complete: true,
  unresolved: 0,
});
const shop = project('/work/shop');
const blog = project('/work/blog');
const plugin = project('/work/shop/plugin');

/**
 * The client's view of a server with these projects, in a window that shows `file`.
 * The user takes the item at `pick` of each list; what the lists offered is recorded.
 */
function watch(projects: Project[], { file = '', pick = 0 } = {}) {
  const offered: string[][] = [];
  const memory = new Map<string, unknown>();
  const server: { status?: (status: Status) => void; stop?: () => void; running: boolean } = { running: true };
  const vscode = {
    Uri: FakeUri,
    Disposable: { from: () => ({ dispose() {} }) },
    EventEmitter: class {
      event() {}
      fire() {}
    },
    workspace: { asRelativePath: (uri: FakeUri) => uri.fsPath },
    window: {
      activeTextEditor: file === '' ? undefined : { document: { uri: new FakeUri(file) } },
      showInformationMessage: (message: string) => offered.push([message]),
      showQuickPick: async (items: { label: string }[]) => {
        offered.push(items.map(({ label }) => label));
        return items[pick];
      },
    },
  };
  const client = {
    onNotification: (_: string, handler: (status: Status) => void) => {
      server.status = handler;
    },
    onDidChangeState: (handler: () => void) => {
      server.stop = handler;
    },
    isRunning: () => server.running,
    sendRequest: async () => projects,
  };
  const memento = {
    get: (key: string) => memory.get(key),
    update: async (key: string, value: unknown) => memory.set(key, value),
  };
  const { watchProjects } = loadClient<{ watchProjects(...args: unknown[]): Projects }>('projects', vscode);
  const watched = watchProjects(client, memento);
  server.status?.({ projects });
  return { watched, offered, server };
}

describe('the projects of a window', () => {
  it('hold a file in the innermost one', () => {
    const { watched } = watch([shop, plugin, blog]);
    const of = (file: string) => watched.of(new FakeUri(file))?.name;
    assert.strictEqual(of('/work/shop/shop/urls.py'), 'shop');
    assert.strictEqual(of('/work/shop/plugin/urls.py'), 'plugin');
    assert.strictEqual(of('/work/shopping/urls.py'), undefined);
  });

  it('are forgotten when the server stops', () => {
    const { watched, server } = watch([shop]);
    assert.deepStrictEqual(watched.status(), { projects: [shop] });
    server.running = false;
    server.stop?.();
    assert.strictEqual(watched.status(), undefined);
  });

  it('ask nothing where there is one, and say where there is none', async () => {
    const one = watch([shop]);
    assert.strictEqual(await one.watched.choose(), shop);
    assert.deepStrictEqual(one.offered, []);
    const none = watch([]);
    assert.strictEqual(await none.watched.choose(), undefined);
    assert.deepStrictEqual(none.offered, [['There is no Django project in this workspace.']]);
  });

  it('offer the project of the file in view first', async () => {
    const { watched, offered } = watch([shop, blog], { file: '/work/blog/blog/urls.py' });
    assert.strictEqual(await watched.choose(), blog);
    assert.deepStrictEqual(offered, [['blog', 'shop']]);
  });

  it('offer the one chosen last first, when no file says more', async () => {
    const { watched, offered } = watch([shop, blog], { pick: 1 });
    assert.strictEqual(await watched.choose(), blog);
    await watched.choose();
    assert.deepStrictEqual(offered, [
      ['shop', 'blog'],
      ['blog', 'shop'],
    ]);
  });
});
