import { resolve } from '../../python/resolve';
import { dottedOf, likeliest, type Place, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Problem } from '../problem';
import { stringList } from '../settings';

/** A class or function that a setting names by its dotted path. */
export interface ImportString {
  /** As the setting has it. */
  readonly path: string;
  /** `module.QualifiedName` of what is found there: another module may define it. */
  readonly dotted: string;
  /** Where it is defined; undefined where its source is not at hand. */
  readonly place: Place | undefined;
  /** The entry of the setting. */
  readonly listed: Place | undefined;
}

export interface ImportStrings {
  readonly list: readonly ImportString[];
  /** Whether the list is known whole. */
  readonly certain: boolean;
  readonly problems: readonly Problem[];
}

/**
 * What a list of dotted paths means (django.utils.module_loading.import_string), in its order; entries that are likely not
 * there are left out. A path into a readable module that has no such name is a problem.
 * @param setting for people: the name of the setting
 */
export function readImportStrings(setting: string, value: Value | undefined, world: World): ImportStrings {
  const { items, complete } = stringList(value, world);
  const problems: Problem[] = [];
  const list: ImportString[] = [];
  for (const { text, item, place } of items) {
    if (item.maybe === 'unlikely') continue;
    const found = likeliest(resolve({ kind: 'ref', dotted: text }, world));
    const target = found.kind === 'class' || found.kind === 'function' ? found : undefined;
    if (found.kind === 'ref' && lacksName(text, world))
      problems.push({ what: `${setting}: '${text}'`, why: 'there is no such class or function', place });
    list.push({ path: text, dotted: dottedOf(found) ?? text, place: target?.place, listed: place });
  }
  return { list, problems, certain: complete && items.every(({ item }) => item.maybe === undefined) };
}

/** Whether the module is read whole and has not the name; a star import that could not be followed may bring it. */
function lacksName(path: string, world: World): boolean {
  const end = path.lastIndexOf('.');
  const namespace = end < 0 ? undefined : world.namespace(path.slice(0, end));
  return namespace !== undefined && namespace.unreadStars.length === 0 && !namespace.names.has(path.slice(end + 1));
}
