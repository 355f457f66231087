import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { ClientRequest, type Project, ServerNotification, type Status } from '../server/protocol';

/** What the client knows of the workspace's projects: what the server told last. */
export interface Projects extends vscode.Disposable {
  /** The last status, or undefined while the server has not spoken. */
  status(): Status | undefined;
  readonly onDidChange: vscode.Event<void>;
  /** All projects; waits for the server's discovery. */
  all(): Promise<readonly Project[]>;
  /** The project that holds the file: the innermost one where one lies in another. */
  of(file: vscode.Uri): Project | undefined;
  /** The project that a command is meant for; asks the user where several come into question. Undefined when there is none, or the user gave up. */
  choose(): Promise<Project | undefined>;
}

const lastChosen = 'lastProject';

/** Keeps the status that the server sends. @param memory remembers the project that the user chose last. */
export function watchProjects(client: BaseLanguageClient, memory: vscode.Memento): Projects {
  let status: Status | undefined;
  const changed = new vscode.EventEmitter<void>();
  const set = (next: Status | undefined) => {
    status = next;
    changed.fire();
  };
  const listeners = vscode.Disposable.from(
    changed,
    client.onNotification(ServerNotification.status, (next: Status) => set(next)),
    // The word of a server that is gone must not stand.
    client.onDidChangeState(() => {
      if (!client.isRunning()) set(undefined);
    }),
  );
  const all = () => client.sendRequest<readonly Project[]>(ClientRequest.projects);
  return {
    status: () => status,
    onDidChange: changed.event,
    all,
    of: (file) => innermost(status?.projects ?? [], file),
    choose: async () => choose(await all(), memory),
    dispose: () => listeners.dispose(),
  };
}

function innermost(projects: readonly Project[], file: vscode.Uri): Project | undefined {
  const uri = file.toString();
  return projects
    .filter(({ root }) => uri === root || uri.startsWith(root.endsWith('/') ? root : `${root}/`))
    .sort((a, b) => b.root.length - a.root.length)[0];
}

async function choose(projects: readonly Project[], memory: vscode.Memento): Promise<Project | undefined> {
  if (projects.length === 0) {
    void vscode.window.showInformationMessage('There is no Django project in this workspace.');
    return undefined;
  }
  if (projects.length === 1) return projects[0];
  const editor = vscode.window.activeTextEditor;
  const last = memory.get<string>(lastChosen);
  // The project of the file in view comes first, then the one chosen last: Enter is nearly always right.
  const preferred = (editor && innermost(projects, editor.document.uri)?.root) ?? last;
  const items = projects.map((project) => ({
    label: project.name,
    description: project.settingsModule,
    detail: vscode.workspace.asRelativePath(vscode.Uri.parse(project.root)),
    project,
  }));
  items.sort((a, b) => Number(b.project.root === preferred) - Number(a.project.root === preferred));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Which Django project?' });
  if (picked !== undefined) await memory.update(lastChosen, picked.project.root);
  return picked?.project;
}
