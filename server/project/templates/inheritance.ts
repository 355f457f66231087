import { blocksAt, functionOf } from '../../templates/nodes';
import type { Path } from '../../text/paths';
import type { Project } from '../project';
import type { FileView, Location } from '../view';
import { nextTemplates, relatives, templatesAbove, templatesBelow } from './templateTree';

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

/**
 * The family of a block as django.template.loader_tags.BlockContext joins it: a template's block overrides those of the same
 * name in all templates that it extends. Templates of the workspace that another one hides count, too.
 */
export function blockFamily(project: Project, path: Path, name: string): BlockFamily {
  const paths = new Set<Path>();
  const around = new Set<Path>();
  const queue = [path];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    if (paths.has(one)) continue;
    paths.add(one);
    for (const other of relatives(project, one)) {
      around.add(other);
      if (hasBlock(project, other, name)) queue.push(other);
    }
  }
  return {
    paths,
    overridden: nearest(
      path,
      (one) => nextTemplates(project, one).parents,
      (one) => hasBlock(project, one, name),
    ),
    overriding: templatesBelow(project, path).filter((one) => hasBlock(project, one, name)),
    open: openTemplates(project).filter(
      (one) => around.has(one) || paths.has(one) || isLooseRelative(project, one, name),
    ),
  };
}

/**
 * The blocks that `{{ block.super }}` means at an offset: those of the nearest templates above that have the innermost block's name
 * (django.template.loader_tags.BlockNode.super).
 */
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

/** The blocks of the templates that a template extends, by name (django.template.loader_tags.BlockContext). */
export function inheritedBlocks(project: Project, path: Path): ReadonlySet<string> {
  const above = templatesAbove(project, path);
  return new Set(above.flatMap((one) => project.files.template(one)?.blocks.map(({ name }) => name) ?? []));
}

/** The templates that override blocks of a template, by the block's name (BlockContext). */
export function overridingTemplates(project: Project, path: Path): ReadonlyMap<string, readonly Path[]> {
  const own = new Set(project.files.template(path)?.blocks.map(({ name }) => name));
  const found = new Map<string, Path[]>();
  for (const one of templatesBelow(project, path)) {
    for (const { name } of project.files.template(one)?.blocks ?? [])
      if (own.has(name)) found.set(name, [...(found.get(name) ?? []), one]);
  }
  return found;
}

/** Whether a template has a block of a name. */
export function hasBlock(project: Project, path: Path, name: string): boolean {
  return project.files.template(path)?.blocks.some((one) => one.name === name) ?? false;
}

/** Templates that extend something whose file is not known. */
function openTemplates(project: Project): Path[] {
  return [...project.templateTree().extending].flatMap(([path, { isKnown }]) => (isKnown ? [] : [path]));
}

/** Whether a template whose parent nobody knows has the block, so that it may be one of the family. */
function isLooseRelative(project: Project, path: Path, name: string): boolean {
  return project.files.template(path)?.extends?.name === undefined && hasBlock(project, path, name);
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
