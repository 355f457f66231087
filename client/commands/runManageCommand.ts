import * as vscode from 'vscode';
import type { ManageCommand } from '../manage';
import { isOnDisk, manageTask } from '../tasks';
import type { Command } from './command';

/** A command that runs manage.py as a VS Code task: its output, its problems and its end are the task's. */
export function runManageCommand(command: ManageCommand): Command {
  return async ({ projects }) => {
    if (!vscode.workspace.isTrusted) {
      await refuse(command);
      return;
    }
    const project = await projects.choose();
    if (project === undefined) return;
    if (!isOnDisk(project))
      throw new Error(`"${command.title}" needs a folder on a disk; ${project.name} is not on one.`);
    await vscode.tasks.executeTask(manageTask(project, command));
  };
}

async function refuse(command: ManageCommand): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const answer = await vscode.window.showWarningMessage(
    `"${command.title}" runs code of this workspace, which you have not trusted yet.`,
    manage,
  );
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}
