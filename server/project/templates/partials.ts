import type { Use } from '../../facts/uses';
import type { Path } from '../../text/paths';
import { isOfProject } from '../ownFiles';
import type { Project } from '../project';
import type { FileView, Location } from '../view';
import { templateNameOf } from './templateName';
import { templateFileOf } from './templateTree';

/** The template and the name of the partial that a use means, `{% partial name %}` or `"page.html#name"`; the range is that of the partial's name. */
export interface PartialUse extends Location {
  readonly template: Path;
  readonly name: string;
}

/** The use of a partial at an offset. */
export function partialAt(view: FileView, offset: number): PartialUse | undefined {
  const { project, path } = view;
  const own = [...partialsOf(project, path), ...view.uses.flatMap((use) => partialOf(project, path, use) ?? [])];
  return own.find(({ range }) => range.start <= offset && offset <= range.end);
}

/** Where a template defines its partials. */
export function partialsOf(project: Project, path: Path): PartialUse[] {
  const found = path.endsWith('.py') ? undefined : project.files.template(path);
  return (found?.partials ?? []).map(({ name, start, end }) => ({ path, range: { start, end }, template: path, name }));
}

/** Everywhere in the workspace where a partial is named, its definition left out (django.template.base.Parser and django.template.loader of Django 6). */
export function partialUses(project: Project, template: Path, name: string): PartialUse[] {
  const templateName = project.templates().names.get(template);
  const paths = new Set([
    template,
    ...(templateName === undefined ? [] : project.files.filesUsing('template', templateName)),
  ]);
  return [...paths]
    .filter((path) => isOfProject(project, path))
    .sort()
    .flatMap((path) =>
      project.files
        .uses(path)
        .flatMap((use) => partialOf(project, path, use) ?? [])
        .filter((use) => use.template === template && use.name === name),
    );
}

function partialOf(project: Project, path: Path, use: Use): PartialUse | undefined {
  const { start, end, name } = use;
  if (use.kind === 'partial' || (use.kind === 'block' && use.by === 'endpartialdef'))
    return { path, range: { start, end }, template: path, name };
  const hash = use.kind === 'template' ? /(?<=.)#([^/#]+)$/.exec(name) : null;
  if (hash === null) return undefined;
  const template = templateFileOf(project, path, { name: templateNameOf(project, path, use), by: use.by });
  if (template === undefined) return undefined;
  return { path, range: { start: end - hash[1].length, end }, template, name: hash[1] };
}
