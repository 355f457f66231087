import * as vscode from 'vscode';
import type { Project } from '../../server/protocol';
import { describeDjango } from '../status';
import type { Command } from './command';

interface Item extends vscode.QuickPickItem {
  readonly run?: string;
}

/** What stands behind the language status item: each project with its facts, and what can be done about them. */
export const showStatus: Command = async ({ projects }) => {
  const found = await projects.all();
  const items: Item[] = found.flatMap((project) => [separator(project.name), ...facts(project)]);
  if (found.length === 0) items.push({ label: '$(info) No Django project in this workspace' });
  items.push(
    separator('Djangology'),
    { label: '$(output) Show output', run: 'djangology.showOutput' },
    { label: '$(debug-restart) Restart language server', run: 'djangology.restartServer' },
    { label: '$(gear) Open settings', run: 'djangology.openSettings' },
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Djangology',
    placeHolder: projects.status()?.busy ?? 'What Djangology knows about this workspace',
    matchOnDetail: true,
  });
  if (picked?.run !== undefined) await vscode.commands.executeCommand(picked.run);
};

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function facts(project: Project): Item[] {
  return [
    { label: '$(folder) Folder', description: vscode.Uri.parse(project.root).fsPath },
    {
      label: '$(settings) Settings',
      description: project.settingsModule ?? 'none found',
      run: 'djangology.openSettings',
    },
    { label: '$(package) Django', description: describeDjango(project) ?? 'unknown' },
    { label: '$(vm) Python', description: project.python ?? 'no environment found', run: 'djangology.openSettings' },
    { label: '$(database) Index', description: project.complete ? 'complete' : 'reading files' },
    {
      label: '$(question) Unresolved',
      description: project.unresolved === 0 ? 'nothing' : `${project.unresolved.toLocaleString('en')}: see why`,
      run: 'djangology.explainUnresolved',
    },
  ];
}
