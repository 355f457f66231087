import type { Template } from '../../templates/nodes';
import type { Path } from '../../text/paths';
import {
  componentElements,
  componentUsers,
  declaredNames,
  type ElementSources,
  type GivenName,
} from '../components/elements';
import { plain, type Type, unknownType } from '../types/type';
import type { Types } from '../types/types';
import type { NameSource } from './contextName';
import { expressionType, type Scope } from './expressions';

/** An element of a template that shows a component, with the names that it gives. */
export interface ComponentShown {
  readonly user: Path;
  readonly template: Template;
  readonly start: number;
  readonly given: readonly GivenName[];
  readonly isOnly: boolean;
}

/** Every element that shows a template as a component. */
export function* elementsShowing(path: Path, sources: ElementSources): Iterable<ComponentShown> {
  for (const user of componentUsers(sources, path)) {
    const template = sources.template(user);
    for (const { file, start, given, isOnly } of template ? componentElements(sources, template) : [])
      if (file === path) yield { user, template: template!, start, given, isOnly };
  }
}

/** What a component has besides what it is given: what it declares with a value, and what its package gives to each. */
export function* ownOfComponent(
  path: Path,
  own: string,
  scope: () => Scope,
  sources: ElementSources,
  types: Types,
): Iterable<[string, NameSource]> {
  for (const { name, range, value } of declaredNames(sources, own, () => sources.template(path)))
    yield [
      name,
      {
        by: own,
        kind: 'include',
        ...(range && { location: { path, range } }),
        type: () => typeOfGiven(value, scope(), types),
      },
    ];
}

/** The type of what an element gives to its component, in the scope where the element stands. */
export function typeOfGiven(value: GivenName['value'] | undefined, scope: Scope, types: Types): Type {
  if (value === undefined) return unknownType;
  if (value === 'flag') return plain('bool');
  return value === 'text' ? plain('str') : expressionType(value, scope, types);
}
