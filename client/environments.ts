import * as vscode from 'vscode';
import type { Environment } from '../server/protocol';

/** The environments that VS Code's Python extensions have chosen, one for each workspace folder at most. */
export interface Environments extends vscode.Disposable {
  /** What is known by now; asks nobody. */
  current(): readonly Environment[];
  readonly onDidChange: vscode.Event<readonly Environment[]>;
}

/** A Python extension, seen as what we need of it. */
interface Source {
  ask(folder: vscode.Uri): Promise<Omit<Environment, 'folder'> | undefined>;
  onDidChange(listener: () => void): vscode.Disposable;
}

/**
 * Follows the interpreter of each workspace folder, through the Python Environments extension or else the Python
 * extension. Both are optional and slow to start, so nothing here waits for them: answers arrive by `onDidChange`.
 */
export function watchEnvironments(log: vscode.LogOutputChannel): Environments {
  let known: readonly Environment[] = [];
  let source: Source | undefined;
  let subscription: vscode.Disposable | undefined;
  const changed = new vscode.EventEmitter<readonly Environment[]>();

  const refresh = async () => {
    if (source === undefined) return;
    const answers: Environment[] = [];
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      try {
        const answer = await source.ask(uri);
        if (answer !== undefined) answers.push({ folder: uri.toString(), ...answer });
      } catch (error) {
        log.warn(`The Python extension could not tell the environment of ${uri.fsPath}: ${error}`);
      }
    }
    if (JSON.stringify(answers) === JSON.stringify(known)) return;
    known = answers;
    for (const { python } of answers) log.info(`The Python extension uses ${python}.`);
    changed.fire(known);
  };
  const connect = async () => {
    if (source !== undefined) return;
    try {
      source = (await environmentsExtension()) ?? (await pythonExtension());
    } catch (error) {
      log.warn(`The Python extension did not start: ${error}`);
    }
    subscription = source?.onDidChange(refresh);
    await refresh();
  };

  void connect();
  const listeners = vscode.Disposable.from(
    changed,
    vscode.extensions.onDidChange(connect),
    vscode.workspace.onDidChangeWorkspaceFolders(refresh),
  );
  return {
    current: () => known,
    onDidChange: changed.event,
    dispose: () => {
      subscription?.dispose();
      listeners.dispose();
    },
  };
}

/** The part of the API of `ms-python.vscode-python-envs` that is used here. */
interface EnvironmentsApi {
  getEnvironment(
    scope: vscode.Uri | undefined,
  ): Promise<
    { readonly sysPrefix?: string; readonly execInfo?: { readonly run?: { readonly executable?: string } } } | undefined
  >;
  readonly onDidChangeEnvironment: vscode.Event<unknown>;
}

async function environmentsExtension(): Promise<Source | undefined> {
  const extension = vscode.extensions.getExtension<EnvironmentsApi | undefined>('ms-python.vscode-python-envs');
  // It has no API while the user's setting `python.useEnvironmentsExtension` keeps it out.
  const api = await extension?.activate();
  if (api === undefined) return undefined;
  return {
    ask: async (folder) => {
      const environment = await api.getEnvironment(folder);
      const python = environment?.execInfo?.run?.executable;
      return python === undefined ? undefined : { python, prefix: environment?.sysPrefix };
    },
    onDidChange: (listener) => api.onDidChangeEnvironment(listener),
  };
}

/** The part of the API of `ms-python.python` that is used here. */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource: vscode.Uri): { readonly id: string; readonly path: string };
    resolveEnvironment(environment: {
      readonly id: string;
      readonly path: string;
    }): Promise<
      { readonly executable: { readonly uri: vscode.Uri | undefined; readonly sysPrefix?: string } } | undefined
    >;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

async function pythonExtension(): Promise<Source | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi | undefined>('ms-python.python');
  const environments = (await extension?.activate())?.environments;
  if (environments === undefined) return undefined;
  return {
    ask: async (folder) => {
      // The active path may be a folder, and a conda environment may lack an interpreter: only the resolved one counts.
      const resolved = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
      const python = resolved?.executable.uri?.fsPath;
      return python === undefined ? undefined : { python, prefix: resolved?.executable.sysPrefix };
    },
    onDidChange: (listener) => environments.onDidChangeActiveEnvironmentPath(listener),
  };
}
