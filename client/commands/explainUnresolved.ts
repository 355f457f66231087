import * as vscode from 'vscode';
import { ClientRequest, type Project, type Unresolved } from '../../server/protocol';
import type { Command } from './command';

/** Lists what the project of the active file left unresolved, with the reasons; picking one goes there. */
export const explainUnresolved: Command = async ({ client, projects }) => {
  const editor = vscode.window.activeTextEditor;
  const project: Project | undefined = (editor && projects.of(editor.document.uri)) ?? (await projects.choose());
  if (project === undefined) return;
  const unresolved = await client.sendRequest<readonly Unresolved[]>(ClientRequest.unresolved, { root: project.root });
  if (unresolved.length === 0) {
    const sofar = project.complete ? '' : ' so far; not all files have been read yet';
    void vscode.window.showInformationMessage(`Everything in ${project.name} is resolved${sofar}.`);
    return;
  }
  const items = unresolved.map((entry) => ({
    label: entry.what,
    description: place(entry),
    detail: entry.reason,
    entry,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `${project.name}: what reading the files could not decide`,
    placeHolder: 'Type to filter, Enter to go there',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  const location = picked?.entry.location;
  if (location === undefined) return;
  await vscode.window.showTextDocument(vscode.Uri.parse(location.uri), {
    selection: client.protocol2CodeConverter.asRange(location.range),
  });
};

function place({ location }: Unresolved): string | undefined {
  if (location === undefined) return undefined;
  return `${vscode.workspace.asRelativePath(vscode.Uri.parse(location.uri))}:${location.range.start.line + 1}`;
}
