import type { Use } from '../facts/uses';
import { cottonSlotAt } from '../templates/cottonTags';
import type { Template } from '../templates/nodes';
import { type Slot, slotAt } from '../templates/slot';
import type { Path } from '../text/paths';
import { type Range, touches } from '../text/range';
import { projectCotton } from './components/cottonComponents';
import { isOfProject } from './ownFiles';
import type { Project } from './project';

/** One file as a feature looks at it: its text, what it uses, and the project around it. */
export interface FileView {
  readonly path: Path;
  readonly text: string;
  readonly project: Project;
  readonly uses: readonly Use[];
  /** For a template: its tree, and the name it is loaded by, where a loader finds it. */
  readonly template?: { readonly tree: Template; readonly name: string | undefined };
}

/** A view of a file; undefined where it has no text (yet), or is written in the language of another template engine. */
export function viewFile(project: Project, path: Path): FileView | undefined {
  const text = project.files.text(path);
  if (text === undefined) return undefined;
  const uses = project.files.uses(path);
  if (path.endsWith('.py')) return { path, text, project, uses };
  const name = project.templates().names.get(path);
  if (name === undefined && project.foreignTemplates().names.has(path)) return undefined;
  const tree = project.template(path);
  return tree && { path, text, project, uses, template: { tree, name } };
}

/** The use at an offset, of one of the kinds. */
export function useAt(view: FileView, offset: number, kind: Use['kind']): Use | undefined {
  return view.uses.find((use) => use.kind === kind && touches(use, offset));
}

/** What is being typed at an offset, in a template or in a Python string. */
export interface Target {
  readonly kind: Slot['kind'] | Use['kind'];
  /** What a completion replaces: the name without quotes. */
  readonly replace: Range;
  /** Quotes to put around what is inserted, where none are there. */
  readonly quote: string;
  readonly slot?: Slot;
}

/** What is being typed; undefined where nothing can be completed. */
export function targetAt(view: FileView, offset: number): Target | undefined {
  if (view.template) {
    const slot = slotAt(view.template.tree, offset);
    if (slot === undefined) return componentTarget(view, offset);
    const bare = slot.quote === '' && quotedKinds.has(slot.kind);
    return { kind: slot.kind, replace: slot, quote: bare ? quoteFor(view.text, slot.start) : '', slot };
  }
  const use = view.uses.find((one) => touches(one, offset));
  return use && { kind: use.kind, replace: use, quote: '' };
}

/** The tag of django-cotton that is being typed, where the project has such tags. */
function componentTarget({ text, project }: FileView, offset: number): Target | undefined {
  if (projectCotton(project) === undefined) return undefined;
  const slot = cottonSlotAt(text, offset);
  // Most values are HTML's.
  const isOwn = slot?.kind !== 'value' || ['component is', 'slot name'].includes(`${slot.component} ${slot.attribute}`);
  if (slot === undefined || !isOwn) return undefined;
  return { kind: 'component', replace: { start: slot.start, end: slot.end }, quote: '' };
}

const quotedKinds = new Set(['route', 'template', 'static']);

/** The quote that is not the one of the HTML attribute around the tag. */
function quoteFor(text: string, offset: number): string {
  const open = text.lastIndexOf('{%', offset);
  return text[open - 1] === "'" ? '"' : text[open - 1] === '"' ? "'" : '"';
}

/** A place in a file, as an answer to definition and references. */
export interface Location {
  readonly path: Path;
  readonly range: Range;
}

/** Everywhere in the workspace where a name is used; `isSame` decides of each file's candidates. */
export function findUses(
  project: Project,
  kind: Use['kind'],
  names: Iterable<string>,
  isSame: (use: Use, path: Path) => boolean,
): Location[] {
  return usesIn(project, kind, names)
    .filter(({ path, use }) => isSame(use, path))
    .map(({ path, use }) => ({ path, range: { start: use.start, end: use.end } }));
}

/** Everywhere in the workspace where `{% load name from library %}` takes a name. */
export function findImports(project: Project, libraries: Iterable<string>, name: string): Location[] {
  const known = new Set(libraries);
  return usesIn(project, 'library', known)
    .filter(({ use }) => known.has(use.name))
    .flatMap(({ path, use }) =>
      (use.imports ?? []).filter((one) => one.name === name).map(({ start, end }) => ({ path, range: { start, end } })),
    );
}

/** The uses of a kind in those files of the workspace that may use one of the names, in the order of the paths. */
function usesIn(project: Project, kind: Use['kind'], names: Iterable<string>): { path: Path; use: Use }[] {
  const paths = new Set([...names].flatMap((name) => project.files.filesUsing(kind, name)));
  return [...paths]
    .filter((path) => isOfProject(project, path))
    .sort()
    .flatMap((path) =>
      (project.files.facts(path)?.uses ?? []).filter((use) => use.kind === kind).map((use) => ({ path, use })),
    );
}
