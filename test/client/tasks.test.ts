import * as assert from 'node:assert';
import type { Project } from '../../server/protocol';
import { FakeUri, loadClient } from './load';

interface Task {
  readonly definition: object;
  readonly name: string;
  readonly execution: { process: string; args: string[]; options: { cwd: string; env: Record<string, string> } };
}

const migrate = { id: 'djangology.migrate', title: 'Migrate', args: ['migrate'], problemMatchers: [] };

const shop: Project = {
  root: 'file:///work/shop',
  name: 'shop',
  managePy: 'file:///work/shop/manage.py',
  settingsModule: 'shop.settings.dev',
  python: '/venv/bin/python',
  complete: true,
  unresolved: 0,
};

/** The task that migrates the project, with the user's `djangology.settingsModule`. */
function migrateTask(project: Project, settingsModule = '', nameProject = false): Task {
  const vscode = {
    Uri: FakeUri,
    TaskScope: { Workspace: 2 },
    TaskPanelKind: { Dedicated: 2 },
    workspace: {
      getConfiguration: () => ({ get: () => settingsModule }),
      getWorkspaceFolder: () => undefined,
      asRelativePath: (uri: FakeUri) => uri.fsPath.replace('/work/', ''),
    },
    Task: class {
      constructor(
        readonly definition: object,
        readonly scope: unknown,
        readonly name: string,
        readonly source: string,
        readonly execution: unknown,
      ) {}
    },
    ProcessExecution: class {
      constructor(
        readonly process: string,
        readonly args: string[],
        readonly options: object,
      ) {}
    },
  };
  const { manageTask } = loadClient<{ manageTask(...args: unknown[]): Task }>('tasks', vscode);
  return manageTask(project, migrate, nameProject);
}

describe('a manage.py task', () => {
  it("runs manage.py in the project's folder with its interpreter, and leaves the settings to manage.py", () => {
    const { execution, name, definition } = migrateTask(shop);
    assert.strictEqual(execution.process, '/venv/bin/python');
    assert.deepStrictEqual(execution.args, ['/work/shop/manage.py', 'migrate']);
    assert.deepStrictEqual(execution.options, { cwd: '/work/shop', env: { PYTHONUNBUFFERED: '1' } });
    assert.strictEqual(name, 'Migrate');
    assert.deepStrictEqual(definition, { type: 'djangology', command: 'migrate' });
  });

  it('uses the settings module that the user overruled', () => {
    assert.strictEqual(
      migrateTask(shop, 'shop.settings.test').execution.options.env.DJANGO_SETTINGS_MODULE,
      'shop.settings.test',
    );
  });

  it('does without manage.py', () => {
    const { execution } = migrateTask({ ...shop, managePy: undefined });
    assert.deepStrictEqual(execution.args, ['-m', 'django', 'migrate']);
    assert.strictEqual(execution.options.env.DJANGO_SETTINGS_MODULE, 'shop.settings.dev');
  });

  it('names its project where there are several', () => {
    const { name, definition } = migrateTask(shop, '', true);
    assert.strictEqual(name, 'Migrate (shop)');
    assert.deepStrictEqual(definition, { type: 'djangology', command: 'migrate', project: 'shop' });
  });

  it("falls back to the system's Python", () => {
    assert.match(migrateTask({ ...shop, python: undefined }).execution.process, /^python3?$/);
  });
});
