import { allNodes, type TagNode, type Template } from '../../templates/nodes';
import type { Path } from '../../text/paths';
import type { ElementSources, GivenName } from '../components/elements';
import type { FileStore } from '../fileStore';
import { templateNameOf } from '../templates/templateName';
import type { Types } from '../types/types';
import { bindingsAt, scopeWith } from './bindings';
import { type ComponentShown, elementsShowing, ownOfComponent, typeOfGiven } from './componentNames';
import type { ContextName, NameSource } from './contextName';
import type { Scope } from './expressions';
import { keywordPairs } from './tagArguments';

/** What is needed to tell what templates hand on to each other. */
export interface HandingOn {
  readonly sources: ElementSources & { readonly files: Pick<FileStore, 'uses' | 'filesUsing'> };
  readonly types: Types;
  /** The names at the start of a template, as its expressions see them. */
  scope(path: Path): Scope;
  /** The names of a template's context; undefined while these are being found. */
  names(path: Path): ReadonlyMap<string, ContextName> | undefined;
}

/** The names that a template which extends or includes another one of a name hands on to that (django.template.loader_tags.ExtendsNode and IncludeNode). */
export function* fromTemplate(
  user: Path,
  path: Path,
  name: string,
  handing: HandingOn,
): Iterable<[string, NameSource]> {
  const { sources, names } = handing;
  const { files } = sources;
  const uses = files.uses(user).filter((use) => use.kind === 'template' && templateNameOf(sources, user, use) === name);
  if (uses.some((use) => use.by === 'extends'))
    for (const [one, { sources: all }] of names(user) ?? [])
      for (const source of all) if (source.kind !== 'processor') yield [one, source];
  if (!uses.some((use) => use.by === 'include')) return;
  const template = sources.template(user);
  if (template === undefined) return;
  for (const node of allNodes(template)) {
    if (node.kind !== 'tag' || node.tag?.function !== 'django.template.loader_tags.do_include') continue;
    const use = uses.find((one) => node.start < one.start && one.end < node.opening.token.end);
    if (use) yield* included(node, template, user, path, handing);
  }
}

function included(
  node: TagNode,
  template: Template,
  user: Path,
  path: Path,
  handing: HandingOn,
): Iterable<[string, NameSource]> {
  const args = node.opening.arguments;
  const given = keywordPairs(args, template.source);
  const isOnly = args.some((one) => one.role === 'word' && template.source.slice(one.start, one.end) === 'only');
  return handedOn({ user, template, start: node.start, given, isOnly }, path, [], handing);
}

/** The names of a component: what it has by itself, and what the elements that show it hand on. */
export function* fromComponent(path: Path, own: string, handing: HandingOn): Iterable<[string, NameSource]> {
  const { sources, types, scope } = handing;
  const declared = [...ownOfComponent(path, own, () => scope(path), sources, types)];
  yield* declared;
  for (const shown of elementsShowing(path, sources))
    yield* handedOn(
      shown,
      path,
      declared.map(([name]) => name),
      handing,
    );
}

/** What a tag or element that shows another template hands on to it, of its own and of the context around. */
function* handedOn(
  { user, template, start, given, isOnly }: Shown,
  path: Path,
  ofItsOwn: readonly string[],
  { sources, types, scope, names }: HandingOn,
): Iterable<[string, NameSource]> {
  const own = sources.templates().names.get(user) ?? user;
  const bindings = bindingsAt(template, start, scope(user), types);
  const inner = scopeWith(bindings, scope(user));
  for (const { name, range, value } of given) {
    const type = () => typeOfGiven(value, inner, types);
    yield [name, { by: own, kind: 'include', location: { path: user, range }, type }];
  }
  if (isOnly || user === path) return;
  const taken = new Set([...given.map(({ name }) => name), ...ofItsOwn]);
  for (const { name, range, type } of [...bindings].reverse()) {
    if (taken.has(name)) continue;
    taken.add(name);
    yield [name, { by: own, kind: 'include', ...(range && { location: { path: user, range } }), type }];
  }
  for (const [name, { sources: all }] of names(user) ?? [])
    if (!taken.has(name)) for (const source of all) if (source.kind !== 'processor') yield [name, source];
}

/** A tag or element of a template that shows another one. */
type Shown = Omit<ComponentShown, 'given'> & {
  readonly given: readonly (Omit<GivenName, 'value'> & { readonly value: GivenName['value'] | undefined })[];
};
