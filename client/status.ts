import * as vscode from 'vscode';
import type { Project } from '../server/protocol';
import type { Projects } from './projects';

/** The item behind `{}` in the status bar: project, settings module, Django, whether all is read, what is unresolved. */
export function showLanguageStatus(projects: Projects, selector: vscode.DocumentSelector): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('djangology.project', selector);
  item.name = 'Djangology';
  item.command = { command: 'djangology.showStatus', title: 'Details' };
  const update = () => {
    const status = projects.status();
    const editor = vscode.window.activeTextEditor;
    const project =
      (editor && projects.of(editor.document.uri)) ?? (status?.projects.length === 1 ? status.projects[0] : undefined);
    item.busy = status === undefined || status.busy !== undefined || project?.complete === false;
    item.severity = vscode.LanguageStatusSeverity.Information;
    if (status === undefined) {
      item.text = 'Djangology';
      item.detail = 'Looking for Django projects';
    } else if (project === undefined) {
      item.text = 'Django';
      item.detail = status.projects.length === 0 ? 'No Django project found' : 'This file belongs to no Django project';
    } else {
      item.text = project.settingsModule ?? project.name;
      item.detail = [...describe(project), status.busy].filter((part) => part !== undefined).join(' · ');
      // Without settings or the project's packages much cannot be known; the user should see that at a glance.
      if (project.settingsModule === undefined || project.django?.installed === false)
        item.severity = vscode.LanguageStatusSeverity.Warning;
    }
  };
  update();
  return vscode.Disposable.from(item, projects.onDidChange(update), vscode.window.onDidChangeActiveTextEditor(update));
}

/** The facts about a project in short phrases, the most telling first. */
export function describe(project: Project): string[] {
  return [
    project.name,
    project.settingsModule === undefined ? 'no settings module found' : undefined,
    describeDjango(project),
    project.complete ? undefined : 'index not complete yet',
    project.unresolved > 0 ? `${project.unresolved.toLocaleString('en')} unresolved` : undefined,
  ].filter((part) => part !== undefined);
}

/** `Django 5.2.1`, with a word when it is not the installed one. */
export function describeDjango({ django }: Project): string | undefined {
  if (django === undefined) return undefined;
  return django.installed ? `Django ${django.version}` : `Django ${django.version} assumed, none found`;
}
