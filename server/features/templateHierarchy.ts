import type { Project } from '../project/project';
import { blockFamily } from '../project/templates/inheritance';
import { nextTemplates, templateFileOf } from '../project/templates/templateTree';
import { usesOfTemplate } from '../project/templates/templateUses';
import type { FileView } from '../project/view';
import { basename, type Path, relative } from '../text/paths';
import { type Range, touches } from '../text/range';

/** A template, one of its blocks, or a file that renders it, as an entry of a tree. */
export interface HierarchyItem {
  readonly path: Path;
  readonly name: string;
  /** The file, for people. */
  readonly detail: string;
  readonly kind: 'template' | 'block' | 'code';
  readonly range: Range;
}

/** An entry with the places by which it is connected. */
export interface HierarchyCall {
  readonly item: HierarchyItem;
  /** In the file that names the other one. */
  readonly places: readonly Range[];
}

/** The block at an offset of a template, else the template itself; undefined for other files. */
export function hierarchyItemAt(view: FileView, offset: number): HierarchyItem | undefined {
  if (view.template === undefined) return undefined;
  const block = view.project.files.template(view.path)?.blocks.find((one) => touches(one, offset));
  return block ? blockItem(view.project, view.path, block.name) : fileItem(view.project, view.path);
}

/** The templates that a template extends directly; of a block the nearest ones that it overrides. */
export function extendedItems(project: Project, item: HierarchyItem): HierarchyItem[] {
  const paths = isBlock(item)
    ? blockFamily(project, item.path, item.name).overridden
    : nextTemplates(project, item.path).parents;
  return itemsIn(project, paths, item);
}

/** The templates that extend a template directly; of a block those that override it. */
export function extendingItems(project: Project, item: HierarchyItem): HierarchyItem[] {
  const paths = isBlock(item)
    ? blockFamily(project, item.path, item.name).overriding
    : nextTemplates(project, item.path).children;
  return itemsIn(project, paths, item);
}

/** What extends, includes and renders a template. */
export function incomingItems(project: Project, { path }: HierarchyItem): HierarchyCall[] {
  return grouped(usesOfTemplate(project, path).map((use) => [use.path, use.range])).map(([other, places]) => ({
    item: fileItem(project, other, places[0]),
    places,
  }));
}

/** The templates that a file extends, includes or renders, in the order of the text. */
export function outgoingItems(project: Project, { path }: HierarchyItem): HierarchyCall[] {
  const named = project.files.uses(path).filter(({ kind }) => kind === 'template');
  const pairs = named.flatMap((use): [Path, Range][] => {
    const target = templateFileOf(project, path, use);
    return target === undefined ? [] : [[target, { start: use.start, end: use.end }]];
  });
  return grouped(pairs).map(([other, places]) => ({ item: fileItem(project, other), places }));
}

function itemsIn(project: Project, paths: readonly Path[], { kind, name }: HierarchyItem): HierarchyItem[] {
  return [...new Set(paths)]
    .sort()
    .map((path) => (kind === 'block' ? blockItem(project, path, name) : fileItem(project, path)));
}

function grouped(pairs: readonly (readonly [Path, Range])[]): [Path, Range[]][] {
  const groups = new Map<Path, Range[]>();
  for (const [path, range] of pairs) groups.set(path, [...(groups.get(path) ?? []), range]);
  return [...groups];
}

function isBlock({ kind }: HierarchyItem): boolean {
  return kind === 'block';
}

function fileItem(project: Project, path: Path, range: Range = { start: 0, end: 0 }): HierarchyItem {
  const name = project.templates().names.get(path);
  const detail = relative(path, project.workspace);
  const kind = path.endsWith('.py') ? 'code' : 'template';
  return { path, name: name ?? basename(path), detail, kind, range: kind === 'code' ? range : { start: 0, end: 0 } };
}

function blockItem(project: Project, path: Path, name: string): HierarchyItem {
  const block = project.files.template(path)?.blocks.find((one) => one.name === name);
  const range = { start: block?.start ?? 0, end: block?.end ?? 0 };
  return { path, name, detail: project.templates().names.get(path) ?? path, kind: 'block', range };
}
