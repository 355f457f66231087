import * as assert from 'node:assert';
import { EventEmitter } from 'node:events';
import { FakeUri, loadClient } from './load';

interface Environments {
  current(): readonly { folder: string; python: string; prefix?: string }[];
}

/** An event as VS Code's extensions offer it. */
function fakeEvent() {
  const emitter = new EventEmitter();
  const event = (listener: (value: unknown) => void) => {
    emitter.on('fire', listener);
    return { dispose: () => emitter.off('fire', listener) };
  };
  return { event, fire: (value?: unknown) => emitter.emit('fire', value) };
}

/** The environments of one folder, /shop, while the given extensions are installed: id → what it exports, or an error. */
function watch(extensions: Record<string, unknown>) {
  const warnings: string[] = [];
  const installed = fakeEvent();
  const vscode = {
    EventEmitter: class {
      private readonly fake = fakeEvent();
      readonly event = this.fake.event;
      readonly fire = this.fake.fire;
    },
    Disposable: { from: () => ({ dispose() {} }) },
    workspace: { workspaceFolders: [{ uri: new FakeUri('/shop') }], onDidChangeWorkspaceFolders: fakeEvent().event },
    extensions: {
      onDidChange: installed.event,
      getExtension: (id: string) =>
        id in extensions
          ? {
              activate: async () => {
                if (extensions[id] instanceof Error) throw extensions[id];
                return extensions[id];
              },
            }
          : undefined,
    },
  };
  const log = { info() {}, warn: (message: string) => warnings.push(message) };
  const { watchEnvironments } = loadClient<{ watchEnvironments(log: object): Environments }>('environments', vscode);
  const environments = watchEnvironments(log);
  return { environments, warnings, installed, extensions };
}

/** All that is under way in promises. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

function pythonExtension(state: { path: string }) {
  const changed = fakeEvent();
  const api = {
    environments: {
      getActiveEnvironmentPath: () => ({ id: state.path, path: state.path }),
      resolveEnvironment: async ({ path }: { path: string }) =>
        path === '' ? undefined : { executable: { uri: new FakeUri(path), sysPrefix: '/venv' } },
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  };
  return { api, changed };
}

function environmentsExtension(executable: string | undefined) {
  const environment = executable && { sysPrefix: '/envs', execInfo: { run: { executable } } };
  return { getEnvironment: async () => environment, onDidChangeEnvironment: fakeEvent().event };
}

const found = (python: string, prefix: string) => [{ folder: 'file:///shop', python, prefix }];

describe('the environments that the Python extensions report', () => {
  it('are none without such an extension, and come when one is installed', async () => {
    const { environments, warnings, installed, extensions } = watch({});
    await settled();
    assert.deepStrictEqual(environments.current(), []);
    extensions['ms-python.python'] = pythonExtension({ path: '/venv/bin/python' }).api;
    installed.fire();
    await settled();
    assert.deepStrictEqual(environments.current(), found('/venv/bin/python', '/venv'));
    assert.deepStrictEqual(warnings, []);
  });

  it('follow the choice in the Python extension', async () => {
    const state = { path: '/venv/bin/python' };
    const { api, changed } = pythonExtension(state);
    const { environments } = watch({ 'ms-python.python': api });
    assert.deepStrictEqual(environments.current(), [], 'nobody waits');
    await settled();
    assert.deepStrictEqual(environments.current(), found('/venv/bin/python', '/venv'));
    state.path = '/other/bin/python';
    changed.fire();
    await settled();
    assert.deepStrictEqual(environments.current(), found('/other/bin/python', '/venv'));
    state.path = '';
    changed.fire();
    await settled();
    assert.deepStrictEqual(environments.current(), []);
  });

  it('come from the Python Environments extension where it is in use', async () => {
    const python = pythonExtension({ path: '/venv/bin/python' }).api;
    const both = watch({
      'ms-python.python': python,
      'ms-python.vscode-python-envs': environmentsExtension('/envs/bin/python'),
    });
    const disabled = watch({ 'ms-python.python': python, 'ms-python.vscode-python-envs': undefined });
    await settled();
    assert.deepStrictEqual(both.environments.current(), found('/envs/bin/python', '/envs'));
    assert.deepStrictEqual(disabled.environments.current(), found('/venv/bin/python', '/venv'));
  });

  it('may fail without harm', async () => {
    const { environments, warnings } = watch({ 'ms-python.python': new Error('broken') });
    await settled();
    assert.deepStrictEqual(environments.current(), []);
    assert.match(warnings.join(), /broken/);
  });
});
