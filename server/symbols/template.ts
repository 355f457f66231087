import type { Kind } from '../project/kind';
import { isOwnFile, shownPath } from '../project/ownFiles';
import type { Project } from '../project/project';
import { renameTemplate } from '../project/rename/template';
import { templateNameOf } from '../project/templates/templateName';
import { findUses, useAt } from '../project/view';
import type { Path } from '../text/paths';

/** Templates, by the name that the loaders know them by. */
export const template: Kind = {
  kind: 'template',
  at(view, offset) {
    const use = useAt(view, offset, 'template');
    return use && { range: use, name: templateNameOf(view.project, view.path, use) };
  },
  definitions: ({ project, path, uses }, { name, range }) => {
    const files = filesNamed(project, name);
    // A template that extends its own name means the next one in loading order.
    const extended = uses.find((use) => use.kind === 'template' && use.start === range.start)?.by === 'extends';
    const [first] = extended ? files.slice(files.indexOf(path) + 1) : files;
    return first === undefined ? [] : [{ path: first, range: { start: 0, end: 0 } }];
  },
  references: ({ project }, { name }) =>
    findUses(project, 'template', [name], (use, path) => templateNameOf(project, path, use) === name),
  describe({ project }, { name }) {
    const files = filesNamed(project, name);
    if (files.length === 0) return undefined;
    const [first, ...shadowed] = files.map((path) => `\`${shownPath(project, path)}\``);
    const hidden = shadowed.length > 0 ? `\n\nShadows ${shadowed.join(', ')}` : '';
    return `**${name}** — ${first}${hidden}`;
  },
  renaming: renameTemplate,
  complete({ project, template: own }, target) {
    const names = [...project.templates().files.keys(), ...project.templates().virtual];
    const relativeTo = relativeStart(own?.name, target.slot?.prefix ?? '');
    return names
      .filter((name) => name !== own?.name && !/\.(?:css|js|svg|png|map|po|mo|py|pyc)$/.test(name))
      .filter((name) => name.startsWith(relativeTo.folder))
      .map((name) => {
        const label = relativeTo.start + name.slice(relativeTo.folder.length);
        return {
          label,
          kind: 'template',
          detail: shownPath(project, filesNamed(project, name)[0] ?? ''),
          insert: `${target.quote}${label}${target.quote}`,
          rank: isOwnFile(project, filesNamed(project, name)[0] ?? '') ? 1 : 2,
        };
      });
  },
};

/** For a name that starts with `./` or `../`: that start, and the folder of template names that it means. */
function relativeStart(own: string | undefined, prefix: string): { start: string; folder: string } {
  const start = /^(?:\.\/|(?:\.\.\/)+)/.exec(prefix)?.[0] ?? '';
  const around = own?.split('/').slice(0, -1) ?? [];
  const up = start === './' ? 0 : start.length / '../'.length;
  if (start === '' || own === undefined || up > around.length) return { start: '', folder: '' };
  return {
    start,
    folder: around
      .slice(0, around.length - up)
      .map((part) => `${part}/`)
      .join(''),
  };
}

/** The files of a name in loading order; those of other engines where Django's have none. */
function filesNamed(project: Project, name: string): readonly Path[] {
  return project.templates().files.get(name) ?? project.foreignTemplates().files.get(name) ?? [];
}
