import type { Use } from '../../facts/uses';
import type { Path } from '../../text/paths';
import { isOwnFile } from '../ownFiles';
import type { Project } from '../project';
import { templateNameOf } from './templateName';

/** Which templates extend which. */
export interface TemplateTree {
  /** What each template that extends another one extends. */
  readonly extending: ReadonlyMap<Path, Extension>;
  /** The templates that extend each directly. */
  readonly children: ReadonlyMap<Path, readonly Path[]>;
}

/** What a template extends. */
export interface Extension {
  /** Every file of the parent's name; empty where the name is chosen by an expression, or there is none. */
  readonly named: readonly Path[];
  /** Of these the one that Django loads, and those of the workspace that it hides. */
  readonly parents: readonly Path[];
  /** Whether the file that Django loads is known. */
  readonly isKnown: boolean;
}

/** The tree of all templates that loaders find (django.template.loader_tags.ExtendsNode.get_parent). */
export function readTemplateTree(project: Project): TemplateTree {
  const extending = new Map<Path, Extension>();
  const children = new Map<Path, Path[]>();
  for (const path of project.templates().names.keys()) {
    const found = extensionOf(project, path);
    if (found === undefined) continue;
    extending.set(path, found);
    for (const one of found.parents) children.set(one, [...(children.get(one) ?? []), path]);
  }
  return { extending, children };
}

/** Undefined for a template that extends none. */
function extensionOf(project: Project, path: Path): Extension | undefined {
  const parent = project.files.template(path)?.extends;
  if (parent === undefined) return undefined;
  const { name } = parent;
  if (name === undefined) return { named: [], parents: [], isKnown: false };
  const use = { name, by: 'extends' };
  const loaded = templateFileOf(project, path, use);
  const named = (project.templates().files.get(templateNameOf(project, path, use)) ?? []).filter((one) => one !== path);
  const parents = named.filter((one) => one === loaded || isOwnFile(project, one));
  return { named, parents, isKnown: loaded !== undefined };
}

/** Whether two have the same templates, in the same order, with the same parents. */
export function sameTemplateTree(a: TemplateTree, b: TemplateTree): boolean {
  const isSame = (one: Extension, other: Extension | undefined) =>
    other !== undefined &&
    one.isKnown === other.isKnown &&
    one.named.join('\n') === other.named.join('\n') &&
    one.parents.join('\n') === other.parents.join('\n');
  return (
    a.extending.size === b.extending.size &&
    [...a.extending].every(([path, one]) => isSame(one, b.extending.get(path))) &&
    [...a.extending.keys()].join('\n') === [...b.extending.keys()].join('\n')
  );
}

/** The templates that a template extends, at any distance. */
export function templatesAbove(project: Project, path: Path): readonly Path[] {
  const { extending } = project.templateTree();
  return closure(path, (one) => extending.get(one)?.parents ?? []);
}

/** The templates that extend a template, at any distance. */
export function templatesBelow(project: Project, path: Path): readonly Path[] {
  const { children } = project.templateTree();
  return closure(path, (one) => children.get(one) ?? []);
}

/** Both of these. */
export function relatives(project: Project, path: Path): readonly Path[] {
  return [...templatesAbove(project, path), ...templatesBelow(project, path)];
}

/** The templates that a template extends directly, and those that extend it so. */
export function nextTemplates(project: Project, path: Path): { parents: readonly Path[]; children: readonly Path[] } {
  const { extending, children } = project.templateTree();
  return { parents: extending.get(path)?.parents ?? [], children: children.get(path) ?? [] };
}

/**
 * Every template that a template extends, directly or through others; empty for one that extends none. Undefined where not all of
 * them are certain: a parent is chosen by an expression, is not found, or not read yet. Where several files have the parent's
 * name, all of them are there.
 */
export function ancestorsOf(project: Project, path: Path): readonly Path[] | undefined {
  if (!project.templates().certain || !project.isComplete()) return undefined;
  const { extending } = project.templateTree();
  const found = new Set<Path>([path]);
  for (const one of found) {
    if (project.files.template(one) === undefined) return undefined;
    const extension = extending.get(one) ?? extensionOf(project, one);
    if (extension === undefined) continue;
    if (extension.named.length === 0) return undefined;
    for (const parent of extension.named) found.add(parent);
  }
  found.delete(path);
  return [...found];
}

/**
 * The file that a use in a file means (a template that extends its own name means the next one in loading order); undefined where none is
 * found (django.template.loader_tags.ExtendsNode.find_template and django.template.engine.Engine.find_template).
 */
export function templateFileOf(project: Project, path: Path, use: Pick<Use, 'name' | 'by'>): Path | undefined {
  const name = templateNameOf(project, path, use);
  const files = project.templates().files.get(name) ?? project.foreignTemplates().files.get(name) ?? [];
  return use.by === 'extends' ? files[files.indexOf(path) + 1] : files[0];
}

function closure(path: Path, next: (path: Path) => readonly Path[]): Path[] {
  const found = new Set<Path>([path]);
  for (const one of found) for (const other of next(one)) found.add(other);
  found.delete(path);
  return [...found];
}
