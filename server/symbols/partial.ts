import type { Kind } from '../project/kind';
import { renamePartial } from '../project/rename/partial';
import { partialAt, partialsOf, partialUses } from '../project/templates/partials';
import { relative } from '../text/paths';

/** Partials of templates, by `{% partial %}` and by the part of a template's name behind a `#`. */
export const partial: Kind = {
  kind: 'partial',
  at(view, offset) {
    const found = partialAt(view, offset);
    return found && { range: found.range, name: found.name };
  },
  definitions(view, { range, name }) {
    const found = partialAt(view, range.start);
    if (found === undefined) return [];
    return partialsOf(view.project, found.template).filter((one) => one.name === name);
  },
  references(view, { range, name }) {
    const found = partialAt(view, range.start);
    return found ? partialUses(view.project, found.template, name) : [];
  },
  describe(view, { range, name }) {
    const found = partialAt(view, range.start);
    if (found === undefined || !partialsOf(view.project, found.template).some((one) => one.name === name))
      return undefined;
    const { project } = view;
    const template = project.templates().names.get(found.template) ?? relative(found.template, project.workspace);
    return `**partial ${name}** — \`${template}\``;
  },
  complete: ({ project, path }) =>
    [...new Set(partialsOf(project, path).map(({ name }) => name))].map((name) => ({
      label: name,
      kind: 'block',
      insert: name,
      rank: 1,
    })),
  renaming: renamePartial,
};
