import { asItems } from '../../python/values';
import { allNodes, blocksAt, partsOf, type TagNode, type Template } from '../../templates/nodes';
import { grammarOf } from '../../templates/tags';
import { bindingOfName } from '../../templates/variables';
import { join, type Path } from '../../text/paths';
import type { Range } from '../../text/range';
import { componentFace, componentName, variableName } from '../components/cottonComponents';
import type { NameSource } from '../context/contextName';
import type { Occurrence } from '../kind';
import { isOwnFile, packageOf } from '../ownFiles';
import type { Project } from '../project';
import {
  isSeen,
  usesOf,
  type VariableFamily,
  type VariableNode,
  type VariablePlace,
  variableFamily,
  variablesOf,
} from '../variables/family';
import { functionAround, givenPlaces, mentionsIn, readsIn } from '../variables/givers';
import { includersOf, inclusionsIn } from '../variables/inclusions';
import { nodeOf } from '../variables/nodeOf';
import type { FileView, Location } from '../view';
import { pythonTexts } from './mentions';
import {
  type Change,
  isRefusal,
  overwrite,
  type Refusal,
  type Renameable,
  type Renaming,
  refusedName,
  type Unseen,
} from './renaming';

/** A variable is renamed in all templates that it is handed on to, and where tags and Python code give it. */
export function renameVariable(view: FileView, { range, name }: Occurrence): Renameable | Refusal {
  const { project } = view;
  if (name.includes('.'))
    return { refused: 'Only variables can be renamed in a template: what they hold is defined in Python.' };
  const node = nodeOf(view, range);
  if (node === undefined || ofDjango.has(name)) return { refused: `'${name}' is set by Django and cannot be renamed.` };
  if (ofCotton.has(name) && componentAt(project, node) !== undefined)
    return { refused: `'${name}' is set by django-cotton and cannot be renamed.` };
  return renameFamily(project, node, name, range);
}

/**
 * The same for the variable that an attribute of a component becomes.
 * @param range where it is written, perhaps with `-` in place of `_`
 */
export function renameAttribute(
  project: Project,
  file: Path,
  name: string,
  range: Range,
  written: string,
): Renameable | Refusal {
  const found = renameFamily(project, { path: file, binding: -1 }, name, range);
  if (isRefusal(found)) return found;
  return { ...found, name: written, to: (newName) => found.to(newName.replace(/(?<=\w)-(?=\w)/g, '_')) };
}

function renameFamily(project: Project, node: VariableNode, name: string, range: Range): Renameable | Refusal {
  const family = variableFamily(project, node, name);
  const givers = giversOf(project, family);
  if (isRefusal(givers)) return givers;
  return {
    range,
    name,
    to(newName): Renaming | Refusal {
      const wrong = refusedName(newName, /^[A-Za-z]\w*$/, 'A variable');
      if (wrong) return wrong;
      if (ofDjango.has(newName)) return { refused: `'${newName}' has a meaning of its own in templates.` };
      const taken = takenBy(project, family, newName);
      if (taken) return taken;
      const [dashed, plain] = parted(family.places, ({ isDashed }) => isDashed ?? false);
      const [guessed, certain] = parted(plain, (place) => isGuessed(project, place));
      const read = reads(project, family, givers);
      const asVariable = overwrite(project, [...certain, ...givers, ...read.sure], name, newName);
      if (isRefusal(asVariable)) return asVariable;
      const asAttribute = overwrite(project, dashed, name.replace(/_/g, '-'), newName.replace(/_/g, '-'));
      if (isRefusal(asAttribute)) return asAttribute;
      const changes = [...asVariable, ...asAttribute];
      const doubts = [
        { places: guessed, unsure: 'Tags that read their arguments by themselves' },
        { places: read.unsure, unsure: `Code that may name the variable '${name}'` },
      ];
      const unsure = doubts.flatMap(({ places, unsure }) =>
        places.map(({ path, range }): Change => ({ path, range, text: newName, unsure })),
      );
      return { changes: [...changes, ...unsure], moves: [], unseen: unseenOf(project, family) };
    },
  };
}

/** Names that mean something in every template. */
const ofDjango = new Set([
  'forloop',
  'block',
  'True',
  'False',
  'None',
  'and',
  'or',
  'not',
  'in',
  'is',
  'as',
  'with',
  'only',
  'by',
  'if',
]);

/** What every component of django-cotton has. */
const ofCotton = new Set(['slot', 'attrs', 'cotton_data']);

function componentAt(project: Project, { path, binding }: VariableNode): string | undefined {
  const template = binding < 0 ? project.templates().names.get(path) : undefined;
  return template === undefined ? undefined : componentName(project, template);
}

/** Where Python code gives the variable; a refusal where a package does, or where the name is not written. */
function giversOf(project: Project, { name, sources }: VariableFamily): readonly Location[] | Refusal {
  const found: Location[] = [];
  for (const source of sources) {
    const places = givenPlaces(project, source, name);
    const foreign = places?.find(({ path }) => !isOwnFile(project, path));
    if (places === undefined || places.length === 0 || foreign)
      return { refused: refusalOf(project, source, foreign?.path ?? source.place?.path, name) };
    found.push(...places);
  }
  return found;
}

function refusalOf(project: Project, { by }: NameSource, path: Path | undefined, name: string): string {
  if (path !== undefined && !isOwnFile(project, path))
    return `'${name}' is given by ${by} of ${packageOf(project, path)} and cannot be renamed here.`;
  if (by.startsWith('django.')) return `'${name}' is given by ${by} and cannot be renamed here.`;
  return `'${name}' is not written in ${by}: Django names it by itself, or it is computed there. It cannot be renamed here.`;
}

/** Why the new name would mean two things. */
function takenBy(project: Project, { name, nodes }: VariableFamily, newName: string): Refusal | undefined {
  const refusal = (path: Path) => ({
    refused: `There is already a variable '${newName}' in '${project.templates().names.get(path) ?? path}'.`,
  });
  for (const { path, binding } of nodes) {
    const tree = project.template(path);
    if (tree === undefined) continue;
    if (binding < 0) {
      const isGiven = (project.contexts.names(path).get(newName)?.sources ?? []).length > 0;
      if (isGiven || isSeen(project, path, newName) || isRead(project, tree, newName, 0, tree.source.length))
        return refusal(path);
      continue;
    }
    const extent = extentOf(tree, binding);
    const seen = inclusionsIn(project, path)
      .filter(
        ({ start, isOnly, taken }) => extent.start <= start && start < extent.end && !isOnly && !taken.has(newName),
      )
      .flatMap(({ targets }) => targets)
      .find((target) => isSeen(project, target, newName));
    if (seen !== undefined) return refusal(seen);
    if (isRead(project, tree, newName, extent.start, extent.end)) return refusal(path);
  }
  return name === newName ? { refused: `It is named '${name}' already.` } : undefined;
}

function isRead(project: Project, tree: Template, name: string, start: number, end: number): boolean {
  return variablesOf(project, tree).some(
    ({ parts: [part] }) => part.text === name && start <= part.start && part.start < end,
  );
}

function extentOf(tree: Template, binding: number): { start: number; end: number } {
  const found = blocksAt(tree, binding + 1).find(({ node }) => node.start === binding);
  return { start: binding, end: found?.node.end ?? tree.source.length };
}

/** Whether a place is a bare word in a tag of which nobody knows what it takes its words for: `name=word` and `word.part` are values. */
function isGuessed(project: Project, { path, range: { start }, use }: VariablePlace): boolean {
  const tree = project.template(path);
  if (tree === undefined || use === undefined || use.sets || use.parts.length > 1 || tree.source[start - 1] === '=')
    return false;
  const tag = tagAt(tree, start);
  if (tag === undefined) return false;
  return tag.tag === undefined || (tag.tag.kind === 'compiled' && grammarOf(tag.tag) === undefined);
}

function tagAt(tree: Template, offset: number): TagNode | undefined {
  for (const node of allNodes(tree)) {
    if (node.kind !== 'tag' || offset < node.start || node.end <= offset) continue;
    if (partsOf(node).some(({ token }) => token.start <= offset && offset < token.end)) return node;
  }
  return undefined;
}

/** Python code that reads the name from a context, beside what gives it in the same function: sure only there. */
function reads(project: Project, { name, nodes, sources }: VariableFamily, givers: readonly Location[]) {
  const sure: Location[] = [];
  const unsure: Location[] = [];
  if (sources.length === 0 && !nodes.some(({ binding }) => binding < 0)) return { sure, unsure };
  const known = new Set(givers.map(({ path, range }) => `${range.start} ${path}`));
  for (const [path, text] of pythonTexts(project)) {
    if (!text.includes(name)) continue;
    const functions = givers.filter((one) => one.path === path).map(({ range }) => functionAround(text, range.start));
    const isBeside = ({ start }: Range) => functions.some((one) => one.start <= start && start < one.end);
    const found = readsIn(text, name).filter(({ start }) => !known.has(`${start} ${path}`));
    for (const range of found) (isBeside(range) ? sure : unsure).push({ path, range });
    const taken = new Set(found.map(({ start }) => start));
    for (const range of functions.length > 0 ? mentionsIn(text, name) : [])
      if (isBeside(range) && !taken.has(range.start) && !known.has(`${range.start} ${path}`))
        unsure.push({ path, range });
  }
  return { sure, unsure };
}

/** What may see the variable and cannot be read. */
function unseenOf(project: Project, { name, nodes, places, sources }: VariableFamily): Unseen[] {
  const unseen: Unseen[] = [];
  for (const { path, binding } of nodes) {
    const tree = project.template(path);
    if (tree === undefined || !isOwnFile(project, path)) continue;
    for (const { start, shown, targets, taken, isOnly } of inclusionsIn(project, path)) {
      if (targets.length > 0 || isOnly || taken.has(name) || bindingOfName(tree, name, start) !== binding) continue;
      const why = `Includes a template that is not known: it may show '${name}'`;
      unseen.push({ why, place: { path, range: shown } });
    }
    if (binding >= 0) continue;
    for (const { certain, by, names } of project.contexts.renderings(path))
      if (!certain && !names.has(name)) unseen.push({ why: `What ${by} gives to a template is not known whole` });
    if (componentAt(project, { path, binding }) !== undefined && isShownAsAttribute(project, path, tree, name))
      unseen.push({ why: `'{{ attrs }}' of the component shows '${name}' as an attribute of HTML, too` });
    for (const tag of tagsReading(project, tree, name))
      unseen.push({ why: `The tag '${tag}' of a package reads '${name}'` });
  }
  if (sources.length === 0 && nodes.some(({ binding }) => binding < 0) && !places.some(({ sets }) => sets))
    unseen.push({ why: `Nothing that is known gives '${name}' to its templates: what does keeps its name` });
  if (hasTranslations(project) && places.some(({ path, range }) => isInMessage(project, path, range.start)))
    unseen.push({ why: `Translations name it, too: '%(${name})s' stays in the .po files` });
  return [...new Map(unseen.map((one) => [`${one.why} ${one.place?.path} ${one.place?.range.start}`, one])).values()];
}

/** Whether a component shows all its attributes, of which this is one: those that it declares are left out. */
function isShownAsAttribute(project: Project, path: Path, tree: Template, name: string): boolean {
  if (componentFace(project, path)?.vars.some((one) => variableName(one.name.text) === name)) return false;
  const isGiven = includersOf(project, path).some(({ inclusion }) => inclusion.given.has(name));
  return isGiven && usesOf(project, tree, 'attrs', -1).length > 0;
}

/** The tags of packages in a template whose modules read the name from a context. */
function tagsReading(project: Project, tree: Template, name: string): string[] {
  const tags = new Map<string, string>();
  for (const node of allNodes(tree))
    if (node.kind === 'tag' && node.tag && grammarOf(node.tag) === undefined)
      tags.set(node.tag.function, node.tag.name);
  return [...tags].flatMap(([dotted, tag]) => {
    const path = project.modules.find(dotted.slice(0, dotted.lastIndexOf('.')))?.path;
    const text = path && !isOwnFile(project, path) ? project.files.text(path) : undefined;
    return text !== undefined && readsIn(text, name).length > 0 ? [tag] : [];
  });
}

/** Whether texts of the project may be translated: an app of it has a `locale`, or the settings name folders. */
function hasTranslations(project: Project): boolean {
  const folders = project.settings().value('LOCALE_PATHS');
  if (folders !== undefined && asItems(folders)?.length !== 0) return true;
  const apps = project.apps().list.flatMap(({ path }) => (path && isOwnFile(project, path) ? path : []));
  return apps.some((path) => project.files.directory(join(path, 'locale')) !== undefined);
}

/** Whether a place stands in a text for translation, of which it is a part. */
function isInMessage(project: Project, path: Path, offset: number): boolean {
  const tree = project.template(path);
  return tree !== undefined && blocksAt(tree, offset).some(({ node }) => node.block?.content === 'message');
}

function parted<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((one) => !test(one))];
}
