import * as vscode from 'vscode';
import type { Project } from '../server/protocol';
import { type ManageCommand, manageCommands } from './manage';
import type { Projects } from './projects';

/** `type` of the task definition in package.json. */
const taskType = 'djangology';

/** A task of this extension as it stands in tasks.json. */
interface ManageTaskDefinition extends vscode.TaskDefinition {
  /** The manage.py command, such as `migrate`. */
  readonly command: string;
  readonly args?: readonly string[];
  /** The project's folder, relative to the workspace folder; needed where there are several. */
  readonly project?: string;
}

/** Offers the manage.py commands in "Tasks: Run Task", and completes those that users wrote in tasks.json. */
export function provideTasks(projects: Projects): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(taskType, {
    provideTasks: async () => {
      // Running manage.py is running the workspace's code.
      if (!vscode.workspace.isTrusted) return [];
      const all = (await projects.all()).filter(isOnDisk);
      return all.flatMap((project) => manageCommands.map((command) => manageTask(project, command, all.length > 1)));
    },
    resolveTask: async (task) => {
      if (!vscode.workspace.isTrusted) return undefined;
      const definition = task.definition as ManageTaskDefinition;
      const project = projectOf(definition, task.scope, await projects.all());
      if (project === undefined || !isOnDisk(project)) return undefined;
      const args = [definition.command, ...(definition.args ?? [])];
      return new vscode.Task(
        definition,
        task.scope ?? vscode.TaskScope.Workspace,
        task.name,
        taskType,
        execution(project, args),
        task.problemMatchers,
      );
    },
  });
}

/** The task that runs a manage.py command in the project's folder with the project's interpreter. */
export function manageTask(project: Project, command: ManageCommand, nameProject = false): vscode.Task {
  const root = vscode.Uri.parse(project.root);
  const [name, ...args] = command.args;
  const definition: ManageTaskDefinition = {
    type: taskType,
    command: name,
    ...(args.length > 0 && { args }),
    ...(nameProject && { project: vscode.workspace.asRelativePath(root, false) }),
  };
  const task = new vscode.Task(
    definition,
    vscode.workspace.getWorkspaceFolder(root) ?? vscode.TaskScope.Workspace,
    nameProject ? `${command.title} (${project.name})` : command.title,
    taskType,
    execution(project, command.args),
    [...command.problemMatchers],
  );
  task.isBackground = command.isBackground ?? false;
  if (command.group === 'test') task.group = vscode.TaskGroup.Test;
  if (command.group === 'build') task.group = vscode.TaskGroup.Build;
  task.presentationOptions = { clear: true, panel: vscode.TaskPanelKind.Dedicated };
  return task;
}

/** Whether a process can run in it: VS Code for the Web, and a repository opened from afar, have files but no processes. */
export function isOnDisk(project: Project): boolean {
  return vscode.Uri.parse(project.root).scheme === 'file';
}

function projectOf(
  definition: ManageTaskDefinition,
  scope: vscode.Task['scope'],
  projects: readonly Project[],
): Project | undefined {
  if (definition.project === undefined) return projects[0];
  const folders = typeof scope === 'object' ? [scope] : (vscode.workspace.workspaceFolders ?? []);
  const wanted = folders.map(({ uri }) => vscode.Uri.joinPath(uri, definition.project ?? '').toString());
  return projects.find(({ root }) => wanted.includes(root));
}

/** A process and no shell: no quoting, and the same on every system. */
function execution(project: Project, args: readonly string[]): vscode.ProcessExecution {
  const root = vscode.Uri.parse(project.root);
  const python = project.python ?? (process.platform === 'win32' ? 'python' : 'python3');
  const settings = vscode.workspace.getConfiguration('djangology', root).get<string>('settingsModule');
  const env: Record<string, string> = { PYTHONUNBUFFERED: '1' };
  if (project.managePy !== undefined) {
    // manage.py names its own settings; only the user's overruling goes before it.
    if (settings) env.DJANGO_SETTINGS_MODULE = settings;
    return new vscode.ProcessExecution(python, [vscode.Uri.parse(project.managePy).fsPath, ...args], {
      cwd: root.fsPath,
      env,
    });
  }
  const module = settings || project.settingsModule;
  if (module !== undefined) env.DJANGO_SETTINGS_MODULE = module;
  // django-admin, unlike manage.py, does not put the project's folder on Python's path; `-m` does.
  return new vscode.ProcessExecution(python, ['-m', 'django', ...args], { cwd: root.fsPath, env });
}
