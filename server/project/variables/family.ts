import { allNodes, functionOf, type TagNode, type Template } from '../../templates/nodes';
import { bindingOfName, type VariableUse, variablesIn } from '../../templates/variables';
import type { Path } from '../../text/paths';
import type { Range } from '../../text/range';
import { componentFace, variableName } from '../components/cottonComponents';
import { attributeVariables, isSlippersComponent } from '../components/elements';
import { propPlaces } from '../components/slippers';
import type { NameSource } from '../context/contextName';
import type { Project } from '../project';
import { nextTemplates, relatives } from '../templates/templateTree';
import type { Location } from '../view';
import { includersOf, inclusionsIn } from './inclusions';

/** A name at one place of a template: that of its whole context, or the one that a block binds. */
export interface VariableNode {
  readonly path: Path;
  /** The offset of the block that binds it, -1 for the context's. */
  readonly binding: number;
}

/** A place of a template that names a variable. */
export interface VariablePlace extends Location {
  readonly sets: boolean;
  readonly use?: VariableUse;
  /** Whether the name is written there with `-` in place of `_`, as an attribute of HTML. */
  readonly isDashed?: boolean;
}

/** A variable as it goes from view to template and from template to template. */
export interface VariableFamily {
  readonly name: string;
  readonly nodes: readonly VariableNode[];
  readonly places: readonly VariablePlace[];
  /** What gives it to the contexts of these templates, besides templates. */
  readonly sources: readonly NameSource[];
}

/**
 * Everything that means the same variable: the places in a template, in those that it includes, extends, and that include and extend
 * it, as far as the name is handed on; and in other templates to which the same place of Python code gives it. A name that tags alone
 * set (`{% url … as name %}`) stays where it is set. Templates are joined by what is shown together: not by a block of a parent that a
 * template replaces, and not by one whose context certainly has no such name.
 */
export function variableFamily(project: Project, start: VariableNode, name: string): VariableFamily {
  const nodes = new Map<string, VariableNode>();
  const places = new Map<string, VariablePlace>();
  const sources = new Map<string, NameSource>();
  const queue: VariableNode[] = [];
  const visit = (path: Path, binding: number): void => {
    const key = `${binding} ${path}`;
    if (nodes.has(key)) return;
    nodes.set(key, { path, binding });
    queue.push({ path, binding });
  };
  const put = (place: VariablePlace): void => {
    const key = `${place.range.start} ${place.path}`;
    if (!places.get(key)?.sets) places.set(key, place);
  };
  const follow = (node: VariableNode): void => {
    const tree = project.template(node.path);
    if (tree === undefined) return;
    const own = usesOf(project, tree, name, node.binding);
    for (const use of own) put({ path: node.path, range: use.parts[0], sets: use.sets, use });
    if (node.binding < 0) for (const place of declaredIn(project, node.path, tree, name)) put(place);
    handDown(project, node, tree, name, visit);
    if (node.binding >= 0) {
      joinPartials(tree, node, own, name, visit);
      return;
    }
    const seen = project.contexts.names(node.path).get(name)?.sources ?? [];
    for (const source of sourcesOf(project, node.path, name))
      sources.set(`${source.by} ${keysOf(source).join()}`, source);
    if (seen.every(({ kind }) => kind === 'include') && own.some(({ sets }) => sets)) return;
    handUp(project, node.path, name, visit, put);
    joinBlocks(project, node.path, tree, name, visit);
    joinPartials(tree, node, own, name, visit);
  };
  visit(start.path, start.binding);
  while (queue.length > 0) {
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) follow(node);
    for (const path of otherTemplates(project, name, sources, nodes)) visit(path, -1);
  }
  return { name, nodes: [...nodes.values()], places: [...places.values()], sources: [...sources.values()] };
}

type Visit = (path: Path, binding: number) => void;

/** What gives a name to a template's context, apart from other templates. */
function sourcesOf({ contexts }: Project, path: Path, name: string): readonly NameSource[] {
  const processors = (contexts.names(path).get(name)?.sources ?? []).filter(({ kind }) => kind === 'processor');
  return [...(contexts.ownNames(path).get(name) ?? []), ...processors];
}

/** Templates see it that are included where the name means the same, and blocks that stand there in templates that extend this one. */
function handDown(project: Project, node: VariableNode, tree: Template, name: string, visit: Visit): void {
  for (const { start, targets, taken, isOnly } of inclusionsIn(project, node.path)) {
    if (isOnly || taken.has(name) || bindingOfName(tree, name, start) !== node.binding) continue;
    for (const target of targets) if (isSeen(project, target, name)) visit(target, -1);
  }
  if (node.binding < 0) {
    for (const parent of nextTemplates(project, node.path).parents)
      if (isSeen(project, parent, name, replacedBlocks(project, tree))) visit(parent, -1);
    return;
  }
  const blocks = blocksIn(tree).filter((block) => bindingOfName(tree, name, block.start) === node.binding);
  if (blocks.length === 0) return;
  const names = new Set(blocks.map(({ label }) => label));
  for (const other of relatives(project, node.path)) {
    const otherTree = project.files.text(other)?.includes(name) ? project.template(other) : undefined;
    const isIn = (block: TagNode) =>
      usesOf(project, otherTree!, name, -1).some(({ parts: [{ start }] }) => block.start <= start && start < block.end);
    if (otherTree && blocksIn(otherTree).some(({ label, tag }) => names.has(label) && isIn(tag))) visit(other, -1);
  }
}

/** Templates that extend this one show it in their own context; those that include it hand theirs on, or a value behind `with`. */
function handUp(project: Project, path: Path, name: string, visit: Visit, put: (place: VariablePlace) => void): void {
  for (const child of nextTemplates(project, path).children) {
    const tree = project.template(child);
    if (tree && mayHave(project, child, tree, name) && isSeen(project, path, name, replacedBlocks(project, tree)))
      visit(child, -1);
  }
  for (const { path: user, inclusion } of includersOf(project, path)) {
    const given = inclusion.given.get(name);
    const tree = project.template(user);
    if (given) {
      const range = { start: given.start, end: given.start + name.length };
      const isDashed = tree?.source.slice(range.start, range.end).includes('-') ?? false;
      put({ path: user, range, sets: true, ...(isDashed && { isDashed }) });
    } else if (!inclusion.isOnly && !inclusion.taken.has(name) && tree) {
      const binding = bindingOfName(tree, name, inclusion.start);
      if (binding >= 0 || mayHave(project, user, tree, name)) visit(user, binding);
    }
  }
}

/** Whether a name may be in a template's context, or is set there: with all that renders it known, nothing else hands it on. */
function mayHave(project: Project, path: Path, tree: Template, name: string): boolean {
  const { contexts } = project;
  if (contexts.names(path).has(name) || !contexts.isCertain(path)) return true;
  return usesOf(project, tree, name, -1).some(({ sets }) => sets);
}

/** Where a component declares a name: in `<c-vars>`, or the properties of slippers' front matter. */
function declaredIn(project: Project, path: Path, tree: Template, name: string): VariablePlace[] {
  const vars = componentFace(project, path)?.vars ?? [];
  const inVars = vars
    .filter((one) => variableName(one.name.text) === name)
    .map(({ name: { text, end } }): VariablePlace => {
      const isDashed = text.includes('-');
      return { path, range: { start: end - name.length, end }, sets: true, ...(isDashed && { isDashed }) };
    });
  const isOfSlippers = isSlippersComponent(project, project.templates().names.get(path) ?? '');
  const props = isOfSlippers ? propPlaces(tree.source, name) : [];
  return [...inVars, ...props.map((range) => ({ path, range, sets: true }))];
}

/** A block's content is shown where a template that this one extends has the block: within a loop, say, that binds the name. */
function joinBlocks(project: Project, path: Path, tree: Template, name: string, visit: Visit): void {
  const blocks = blocksIn(tree);
  if (blocks.length === 0) return;
  const seen = new Set(
    usesOf(project, tree, name, -1).flatMap(({ parts: [{ start }] }) =>
      blocks.filter(({ tag }) => tag.start <= start && start < tag.end).map(({ label }) => label),
    ),
  );
  if (seen.size === 0) return;
  for (const other of relatives(project, path)) {
    const otherTree = project.template(other);
    for (const { label, start } of otherTree ? blocksIn(otherTree) : []) {
      const binding = seen.has(label) ? bindingOfName(otherTree!, name, start) : -1;
      if (binding >= 0) visit(other, binding);
    }
  }
}

/** A partial is shown where `{% partial %}` stands, and by others who load it by its name. */
function joinPartials(
  tree: Template,
  { path, binding }: VariableNode,
  own: readonly VariableUse[],
  name: string,
  visit: Visit,
) {
  const partials = [...allNodes(tree)].filter(
    (node) => functionOf(node) === 'django.template.defaulttags.partialdef_func',
  );
  for (const partial of partials) {
    if (!own.some(({ parts: [{ start }] }) => partial.start <= start && start < partial.end)) continue;
    if (binding >= 0 && binding < partial.start) visit(path, -1);
    if (binding >= 0) continue;
    for (const node of allNodes(tree))
      if (functionOf(node) === 'django.template.defaulttags.partial_func')
        visit(path, bindingOfName(tree, name, node.start));
    const around = bindingOfName(tree, name, partial.start);
    if (around >= 0) visit(path, around);
  }
}

/** The project's templates to which the same Python code gives the name, and that show it. */
function otherTemplates(
  project: Project,
  name: string,
  sources: ReadonlyMap<string, NameSource>,
  nodes: ReadonlyMap<string, VariableNode>,
): Path[] {
  const known = new Set([...sources.values()].flatMap(keysOf));
  const isGiven = (source: NameSource) => keysOf(source).some((key) => known.has(key));
  const found = [...project.templates().names.keys()].flatMap((path) =>
    project.files.text(path)?.includes(name) && !nodes.has(`-1 ${path}`)
      ? receiversOf(project, path, name, isGiven)
      : [],
  );
  return [...new Set(found)].filter((path) => !nodes.has(`-1 ${path}`));
}

/** The templates to which code gives a name that one of them shows: itself, and those that include and extend it. */
export function receiversOf(
  project: Project,
  path: Path,
  name: string,
  isGiven: (source: NameSource) => boolean,
): Path[] {
  const { contexts } = project;
  const source = contexts.names(path).get(name)?.sources.find(isGiven);
  if (source === undefined) return [];
  if (source.kind === 'processor') return isSeen(project, path, name) ? [path] : [];
  const found = new Set([path]);
  for (const one of found) {
    for (const child of nextTemplates(project, one).children) found.add(child);
    for (const { path: user } of includersOf(project, one)) found.add(user);
  }
  return [...found].filter((one) => contexts.ownNames(one).get(name)?.some(isGiven) && isSeen(project, one, name));
}

/** What identifies the places that give a name; of what is not written, only a context processor. */
function keysOf({ by, kind, place, places = place ? [place] : [] }: NameSource): string[] {
  const keys = places.map(({ path, unit, n }) => `${path} ${unit} ${n}`);
  return keys.length === 0 && kind === 'processor' ? [by] : keys;
}

/**
 * Whether a template shows a name of its context, itself or through one that it includes or extends.
 * @param hidden the blocks that a template which extends it has its own of
 */
export function isSeen(project: Project, path: Path, name: string, hidden: ReadonlySet<string> = noBlocks): boolean {
  const found = new Map([[`${path}`, { path, hidden }]]);
  for (const { path, hidden } of found.values()) {
    const tree = project.template(path);
    if (tree === undefined) continue;
    const put = (path: Path, hidden: ReadonlySet<string>) => {
      const key = hidden.size === 0 ? path : `${path} ${[...hidden].sort().join()}`;
      if (!found.has(key)) found.set(key, { path, hidden });
    };
    const blocks = blocksIn(tree);
    const isHidden = (offset: number) =>
      blocks.some(({ label, start, end }) => hidden.has(label) && start <= offset && offset < end);
    const isShown =
      tree.source.includes(name) && usesOf(project, tree, name, -1).some(({ parts }) => !isHidden(parts[0].start));
    if (isShown) return true;
    for (const { start, targets, taken, isOnly } of inclusionsIn(project, path)) {
      if (isOnly || taken.has(name) || bindingOfName(tree, name, start) >= 0 || isHidden(start)) continue;
      for (const target of targets) put(target, noBlocks);
    }
    const { parents } = nextTemplates(project, path);
    if (parents.length > 0) {
      const replaced = new Set([...hidden, ...replacedBlocks(project, tree)]);
      for (const parent of parents) put(parent, replaced);
    }
  }
  return false;
}

const noBlocks: ReadonlySet<string> = new Set();

/** The blocks of which a template has its own, in place of those of the templates that it extends. */
function replacedBlocks(project: Project, tree: Template): ReadonlySet<string> {
  const supers = variablesOf(project, tree).filter(
    ({ parts }) => parts[0].text === 'block' && parts[1]?.text === 'super',
  );
  return new Set(
    blocksIn(tree)
      .filter(({ start, end }) => !supers.some(({ parts: [part] }) => start <= part.start && part.start < end))
      .map(({ label }) => label),
  );
}

/** Where a template names a variable of its context, or the one that a block binds. */
export function usesOf(project: Project, tree: Template, name: string, binding: number): readonly VariableUse[] {
  return variablesOf(project, tree).filter((use) => use.binding === binding && use.parts[0].text === name);
}

/** The variables that a template names, those in attributes of components included; found once for each tree. */
export function variablesOf(project: Project, tree: Template): readonly VariableUse[] {
  const found = variables.get(tree) ?? [...variablesIn(tree), ...attributeVariables(project, tree)];
  variables.set(tree, found);
  return found;
}

const variables = new WeakMap<Template, readonly VariableUse[]>();

function blocksIn(tree: Template): (Range & { label: string; tag: TagNode })[] {
  return [...allNodes(tree)].flatMap((node) => {
    if (node.kind !== 'tag' || functionOf(node) !== 'django.template.loader_tags.do_block') return [];
    const [name] = node.opening.arguments;
    return name
      ? [{ label: tree.source.slice(name.start, name.end), start: node.start, end: node.end, tag: node }]
      : [];
  });
}
