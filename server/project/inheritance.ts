import type { Use } from '../facts/uses';
import { blocksAt, functionOf } from '../templates/nodes';
import type { Path } from '../text/paths';
import { isOwnFile } from './ownFiles';
import type { Project } from './project';
import { type FileView, type Location, templateNameOf } from './view';

/** A block of the same name in templates that extend each other: what overrides it and what it overrides. */
export interface BlockFamily {
  /** The templates that have the block, in no order. */
  readonly paths: ReadonlySet<Path>;
  /** The nearest ones above the template that was asked about. */
  readonly overridden: readonly Path[];
  /** Those of `paths` that override the block of the template that was asked about. */
  readonly overriding: readonly Path[];
  /** Templates around them whose parent is not known, so that the family may be bigger. */
  readonly open: readonly Path[];
}

/** Which templates extend which. */
interface Tree {
  parents(path: Path): readonly Path[];
  children(path: Path): readonly Path[];
  /** Templates that extend something whose file is not known. */
  readonly open: ReadonlySet<Path>;
}

/**
 * The family of a block as django.template.loader_tags.BlockContext joins it: a template's block overrides those of the same
 * name in all templates that it extends. Templates of the workspace that another one hides count, too.
 */
export function blockFamily(project: Project, path: Path, name: string): BlockFamily {
  const tree = templateTree(project);
  const paths = new Set<Path>();
  const around = new Set<Path>();
  const queue = [path];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    if (paths.has(one)) continue;
    paths.add(one);
    const above = closure(one, tree.parents);
    const below = closure(one, tree.children);
    for (const other of [...above, ...below]) {
      around.add(other);
      if (hasBlock(project, other, name)) queue.push(other);
    }
  }
  return {
    paths,
    overridden: nearest(path, tree.parents, (one) => hasBlock(project, one, name)),
    overriding: closure(path, tree.children).filter((one) => hasBlock(project, one, name)),
    open: [...tree.open].filter((one) => around.has(one) || paths.has(one) || isLooseRelative(project, one, name)),
  };
}

/** The blocks that `{{ block.super }}` means at an offset: those of the nearest templates above that have the innermost block's name. */
export function superBlocks({ project, path, template }: FileView, offset: number): Location[] {
  const blocks = template ? blocksAt(template.tree, offset) : [];
  const own = blocks.findLast(({ node }) => functionOf(node) === 'django.template.loader_tags.do_block');
  const [argument] = own?.node.opening.arguments ?? [];
  if (argument === undefined) return [];
  const name = template!.tree.source.slice(argument.start, argument.end);
  return blockFamily(project, path, name).overridden.flatMap((one) =>
    (project.files.template(one)?.blocks ?? [])
      .filter((block) => block.name === name)
      .map(({ start, end }) => ({ path: one, range: { start, end } })),
  );
}

/** The blocks of the templates that a template extends, by name. */
export function inheritedBlocks(project: Project, path: Path): ReadonlySet<string> {
  const above = closure(path, templateTree(project).parents);
  return new Set(above.flatMap((one) => project.files.template(one)?.blocks.map(({ name }) => name) ?? []));
}

/** The templates that override blocks of a template, by the block's name. */
export function overridingTemplates(project: Project, path: Path): ReadonlyMap<string, readonly Path[]> {
  const own = new Set(project.files.template(path)?.blocks.map(({ name }) => name));
  const found = new Map<string, Path[]>();
  for (const one of closure(path, templateTree(project).children)) {
    for (const { name } of project.files.template(one)?.blocks ?? [])
      if (own.has(name)) found.set(name, [...(found.get(name) ?? []), one]);
  }
  return found;
}

/** The templates that a template extends directly, and those that extend it so. */
export function nextTemplates(project: Project, path: Path): { parents: readonly Path[]; children: readonly Path[] } {
  const { parents, children } = templateTree(project);
  return { parents: parents(path), children: children(path) };
}

/** The templates that a template extends, and those that extend it, at any distance. */
export function relatives(project: Project, path: Path): readonly Path[] {
  const tree = templateTree(project);
  return [...closure(path, tree.parents), ...closure(path, tree.children)];
}

export function hasBlock(project: Project, path: Path, name: string): boolean {
  return project.files.template(path)?.blocks.some((one) => one.name === name) ?? false;
}

/** The file that a use in a file means (a template that extends its own name means the next one in loading order); undefined where none is found. */
export function templateFileOf(project: Project, path: Path, use: Pick<Use, 'name' | 'by'>): Path | undefined {
  const name = templateNameOf(project, path, use);
  const files = project.templates().files.get(name) ?? project.foreignTemplates().files.get(name) ?? [];
  return use.by === 'extends' ? files[files.indexOf(path) + 1] : files[0];
}

/** Whether a template whose parent nobody knows has the block, so that it may be one of the family. */
function isLooseRelative(project: Project, path: Path, name: string): boolean {
  return project.files.template(path)?.extends?.name === undefined && hasBlock(project, path, name);
}

function templateTree(project: Project): Tree {
  const parents = new Map<Path, readonly Path[]>();
  const children = new Map<Path, Path[]>();
  const open = new Set<Path>();
  const { names, files } = project.templates();
  for (const path of names.keys()) {
    const parent = project.files.template(path)?.extends;
    if (parent === undefined) continue;
    const use = { name: parent.name ?? '', by: 'extends' };
    const loaded = parent.name === undefined ? undefined : templateFileOf(project, path, use);
    const hidden = parent.name === undefined ? [] : (files.get(templateNameOf(project, path, use)) ?? []);
    const all = hidden.filter((one) => one === loaded || (one !== path && isOwnFile(project, one)));
    if (loaded === undefined) open.add(path);
    parents.set(path, all);
    for (const one of all) children.set(one, [...(children.get(one) ?? []), path]);
  }
  return { parents: (path) => parents.get(path) ?? [], children: (path) => children.get(path) ?? [], open };
}

function closure(path: Path, next: (path: Path) => readonly Path[]): Path[] {
  const found = new Set<Path>([path]);
  for (const one of found) for (const other of next(one)) found.add(other);
  found.delete(path);
  return [...found];
}

/** The first ones on each way that fit. */
function nearest(path: Path, next: (path: Path) => readonly Path[], fits: (path: Path) => boolean): Path[] {
  const seen = new Set<Path>([path]);
  const found: Path[] = [];
  for (const one of seen) {
    for (const other of next(one)) {
      if (seen.has(other)) continue;
      if (fits(other)) found.push(other);
      else seen.add(other);
    }
  }
  return [...new Set(found)];
}
