import type { Completion, Kind } from '../project/kind';
import { loadEdit } from '../project/loadTag';
import { rangeOf } from '../project/places';
import { describeRegistered, labelOfLibrary } from '../project/registeredDocs';
import { registeredAt, registeredNames, unloadedLibraries } from '../project/scopes';
import { findUses, useAt, viewFile } from '../project/view';

/** Template filters. */
export const filter: Kind = {
  kind: 'filter',
  at(view, offset) {
    const use = useAt(view, offset, 'filter');
    return use && registeredAt(view, 'filters', use.name, use.start) ? { range: use, name: use.name } : undefined;
  },
  definitions(view, { name, range }) {
    const place = registeredAt(view, 'filters', name, range.start)?.library.places.filters.get(name);
    const target = place && rangeOf(view.project.files, place);
    return target ? [{ path: place.path, range: target }] : [];
  },
  references(view, { name, range }) {
    const own = registeredAt(view, 'filters', name, range.start);
    return findUses(view.project, 'filter', [name], (use, path) => {
      const other = viewFile(view.project, path);
      return (
        use.name === name &&
        other !== undefined &&
        registeredAt(other, 'filters', name, use.start)?.library.module === own?.library.module
      );
    });
  },
  describe(view, { name, range }) {
    const registered = registeredAt(view, 'filters', name, range.start);
    return registered && describeRegistered(view.project, 'filter', registered);
  },
  complete(view, _target, offset) {
    const { template, project } = view;
    if (template === undefined) return [];
    const known = registeredNames(view, 'filters', offset);
    const loaded = [...known.values()].map(
      (one): Completion => ({
        label: one.name,
        kind: 'filter',
        detail: labelOfLibrary(one.library),
        insert: one.name,
        rank: 1,
        documentation: () => describeRegistered(project, 'filter', one),
      }),
    );
    const missing = unloadedLibraries(view, offset).flatMap((library) =>
      [...library.filters.values()]
        .filter(({ name }) => !known.has(name))
        .map(
          (entry): Completion => ({
            label: entry.name,
            kind: 'filter',
            detail: `adds {% load ${library.name} %}`,
            insert: entry.name,
            edits: [loadEdit(template.tree, library.name!, offset)],
            rank: 2,
            documentation: () => describeRegistered(project, 'filter', { name: entry.name, entry, library }),
          }),
        ),
    );
    return [...loaded, ...missing];
  },
};
