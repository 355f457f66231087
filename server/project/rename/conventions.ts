import { isOwnFile, packageOf } from '../ownFiles';
import type { Project } from '../project';

/**
 * Why Django or a package may look for a template by its name without anybody writing it: sentences without their full stop.
 * From django.views.defaults, django.views.generic.detail and .list, and django.contrib.auth.views.
 */
export function lookedUpByDjango(project: Project, name: string): string[] {
  const reasons: string[] = [];
  if (errorPage.test(name)) reasons.push(`Django itself looks for '${name}'`);
  if (name.startsWith('registration/')) reasons.push(`The views of django.contrib.auth look for '${name}'`);
  const model = modelOf(project, name);
  if (model !== undefined) reasons.push(`Generic views of ${model} look for '${name}' unless they name a template`);
  const others = (project.templates().files.get(name) ?? []).filter((path) => !isOwnFile(project, path));
  for (const path of others)
    reasons.push(`It replaces the template '${name}' of ${packageOf(project, path)}, which is used again without it`);
  return reasons;
}

const errorPage = /^(?:40[034]|500|403_csrf)\.html$/;

/** The model whose generic views have this name by default. */
function modelOf(project: Project, name: string): string | undefined {
  const match = /^(\w+)\/([a-z0-9]+)_(?:list|detail|form|confirm_delete|archive(?:_\w+)?)\.html$/.exec(name);
  if (match === null) return undefined;
  return [...project.models().byLabel.keys()].find((label) => label.toLowerCase() === `${match[1]}.${match[2]}`);
}
