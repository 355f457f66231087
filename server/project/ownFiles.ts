import { dirname, isInside, join, type Path, relative } from '../text/paths';
import type { Project } from './project';

/** Whether a file is the workspace's own, and not one of an installed package. */
export function isOwnFile(project: Pick<Project, 'workspace'>, path: Path): boolean {
  return isInside(path, project.workspace) && !path.includes('/site-packages/');
}

/** The path of a file for people: from the folder of packages on for one of an installed package. */
export function shownPath(project: Project, path: Path): string {
  const packages = path.lastIndexOf('/site-packages/');
  return packages >= 0 ? path.slice(packages + '/site-packages/'.length) : relative(path, project.workspace);
}

/** The installed app that a file belongs to, else its package, for people: `django.contrib.admin`. */
export function packageOf(project: Project, path: Path): string {
  const app = project
    .apps()
    .list.filter((one) => one.path !== undefined && isInside(path, one.path))
    .sort((a, b) => b.path!.length - a.path!.length)[0];
  if (app) return app.name;
  const packages = path.lastIndexOf('/site-packages/');
  return packages < 0 ? path : path.slice(packages + '/site-packages/'.length).split('/')[0];
}

/**
 * Whether a file is the workspace's own and of no other project: one of its apps or templates, or the innermost manage.py around it,
 * if any, is this project's.
 */
export function isOfProject(project: Project, path: Path): boolean {
  if (!isOwnFile(project, path)) return false;
  if (project.templates().names.has(path)) return true;
  if (project.apps().list.some((app) => app.path !== undefined && isInside(path, app.path))) return true;
  for (let folder = dirname(path); isInside(folder, project.workspace); folder = dirname(folder)) {
    if (folder === project.root) return true;
    if (project.files.isFile(join(folder, 'manage.py'))) return false;
    if (dirname(folder) === folder) break;
  }
  return true;
}
