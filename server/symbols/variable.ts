import { attributeVariables } from '../project/components/elements';
import { propAt, slippersComponent, slippersLibrary } from '../project/components/slippers';
import { type Binding, bindingsAt, scopeWith } from '../project/context/bindings';
import type { NameSource } from '../project/context/contextName';
import { variableType } from '../project/context/expressions';
import { calledInTemplate, templateAttribute } from '../project/context/lookup';
import { markdownOfDocstring } from '../project/docstrings/markdown';
import type { Completion, Kind } from '../project/kind';
import { rangeOf, sourceOf, statementRange } from '../project/places';
import type { Project } from '../project/project';
import { renameVariable } from '../project/rename/variable';
import { superBlocks } from '../project/templates/inheritance';
import { attributesOf } from '../project/types/attributes';
import type { Attribute } from '../project/types/memberAttribute';
import { isKnownType, showType, type Type } from '../project/types/type';
import { placesOfType } from '../project/types/typePlaces';
import { usesOf, variablesOf } from '../project/variables/family';
import { variableGivenAt } from '../project/variables/givers';
import { nodeOf } from '../project/variables/nodeOf';
import { placesOfVariable } from '../project/variables/placesOfVariable';
import type { FileView, Location } from '../project/view';
import { docstringOf } from '../python/docstring';
import type { Place } from '../python/values';
import type { Variable } from '../templates/expression';
import { allNodes, functionOf, partsOf, type TagNode, type Template } from '../templates/nodes';
import { type Range, touches } from '../text/range';

/** Variables of a template and what can follow their dots, as views, context processors and tags give them. */
export const variable: Kind = {
  kind: 'variable',
  at(view, offset) {
    const found = view.template && partAt(view.project, view.template.tree, offset);
    return found && { range: found.range, name: found.parts.join('.') };
  },
  definitions(view, { name, range }) {
    if (name === 'block.super') return superBlocks(view, range.start);
    const handed = handedOn(view, range);
    if (handed) return handed.slice(0, 1);
    const found = lookUp(view, name.split('.'), range);
    if (found === undefined) return [];
    const { project } = view;
    if (found.attribute) return locationOf(project, found.attribute.place);
    if (found.binding?.range) return [{ path: view.path, range: found.binding.range }];
    const locations = found.sources.flatMap(({ place, location }) =>
      location ? [location] : locationOf(project, place),
    );
    return [...new Map(locations.map((one) => [`${one.path} ${one.range.start}`, one])).values()];
  },
  typeDefinitions(view, { name, range }) {
    const found = lookUp(view, name.split('.'), range);
    const places = found ? placesOfType(found.type, view.project.contexts.types) : [];
    return places.flatMap((place) => locationOf(view.project, place));
  },
  given: (view, offset) => (view.template === undefined ? variableGivenAt(view, offset) : undefined),
  references(view, occurrence) {
    const { project } = view;
    const { name, range } = occurrence;
    const node = name.includes('.') ? undefined : nodeOf(view, range);
    if (node === undefined) return [];
    return placesOfVariable(project, node, name, this.definitions(view, occurrence));
  },
  renaming: renameVariable,
  describe(view, { name, range }) {
    if (handedOn(view, range)) return undefined;
    const found = lookUp(view, name.split('.'), range);
    if (found === undefined) return undefined;
    const { attribute, binding, sources } = found;
    if (!isKnownType(found.type) && attribute === undefined && binding === undefined && sources.length === 0)
      return undefined;
    const shown = declaration(name, found.type);
    const from = attribute || binding ? [] : originOf(sources);
    const documentation = attribute?.place && documentationAt(view.project, attribute.place);
    return [shown, ...from, ...(documentation ? [documentation] : [])].join('\n\n');
  },
  complete(view, target, offset) {
    const { project, template } = view;
    const path = target.slot?.path.map(({ text }) => text) ?? [];
    if (template === undefined) return [];
    const { types, names, scope } = project.contexts;
    const bindings = bindingsAt(template.tree, offset, scope(view.path), types);
    if (path.length > 0) {
      const type = variableType(path, scopeWith(bindings, scope(view.path)), types);
      return [...attributesOf(type, types).values()].flatMap((attribute) => memberItem(project, attribute));
    }
    const items = new Map<string, Completion>();
    for (const one of bindings.toReversed())
      if (!items.has(one.name))
        items.set(one.name, nameItem(one.name, `{% ${one.by} %}`, one.type, isOfTag(one) ? 2 : 0));
    for (const { name, sources } of names(view.path).values()) {
      if (items.has(name)) continue;
      const isEverywhere = sources.every(({ kind }) => kind === 'processor');
      const rank = !isEverywhere ? 1 : /[a-z]/.test(name) ? 2 : 3;
      items.set(
        name,
        nameItem(
          name,
          sources[0].by,
          () => scope(view.path).typeOfName(name),
          rank,
          () => originOf(sources).join('\n\n'),
        ),
      );
    }
    return [...items.values()];
  },
};

/** Whether every loop or block has it: rarely what somebody starts to write. */
function isOfTag({ name, by }: Binding): boolean {
  return (name === 'forloop' && by === 'for') || (name === 'block' && by === 'block');
}

/** Where an included template shows the name that is given to it behind `with`; undefined for another place. */
function handedOn(view: FileView, range: Range): readonly Location[] | undefined {
  const node = view.template && nodeOf(view, range);
  if (node === undefined || node.path === view.path) return undefined;
  const tree = view.project.template(node.path);
  const name = view.text.slice(range.start, range.end);
  return tree ? usesOf(view.project, tree, name, -1).map(({ parts }) => ({ path: node.path, range: parts[0] })) : [];
}

/** A name with its type, where that is known. */
function declaration(name: string, type: Type): string {
  return `\`\`\`python\n${name}${isKnownType(type) ? `: ${showType(type)}` : ''}\n\`\`\``;
}

function nameItem(name: string, by: string, type: () => Type, rank: number, documentation?: () => string): Completion {
  return {
    label: name,
    kind: 'variable',
    insert: name,
    detail: by,
    rank,
    documentation: () => [declaration(name, type()), ...(documentation ? [documentation()] : [])].join('\n\n'),
  };
}

/** A member as an item; those that a template cannot call are left out. */
function memberItem(project: Project, { name, kind, type, place }: Attribute): Completion[] {
  if (name.startsWith('_')) return [];
  const own = type();
  if (own.kind === 'method' && own.refused) return [];
  const item: Completion = {
    label: name,
    kind: kind === 'method' ? 'method' : kind === 'property' || kind === 'key' ? 'property' : 'field',
    insert: name,
    ...(own.kind === 'method' ? { detail: 'method' } : isKnownType(own) && { detail: showType(own) }),
    rank: kind === 'method' ? 2 : kind === 'property' || kind === 'relation' ? 1 : 0,
    documentation: () => (place && documentationAt(project, place)) || undefined,
  };
  return [item];
}

/** What a part of a variable means. */
interface Meaning {
  readonly type: Type;
  /** For a part behind a dot. */
  readonly attribute?: Attribute;
  readonly binding?: Binding;
  readonly sources: readonly NameSource[];
}

function lookUp(view: FileView, parts: readonly string[], range: Range): Meaning | undefined {
  const tree = view.template?.tree;
  if (tree === undefined) return undefined;
  const { types, names, scope } = view.project.contexts;
  const outer = scope(view.path);
  const bound = bindingAt(tree, range);
  const bindings = bindingsAt(tree, bound ?? range.start, outer, types);
  const here = scopeWith(bindings, outer);
  if (parts.length > 1) {
    const owner = variableType(parts.slice(0, -1), here, types);
    const attribute = templateAttribute(owner, parts[parts.length - 1], types);
    return attribute && { type: calledInTemplate(attribute.type(), types), attribute, sources: [] };
  }
  const [name] = parts;
  const type = variableType(parts, here, types);
  const binding = bindings.findLast((one) => one.name === name);
  return { type, ...(binding && { binding }), sources: binding ? [] : (names(view.path).get(name)?.sources ?? []) };
}

/** Behind the opening tag that binds a name, for the name itself. */
function bindingAt(tree: Template, range: Range): number | undefined {
  for (const node of allNodes(tree)) {
    if (node.kind !== 'tag' || node.start > range.start || range.end > node.opening.token.end) continue;
    const isTarget = node.opening.arguments.some(
      ({ role, keyword, start }) => (role === 'target' && start === range.start) || keyword?.start === range.start,
    );
    return isTarget ? node.opening.token.end : undefined;
  }
  return undefined;
}

interface Part {
  readonly range: Range;
  /** The names up to the one at the offset. */
  readonly parts: readonly string[];
}

/** The part of a variable at an offset, or the name that a tag binds there. */
function partAt(project: Project, tree: Template, offset: number): Part | undefined {
  const named = variablesOf(project, tree).find(({ parts }) => parts.length === 1 && touches(parts[0], offset));
  if (named?.parts[0].text) return { range: rangeOfWord(named.parts[0]), parts: [named.parts[0].text] };
  for (const node of allNodes(tree)) {
    if (node.start > offset) break;
    if (node.end < offset || node.kind === 'text' || node.kind === 'comment') continue;
    const parts = node.kind === 'tag' ? partsOf(node) : [];
    const expressions =
      node.kind === 'variable'
        ? [node.expression]
        : parts.flatMap((part) => part.arguments.flatMap(({ expression }) => expression ?? []));
    for (const { value, filters } of expressions) {
      for (const operand of [value, ...filters.map(({ argument }) => argument)]) {
        const found = operand?.kind === 'variable' ? partIn(operand, offset) : undefined;
        if (found) return found;
      }
    }
    for (const { keyword } of parts.flatMap((part) => part.arguments))
      if (keyword && node.kind === 'tag' && isInclude(node) && touches(keyword, offset))
        return { range: rangeOfWord(keyword), parts: [keyword.text] };
  }
  const inAttribute = attributeVariables(project, tree).find(({ parts }) =>
    parts.some((part) => touches(part, offset)),
  );
  if (inAttribute) return partIn(inAttribute, offset);
  const prop = propAt(tree.source, offset);
  const isMeant = prop && [...project.libraries().byName.values()].some(({ module }) => module === slippersLibrary);
  return isMeant ? { range: prop, parts: [tree.source.slice(prop.start, prop.end)] } : undefined;
}

/** Whether what a tag names with `=` becomes a variable of the template that it shows. */
function isInclude(node: TagNode): boolean {
  return functionOf(node) === 'django.template.loader_tags.do_include' || node.tag?.function === slippersComponent;
}

function rangeOfWord({ start, end }: Range): Range {
  return { start, end };
}

function partIn({ parts }: Pick<Variable, 'parts'>, offset: number): Part | undefined {
  const at = parts.findIndex((part) => touches(part, offset));
  if (at < 0 || parts[at].text === '') return undefined;
  const { start, end } = parts[at];
  return { range: { start, end }, parts: parts.slice(0, at + 1).map(({ text }) => text) };
}

/** The renderers of a name, for people. */
function originOf(sources: readonly NameSource[]): string[] {
  const names = [...new Set(sources.map(({ by }) => by))];
  if (names.length === 0) return [];
  const shown = names.slice(0, 5).map((name) => `\`${name}\``);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return [`From ${shown.join(', ')}${more}`];
}

function locationOf({ files }: Project, place: Place | undefined): Location[] {
  const range = place && rangeOf(files, place);
  return range ? [{ path: place.path, range }] : [];
}

/** The docstring of the function or class that stands at a place. */
function documentationAt({ files }: Project, place: Place): string | undefined {
  if (statementRange(files, place) === undefined) return undefined;
  const source = sourceOf(files, place);
  const docstring = source && /^\s*(?:@|async\b|def\b|class\b)/.test(source) ? docstringOf(source) : undefined;
  return docstring && markdownOfDocstring(docstring);
}
