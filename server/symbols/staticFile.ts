import type { Kind } from '../project/kind';
import { isOwnFile, shownPath } from '../project/ownFiles';
import { findUses, useAt } from '../project/view';

/** Static files, by the path that `{% static %}` takes. */
export const staticFile: Kind = {
  kind: 'static',
  at(view, offset) {
    const use = useAt(view, offset, 'static');
    return use && view.project.staticFiles().files.has(use.name) ? { range: use, name: use.name } : undefined;
  },
  definitions({ project }, { name }) {
    const paths = project.staticFiles().files.get(name) ?? [];
    return paths.slice(0, 1).map((path) => ({ path, range: { start: 0, end: 0 } }));
  },
  references: ({ project }, { name }) => findUses(project, 'static', [name], (use) => use.name === name),
  describe({ project }, { name }) {
    const path = project.staticFiles().files.get(name)?.[0];
    return path && `**${name}** — \`${shownPath(project, path)}\``;
  },
  complete({ project }, target) {
    return [...project.staticFiles().files].map(([name, [path]]) => ({
      label: name,
      kind: 'file' as const,
      detail: shownPath(project, path),
      insert: `${target.quote}${name}${target.quote}`,
      rank: isOwnFile(project, path) ? 1 : 2,
    }));
  },
};
