import type { Path } from '../../text/paths';
import type { Range } from '../../text/range';
import type { Project } from '../project';
import { findUses } from '../view';
import { templateFileOf } from './templateTree';

/** A place of the workspace that names a template. */
export interface TemplateUse {
  readonly path: Path;
  readonly range: Range;
  /** How: a template of it extends the one named, includes it (by any tag), or Python renders it. */
  readonly how: 'extends' | 'includes' | 'renders';
}

/** Everywhere in the workspace where a template is named by its whole name or relative to the one that names it; in the order of the paths. */
export function usesOfTemplate(project: Project, path: Path): TemplateUse[] {
  const name = project.templates().names.get(path);
  if (name === undefined) return [];
  const found: TemplateUse[] = [];
  findUses(project, 'template', [name], (use, other) => {
    if (templateFileOf(project, other, use) !== path) return false;
    const how = other.endsWith('.py') ? 'renders' : use.by === 'extends' ? 'extends' : 'includes';
    found.push({ path: other, range: { start: use.start, end: use.end }, how });
    return true;
  });
  return found;
}
