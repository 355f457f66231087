import { type CottonAttribute, componentKey, componentNamed, cottonTags } from '../../templates/cottonTags';
import { type FilterExpression, parseExpression } from '../../templates/expression';
import { allNodes, type Template } from '../../templates/nodes';
import { bindingOfName, type VariableUse } from '../../templates/variables';
import type { Path } from '../../text/paths';
import type { Range } from '../../text/range';
import type { FileStore } from '../fileStore';
import type { Libraries } from '../libraries/libraries';
import { type ComponentSources, componentFile, componentName, projectCotton, variableName } from './cottonComponents';
import { slippersComponent, slippersLibrary } from './slippers';

/** A place of a template that shows a component, as it would include its template. */
export interface ComponentElement {
  readonly start: number;
  /** What is written of the component's name. */
  readonly shown: Range;
  /** The component's template; undefined where its name is not known. */
  readonly file: Path | undefined;
  readonly given: readonly GivenName[];
  /** Whether the component sees nothing of the context around. */
  readonly isOnly: boolean;
}

/** A name that an element gives to its component. */
export interface GivenName {
  readonly name: string;
  /** Where it is written; an attribute may be written with `-` in place of `_`. */
  readonly range: Range;
  /** Its value: an expression, text that is put together, or `True` of an attribute without one. */
  readonly value: FilterExpression | 'text' | 'flag';
}

/** What elements are found in. */
export interface ElementSources extends ComponentSources {
  readonly files: Pick<FileStore, 'filesUsing'>;
  template(path: Path): Template | undefined;
  libraries(): Pick<Libraries, 'byName'>;
}

/** The components that a template shows: elements of django-cotton, in the order of the text, and tags of slippers. */
export function componentElements(sources: ElementSources, tree: Template): ComponentElement[] {
  return [...cottonElements(sources, tree), ...slippersElements(sources, tree)];
}

/** The templates that show a component. */
export function componentUsers(sources: ElementSources, path: Path): Path[] {
  const template = sources.templates().names.get(path);
  if (template === undefined) return [];
  const name = componentName(sources, template);
  const users = name === undefined ? [] : [...sources.files.filesUsing('component', componentKey(name))];
  for (const tag of slippersTagsOf(sources, template)) users.push(...sources.files.filesUsing('tag', tag));
  return [...new Set(users)].filter((user) => user !== path);
}

/**
 * Elements of django-cotton (django_cotton.templatetags._component): what their attributes and slots give, on top of the context around
 * unless they say `only` or the settings isolate them.
 */
function cottonElements(sources: ElementSources, { source }: Template): ComponentElement[] {
  if (!/<c-|\{%\s?cotton\s/.test(source) || projectCotton(sources) === undefined) return [];
  const { isIsolated } = projectCotton(sources)!;
  const found: (ComponentElement & { readonly given: GivenName[] })[] = [];
  const open: { name: string; element: (typeof found)[number] }[] = [];
  for (const tag of cottonTags(source)) {
    const name = tag.name.text;
    if (tag.closes) {
      const at = open.findLastIndex((one) => one.name === name);
      if (at >= 0) open.length = at;
    } else if (name === 'slot') {
      const slot = tag.attributes.find((one) => one.name.text === 'name')?.value;
      if (slot && /^\w+$/.test(slot.text))
        open.at(-1)?.element.given.push({ name: slot.text, range: slot, value: 'text' });
    } else if (name !== 'vars') {
      const named = componentNamed(tag);
      const attributes = tag.attributes.filter(({ name }) => !['is', ':is', 'only', ':attrs'].includes(name.text));
      const element = {
        start: tag.start,
        shown: tag.name,
        file: named && componentFile(sources, named.text),
        given: attributes.map((one) => givenBy(source, one)),
        isOnly: isIsolated || tag.attributes.some(({ name, value }) => name.text === 'only' && value === undefined),
      };
      found.push(element);
      if (!tag.selfClosing) open.push({ name, element });
    }
  }
  return found;
}

function givenBy(source: string, attribute: CottonAttribute): GivenName {
  const { name, value } = attribute;
  const colons = /^:*/.exec(name.text)![0].length;
  const expression = expressionOf(source, attribute);
  return {
    name: variableName(name.text),
    range: { start: name.start + colons, end: name.end },
    value: expression ?? (value === undefined ? 'flag' : 'text'),
  };
}

/** The value of an attribute of django-cotton that it takes for an expression: behind `:name=`, and without quotes. */
function expressionOf(source: string, { name, value }: CottonAttribute): FilterExpression | undefined {
  if (value === undefined) return undefined;
  const isDynamic = /^:(?!:)/.test(name.text) || source[value.start - 1] === '=';
  return isDynamic && /^(?:[A-Za-z_][\w.]*|\d+|"[^"{]*"|'[^'{]*')$/.test(value.text)
    ? parseExpression(source, value, { value: true })
    : undefined;
}

/** A name that a component has by itself; without a range where nothing is written, without a value where none is known. */
export interface DeclaredName {
  readonly name: string;
  readonly range?: Range;
  readonly value?: GivenName['value'];
}

/**
 * What a component declares, and what django-cotton or slippers gives to each; nothing for a template that is no component.
 * @param tree only asked where it matters: else each change of a template would change what is known of it
 */
export function declaredNames(
  sources: ElementSources,
  template: string,
  tree: () => Template | undefined,
): DeclaredName[] {
  if (isSlippersComponent(sources, template)) return [{ name: 'children', value: 'text' }];
  const source = componentName(sources, template) === undefined ? undefined : tree()?.source;
  if (source === undefined) return [];
  const vars = cottonTags(source).find(({ name }) => name.text === 'vars')?.attributes ?? [];
  const declared = vars.filter(({ value }) => value !== undefined).map((one): DeclaredName => givenBy(source, one));
  return [...declared, { name: 'slot', value: 'text' }, { name: 'attrs' }];
}

/** Whether slippers has a tag for a template. */
export function isSlippersComponent(sources: Pick<ElementSources, 'libraries'>, template: string): boolean {
  return slippersTagsOf(sources, template).length > 0;
}

function slippersTagsOf({ libraries }: Pick<ElementSources, 'libraries'>, template: string): string[] {
  const known = [...libraries().byName.values()].filter(({ module }) => module === slippersLibrary);
  return known.flatMap(({ tags }) =>
    [...tags.values()].flatMap((tag) =>
      tag.function === slippersComponent && tag.template === template ? [tag.name] : [],
    ),
  );
}

/** The variables that attributes of django-cotton name as expressions, where Django sees only text. */
export function attributeVariables(sources: ComponentSources, tree: Template): VariableUse[] {
  const { source } = tree;
  if (!/<c-|\{%\s?cotton[\s:]/.test(source) || projectCotton(sources) === undefined) return [];
  return cottonTags(source).flatMap(({ attributes }) =>
    attributes.flatMap((one) => {
      const value = expressionOf(source, one)?.value;
      if (value?.kind !== 'variable') return [];
      return [
        { parts: value.parts, sets: false, binding: bindingOfName(tree, value.parts[0].text, value.parts[0].start) },
      ];
    }),
  );
}

/** Tags of slippers: a component sees what they give it, and nothing else (slippers.templatetags.slippers.ComponentNode). */
function slippersElements(sources: ElementSources, tree: Template): ComponentElement[] {
  return [...allNodes(tree)].flatMap((node): ComponentElement[] => {
    if (node.kind !== 'tag' || node.tag?.function !== slippersComponent) return [];
    const { name, arguments: args } = node.opening;
    const given = args.flatMap(({ keyword, expression, start, end }): GivenName[] => {
      if (keyword) return [{ name: keyword.text, range: keyword, value: expression ?? 'flag' }];
      const text = tree.source.slice(start, end);
      return /^[A-Za-z_]\w*$/.test(text) ? [{ name: text, range: { start, end }, value: 'flag' }] : [];
    });
    const file = sources.templates().files.get(node.tag.template ?? '')?.[0];
    return [{ start: node.start, shown: name, file, given, isOnly: true }];
  });
}
