import type { Path } from '../text/paths';
import type { Project } from './project';
import { templateNameOf } from './view';

/**
 * Every template that a template extends, directly or through others; empty for one that extends none. Undefined where not all of
 * them are certain: a parent is chosen by an expression, is not found, or not read yet. Where several files have the parent's
 * name, all of them are there.
 */
export function ancestorsOf(project: Project, path: Path): readonly Path[] | undefined {
  const { files, certain } = project.templates();
  if (!certain || !project.isComplete()) return undefined;
  const found = new Set<Path>([path]);
  for (const one of found) {
    const declared = project.files.template(one);
    if (declared === undefined) return undefined;
    if (declared.extends === undefined) continue;
    const { name } = declared.extends;
    if (name === undefined) return undefined;
    const use = { kind: 'template' as const, name, by: 'extends', required: true, start: 0, end: 0 };
    const parents = files.get(templateNameOf(project, one, use))?.filter((other) => other !== one) ?? [];
    if (parents.length === 0) return undefined;
    for (const parent of parents) found.add(parent);
  }
  found.delete(path);
  return [...found];
}
