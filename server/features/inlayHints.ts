import { bindingsAt } from '../project/context/bindings';
import { rangeOf } from '../project/places';
import { templateFileOf } from '../project/templates/templateTree';
import { optionsOfType, showType, type Type } from '../project/types/type';
import { placesOfType } from '../project/types/typePlaces';
import { lookUp } from '../project/urls/lookup';
import { readableRoute } from '../project/urls/readable';
import type { FileView, Location } from '../project/view';
import { allNodes, type TagNode } from '../templates/nodes';
import { type Range, touches } from '../text/range';

/** What is written into a template for its reader. */
export interface InlayHint {
  /** Behind which offset it stands. */
  readonly offset: number;
  readonly text: string;
  readonly kind: 'type' | 'origin';
  /** Markdown: what the text is too short for. */
  readonly tooltip?: string;
  /** Where a click leads; asked when somebody is about to. */
  readonly location: () => Location | undefined;
}

/** Which hints are wanted. */
export interface InlayHintSettings {
  /** The types of variables that tags set. */
  readonly variableTypes: boolean;
  /** The paths that `{% url %}` gives. */
  readonly routePaths: boolean;
  /** The templates whose blocks are overridden. */
  readonly blockOrigins: boolean;
}

/** The hints of a part of a template, in the order of the text; undefined for what is no template. Nothing is said of what is not known. */
export function inlayHints(view: FileView, range: Range, settings: InlayHintSettings): InlayHint[] | undefined {
  if (view.template === undefined) return undefined;
  const found: InlayHint[] = [];
  let inherited: ReadonlyMap<string, Location> | undefined;
  const origins = () => (inherited ??= inheritedOrigins(view));
  for (const node of allNodes(view.template.tree)) {
    if (node.start > range.end) break;
    if (node.kind !== 'tag' || node.opening.token.end < range.start || node.opening.token.unfinished) continue;
    if (settings.variableTypes) found.push(...ofVariables(view, node));
    if (settings.routePaths) found.push(...ofRoute(view, node));
    if (settings.blockOrigins) found.push(...ofBlock(view, node, origins));
  }
  return found;
}

/** The types of what a tag sets. */
function ofVariables(view: FileView, node: TagNode): InlayHint[] {
  const { opening } = node;
  if (!opening.arguments.some(({ role, keyword }) => role === 'target' || keyword !== undefined)) return [];
  const { project, template } = view;
  const { types, scope } = project.contexts;
  // What is set behind the tag is known where its block, if any, has ended.
  const inside = bindingsAt(template!.tree, opening.token.end, scope(view.path), types);
  const behind = node.end > opening.token.end ? bindingsAt(template!.tree, node.end, scope(view.path), types) : [];
  const own = [...inside, ...behind].filter(({ range }) => range && touches(opening.token, range.start));
  const first = own.filter((one, i) => own.findIndex(({ range }) => range!.start === one.range!.start) === i);
  return first.flatMap(({ range, type: typeOf }) => {
    const type = typeOf();
    if (isPlain(type)) return [];
    const { text, tooltip } = shortly(type);
    return {
      offset: range!.end,
      text: `: ${text}`,
      ...(tooltip && { tooltip }),
      kind: 'type' as const,
      location: () => placeOfType(view, type),
    };
  });
}

/** Whether there is nothing to learn: texts, lists and dicts of anything and `None` are what nobody asks about. */
function isPlain(type: Type): boolean {
  return optionsOfType(type).every((one) => {
    if (one.kind === 'list') return one.item().kind === 'unknown';
    return one.kind === 'plain' ? one.name === 'str' : /^(?:none|unknown|dict)$/.test(one.kind);
  });
}

/** A type as it fits into a line: of a long union the first, and none that is not known. The whole is for the tooltip. */
function shortly(type: Type): { text: string; tooltip?: string } {
  const known = optionsOfType(type).filter(({ kind }) => kind !== 'unknown');
  const names = [...new Set(known.map((one) => showType(one)))];
  const all = names.join(' | ');
  const isOpen = known.length < optionsOfType(type).length;
  let shown = names.length;
  while (shown > 1 && names.slice(0, shown).join(' | ').length > mostShown) shown--;
  if (shown === names.length && !isOpen) return { text: all };
  const whole = `\`\`\`python\n${all}\n\`\`\``;
  return {
    text: shown === names.length ? all : `${names.slice(0, shown).join(' | ')} | …`,
    tooltip: isOpen
      ? `${whole}\n\nIt may be something else, too: not everything that gives it a value could be followed.`
      : whole,
  };
}

/** How many characters of a union are shown, as in the hints of TypeScript. */
const mostShown = 30;

function placeOfType({ project }: FileView, type: Type): Location | undefined {
  const [place] = placesOfType(type, project.contexts.types);
  const range = place && rangeOf(project.files, place);
  return range && { path: place.path, range };
}

/** The path of the only route that a `{% url %}` can mean, or of all where they have the same. */
function ofRoute({ project }: FileView, { tag, opening }: TagNode): InlayHint[] {
  if (tag?.function !== 'django.template.defaulttags.url') return [];
  const value = opening.arguments[0]?.expression?.value;
  if (value?.kind !== 'string') return [];
  const { routes } = lookUp(project, value.text);
  const paths = new Set(routes.map(readableRoute));
  if (paths.size !== 1) return [];
  const place = routes[0].namePlace ?? routes[0].place;
  const location = () => {
    const range = place && rangeOf(project.files, place);
    return range && { path: place.path, range };
  };
  return [{ offset: opening.arguments[0].end, text: [...paths][0], kind: 'origin', location }];
}

/** The nearest template whose block of the same name is overridden. */
function ofBlock(
  { project, text }: FileView,
  { tag, opening }: TagNode,
  origins: () => ReadonlyMap<string, Location>,
): InlayHint[] {
  const [name] = opening.arguments;
  if (tag?.function !== 'django.template.loader_tags.do_block' || name === undefined) return [];
  const origin = origins().get(text.slice(name.start, name.end));
  if (origin === undefined) return [];
  const shown = project.templates().names.get(origin.path) ?? origin.path;
  return [{ offset: name.end, text: `← ${shown}`, kind: 'origin', location: () => origin }];
}

/** The blocks of the templates above one, each in the nearest that has it. */
function inheritedOrigins({ project, path }: FileView): ReadonlyMap<string, Location> {
  const found = new Map<string, Location>();
  const seen = new Set<string>();
  for (let one: string | undefined = path; one !== undefined && !seen.has(one); ) {
    seen.add(one);
    const name: string | undefined = project.files.template(one)?.extends?.name;
    one = name === undefined ? undefined : templateFileOf(project, one, { name, by: 'extends' });
    for (const { name: block, start, end } of (one && project.files.template(one)?.blocks) || [])
      if (!found.has(block)) found.set(block, { path: one!, range: { start, end } });
  }
  return found;
}
