import type { Use } from '../../facts/uses';
import { resolveTemplateName } from '../../templates/relativeName';
import type { Path } from '../../text/paths';
import type { Project } from '../project';

/** The name of a template that a file names, seen from that file; `page.html#part` names a partial of `page.html` (django.template.loader_tags.construct_relative_path). */
export function templateNameOf(project: Pick<Project, 'templates'>, path: Path, use: Pick<Use, 'name' | 'by'>): string {
  const own = project.templates().names.get(path);
  const name = use.name.replace(/(?<=.)#[^/]*$/, '');
  const resolved =
    own === undefined ? undefined : resolveTemplateName(own, name, use.by === 'extends' ? 'extends' : 'include');
  return resolved && 'name' in resolved ? resolved.name : name;
}
