import type { Use } from '../facts/uses';
import type { Kind } from '../project/kind';
import { isOwnFile } from '../project/ownFiles';
import type { Project } from '../project/project';
import { renameBlock } from '../project/rename/block';
import { blockFamily, inheritedBlocks } from '../project/templates/inheritance';
import type { Location } from '../project/view';
import { allNodes } from '../templates/nodes';
import { type Path, relative } from '../text/paths';
import { touches } from '../text/range';

/** Blocks of templates, with those that override them and that they override. */
export const block: Kind = {
  kind: 'block',
  at(view, offset) {
    const use = view.template && view.uses.find((one) => isBlock(one) && touches(one, offset));
    return use && { range: use, name: use.name };
  },
  definitions(view, { name }) {
    const { project, path } = view;
    const { overridden, overriding } = blockFamily(project, path, name);
    const others = [...overridden, ...overriding].flatMap((one) => placesIn(project, one, name));
    return others.length > 0 ? others : placesIn(project, path, name);
  },
  references(view, occurrence) {
    const { project, path } = view;
    const definitions = new Set(this.definitions(view, occurrence).map(keyOf));
    return [...blockFamily(project, path, occurrence.name).paths]
      .filter((one) => isOwnFile(project, one))
      .sort()
      .flatMap((one) => usesIn(project, one, occurrence.name))
      .filter((one) => !definitions.has(keyOf(one)));
  },
  describe({ project, path }, { name }) {
    const { overridden, overriding } = blockFamily(project, path, name);
    const list = (label: string, paths: readonly Path[]) => {
      const names = paths.slice(0, mostNamed).map((one) => `\`${shown(project, one)}\``);
      const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : '';
      return paths.length === 0 ? [] : [`${label} ${names.join(', ')}${more}`];
    };
    return [`**block ${name}**`, ...list('Overrides', overridden), ...list('Overridden in', overriding)].join('\n\n');
  },
  complete({ project, path, template }, { slot }) {
    if (template === undefined) return [];
    if (slot?.tag?.name.startsWith('end')) {
      const opening = slot.open[0]?.node.opening.arguments[0];
      const text = opening && template.tree.source.slice(opening.start, opening.end);
      return text ? [{ label: text, kind: 'block', insert: text, rank: 0 }] : [];
    }
    const own = new Set(
      allNodes(template.tree).flatMap((node) =>
        node.kind === 'tag' && node.opening.name.text === 'block' && node.opening.arguments[0]
          ? [template.tree.source.slice(node.opening.arguments[0].start, node.opening.arguments[0].end)]
          : [],
      ),
    );
    return [...inheritedBlocks(project, path)]
      .filter((name) => !own.has(name) || name === slot?.prefix)
      .map((name) => ({ label: name, kind: 'block', insert: name, rank: 1 }));
  },
  renaming: renameBlock,
};

/** How many templates a hover names. */
const mostNamed = 5;

function isBlock(use: Use): boolean {
  return use.kind === 'block' && (use.by === 'block' || use.by === 'endblock');
}

function placesIn(project: Project, path: Path, name: string): Location[] {
  const blocks = project.files.template(path)?.blocks ?? [];
  return blocks.filter((one) => one.name === name).map(({ start, end }) => ({ path, range: { start, end } }));
}

function usesIn(project: Project, path: Path, name: string): Location[] {
  return project.files
    .uses(path)
    .filter((use) => isBlock(use) && use.name === name)
    .map(({ start, end }) => ({ path, range: { start, end } }));
}

function keyOf({ path, range }: Location): string {
  return `${range.start} ${path}`;
}

function shown(project: Project, path: Path): string {
  return project.templates().names.get(path) ?? relative(path, project.workspace);
}
