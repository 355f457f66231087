import type { Template } from '../../templates/nodes';
import { allNodes, type TagNode } from '../../templates/nodes';
import type { Path } from '../../text/paths';
import type { FileStore } from '../fileStore';
import type { Libraries } from '../libraries/libraries';
import { type Type, unionOf, unknownType } from '../types/type';
import type { Types } from '../types/types';
import { bindingsAt, scopeWith } from './bindings';
import { expressionType, type Scope } from './expressions';

/** What is needed to see how templates use a tag. */
export interface TagUseSources {
  readonly files: FileStore;
  libraries(): Libraries;
  template(path: Path): Template | undefined;
  scope(path: Path): Scope;
  readonly types: Types;
}

/** How many templates that use a tag are looked into for its arguments. */
const mostUsers = 12;

/** The templates that use the tag of a function; undefined where they are too many to look into. */
export function usersOfTag(dotted: string, { files, libraries }: TagUseSources): readonly Path[] | undefined {
  const { builtins, byName } = libraries();
  const names = new Set<string>();
  for (const { tags } of [...builtins, ...byName.values()])
    for (const [name, tag] of tags) if (tag.function === dotted) names.add(name);
  const users = new Set([...names].flatMap((name) => files.filesUsing('tag', name)));
  const found = [...users].filter((path) => !path.endsWith('.py'));
  return found.length > mostUsers ? undefined : found;
}

/**
 * What templates give to the tag of a function as one of its parameters; undefined where none gives it.
 * @param position among the arguments that templates give without a name
 */
export function argumentType(dotted: string, name: string, position: number, sources: TagUseSources): Type | undefined {
  const users = usersOfTag(dotted, sources);
  if (users === undefined) return unknownType;
  const given: Type[] = [];
  let isLeftOut = false;
  for (const path of users) {
    const template = sources.template(path);
    if (template === undefined) continue;
    for (const node of allNodes(template)) {
      if (node.kind !== 'tag' || node.tag?.function !== dotted) continue;
      const type = givenBy(node, name, position, path, template, sources);
      if (type) given.push(type);
      else isLeftOut = true;
    }
  }
  return given.length === 0 ? undefined : unionOf([...given, ...(isLeftOut ? [unknownType] : [])]);
}

function givenBy(
  node: TagNode,
  name: string,
  position: number,
  path: Path,
  template: Template,
  { types, scope }: TagUseSources,
): Type | undefined {
  const values = node.opening.arguments.filter(({ role }) => role === 'value');
  const named = values.find(({ keyword }) => keyword?.text === name);
  const found = named ?? values.filter(({ keyword }) => keyword === undefined)[position];
  if (found === undefined) return undefined;
  if (found.expression === undefined) return unknownType;
  const outer = scope(path);
  return expressionType(found.expression, scopeWith(bindingsAt(template, node.start, outer, types), outer), types);
}
