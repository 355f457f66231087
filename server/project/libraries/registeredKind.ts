import type { Completion, Kind } from '../kind';
import { rangeOf } from '../places';
import { renameRegistered } from '../rename/registered';
import { type FileView, findImports, findUses, type Target, useAt, viewFile } from '../view';
import { placeInLibrary } from './library';
import { loadEdit } from './loadTag';
import { describeRegistered, labelOfLibrary } from './registeredDocs';
import { importAt, type Registered, registeredAt, registeredNames, unloadedLibraries } from './scopes';

/** How well the things of a kind fit a place: 0 for what fits best. */
export type Ranking = (view: FileView, target: Target, offset: number) => (one: Registered) => number;

/** What is to be filled in behind a name that is written at a place, by those who can show places to type in. */
export type FillingIn = (view: FileView, target: Target) => (one: Registered) => Completion['snippet'];

/** What tags and filters have in common: libraries register them, and `{% load %}` makes them known. */
export function registeredKind(kind: 'tag' | 'filter', ranking: Ranking, fillingIn?: FillingIn): Kind {
  const entries = kind === 'tag' ? 'tags' : 'filters';
  const registered = (view: FileView, name: string, offset: number) => registeredAt(view, entries, name, offset);
  return {
    kind,
    at(view, offset) {
      const found = useAt(view, offset, kind) ?? importAt(view, offset);
      return found && registered(view, found.name, found.start) ? { range: found, name: found.name } : undefined;
    },
    definitions(view, { name, range }) {
      const found = registered(view, name, range.start);
      if (found === undefined) return [];
      const place = placeInLibrary(found.library, entries, name, view.project);
      const target = place && rangeOf(view.project.files, place);
      if (target) return [{ path: place.path, range: target }];
      const [path] = view.project.templates().files.get(templateOf(found) ?? '') ?? [];
      return path === undefined ? [] : [{ path, range: { start: 0, end: 0 } }];
    },
    references(view, { name, range }) {
      const { project } = view;
      const module = registered(view, name, range.start)?.library.module;
      const libraries = [...project.libraries().byName].filter(([, library]) => library.module === module);
      const imports = findImports(
        project,
        libraries.map(([library]) => library),
        name,
      );
      const uses = findUses(project, kind, [name], (use, path) => {
        const other = use.name === name ? viewFile(project, path) : undefined;
        return other !== undefined && registered(other, name, use.start)?.library.module === module;
      });
      return [...imports, ...uses];
    },
    renaming(view, occurrence) {
      return renameRegistered(view, occurrence, entries, () => this.references(view, occurrence));
    },
    describe(view, { name, range }) {
      const found = registered(view, name, range.start);
      return found && describeRegistered(view.project, kind, found);
    },
    complete(view, target, offset) {
      const { template, project } = view;
      if (template === undefined) return [];
      const rankOf = ranking(view, target, offset);
      const snippetOf = fillingIn?.(view, target);
      const item = (found: Registered): Omit<Completion, 'rank'> => ({
        label: found.name,
        kind,
        insert: found.name,
        snippet: snippetOf?.(found),
        documentation: () => describeRegistered(project, kind, found),
      });
      const known = registeredNames(view, entries, offset);
      const loaded = [...known.values()].map((one) => ({
        ...item(one),
        detail: labelOfLibrary(one.library),
        rank: rankOf(one),
      }));
      const missing = unloadedLibraries(view, offset).flatMap((library) => {
        const edits = [loadEdit(template.tree, library.name!, offset)];
        return [...library[entries].values()]
          .filter(({ name }) => !known.has(name))
          .map((entry) => {
            const one = { name: entry.name, entry, library };
            return {
              ...item(one),
              detail: `adds {% load ${library.name} %}`,
              edits,
              rank: rankOf(one) + 2,
            };
          });
      });
      return [...loaded, ...missing];
    },
  };
}

/** The template that a tag shows. */
function templateOf({ entry }: Registered): string | undefined {
  return 'template' in entry ? entry.template : undefined;
}
