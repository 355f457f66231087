import type { Completion, Kind } from '../project/kind';
import { describeRegistered } from '../project/libraries/registeredDocs';
import { isOwnFile } from '../project/ownFiles';
import type { Project } from '../project/project';
import { findUses, useAt } from '../project/view';
import type { Slot } from '../templates/slot';

/** Tag libraries, by the name that `{% load %}` takes. */
export const library: Kind = {
  kind: 'library',
  at(view, offset) {
    const use = useAt(view, offset, 'library');
    return use && view.project.libraries().byName.has(use.name) ? { range: use, name: use.name } : undefined;
  },
  definitions({ project }, { name }) {
    const module = project.libraries().byName.get(name)?.module;
    const path = module && project.modules.find(module)?.path;
    return path ? [{ path, range: { start: 0, end: 0 } }] : [];
  },
  references: ({ project }, { name }) => findUses(project, 'library', [name], (use) => use.name === name),
  describe({ project }, { name }) {
    const found = project.libraries().byName.get(name);
    if (found === undefined) return undefined;
    const list = (kind: string, names: Iterable<string>) => {
      const sorted = [...names].sort().map((one) => `\`${one}\``);
      return sorted.length === 0 ? [] : [`${kind}: ${sorted.join(', ')}`];
    };
    return [
      `**${name}** — \`${found.module}\``,
      ...list('Tags', found.tags.keys()),
      ...list('Filters', found.filters.keys()),
    ].join('\n\n');
  },
  fits: ({ kind }) => kind === 'import',
  complete({ project }, { kind, slot }) {
    if (kind === 'import') return importable(project, slot);
    return [...project.libraries().byName.values()].map((one) => ({
      label: one.name!,
      kind: 'library' as const,
      detail: one.module,
      insert: one.name!,
      rank: rankOf(project, one.module),
    }));
  },
};

/** The project's own come first, then those that Django has for any template, then what packages have, which may be for theirs alone. */
function rankOf(project: Project, module: string): number {
  const [app] = project
    .apps()
    .list.filter(({ name }) => module.startsWith(`${name}.`))
    .sort((a, b) => b.name.length - a.name.length);
  if (app?.path !== undefined && isOwnFile(project, app.path)) return 0;
  return /^django\.(?!contrib\.admin\.)/.test(module) ? 1 : 2;
}

/** The tags and filters of the library in `{% load … from library %}` that are not named yet. */
function importable(project: Project, slot: Slot | undefined): Completion[] {
  const library = project.libraries().byName.get(slot?.tag?.library ?? '');
  if (library === undefined) return [];
  const items = (kind: 'tag' | 'filter') =>
    [...library[`${kind}s`].values()]
      .filter(({ name }) => !slot!.tag!.before.includes(name))
      .map((entry): Completion => {
        const { name } = entry;
        const documentation = () => describeRegistered(project, kind, { name, entry, library });
        return { label: name, kind, insert: name, detail: kind, rank: 1, documentation };
      });
  return [...items('tag'), ...items('filter')];
}
