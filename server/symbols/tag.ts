import type { Completion, Kind } from '../project/kind';
import { loadEdit } from '../project/loadTag';
import { rangeOf } from '../project/places';
import { describeRegistered, labelOfLibrary } from '../project/registeredDocs';
import { registeredAt, registeredNames, unloadedLibraries } from '../project/scopes';
import { findUses, useAt, viewFile } from '../project/view';

/** Template tags. */
export const tag: Kind = {
  kind: 'tag',
  at(view, offset) {
    const use = useAt(view, offset, 'tag');
    return use && registeredAt(view, 'tags', use.name, use.start) ? { range: use, name: use.name } : undefined;
  },
  definitions(view, { name, range }) {
    const place = registeredAt(view, 'tags', name, range.start)?.library.places.tags.get(name);
    const target = place && rangeOf(view.project.files, place);
    return target ? [{ path: place.path, range: target }] : [];
  },
  references(view, { name, range }) {
    const own = registeredAt(view, 'tags', name, range.start);
    return findUses(view.project, 'tag', [name], (use, path) => {
      const other = viewFile(view.project, path);
      return (
        use.name === name &&
        other !== undefined &&
        registeredAt(other, 'tags', name, use.start)?.library.module === own?.library.module
      );
    });
  },
  describe(view, { name, range }) {
    const registered = registeredAt(view, 'tags', name, range.start);
    return registered && describeRegistered(view.project, 'tag', registered);
  },
  complete(view, target, offset) {
    const { template, project } = view;
    if (template === undefined) return [];
    const [innermost] = target.slot?.open ?? [];
    const closing = (innermost?.ends ?? []).map(
      (name): Completion => ({
        label: name,
        kind: 'block',
        insert: name,
        rank: 0,
        detail: `closes ${innermost.node.opening.name.text}`,
      }),
    );
    const branches = (innermost?.branches ?? []).map(
      (name): Completion => ({
        label: name,
        kind: 'block',
        insert: name,
        rank: 0,
        detail: `of ${innermost.node.opening.name.text}`,
      }),
    );
    const known = registeredNames(view, 'tags', offset);
    const loaded = [...known.values()].map(
      (one): Completion => ({
        label: one.name,
        kind: 'tag',
        detail: labelOfLibrary(one.library),
        insert: one.name,
        rank: 1,
        documentation: () => describeRegistered(project, 'tag', one),
      }),
    );
    const missing = unloadedLibraries(view, offset).flatMap((library) =>
      [...library.tags.values()]
        .filter(({ name }) => !known.has(name))
        .map(
          (entry): Completion => ({
            label: entry.name,
            kind: 'tag',
            detail: `adds {% load ${library.name} %}`,
            insert: entry.name,
            edits: [loadEdit(template.tree, library.name!, offset)],
            rank: 2,
            documentation: () => describeRegistered(project, 'tag', { name: entry.name, entry, library }),
          }),
        ),
    );
    return [...closing, ...branches, ...loaded, ...missing];
  },
};
