import type { Path } from '../../text/paths';
import { family } from '../queries/query';
import type { Runtime } from '../queries/runtime';
import { itemOf } from '../types/items';
import { type Type, unknownType } from '../types/type';
import type { Types } from '../types/types';
import { certainMember, type Member } from './certainMembers';
import { beforeLast, type Scope } from './expressions';
import { calledInTemplate, templateMember } from './lookup';

/** Finds a member of what a way leads to. */
export type FindMember = (way: string, name: string) => Member;

/**
 * What the ways from the names of a template's context lead to (`orders[].customer`), each found once, however many places name it.
 * @param scopeOf what the names of a template's context are
 */
export function createWays(runtime: Runtime, types: Types, scopeOf: (path: Path) => Scope): (path: Path) => FindMember {
  const known = new Map<Path, FindMember>();
  return (path) => {
    const find = known.get(path) ?? waysInto(scopeOf(path), runtime, types);
    known.set(path, find);
    return find;
  };
}

function waysInto(scope: Scope, runtime: Runtime, types: Types): FindMember {
  const typeAt = family(runtime, (way: string): Type => {
    const last = beforeLast(way);
    return types.effort.anew(() => {
      if (last === undefined) return calledInTemplate(scope.typeOfName(way), types);
      const before = (typeAt(last.before) as Type | undefined) ?? unknownType;
      return last.name === undefined
        ? calledInTemplate(itemOf(before, types), types)
        : templateMember(before, last.name, types);
    });
  });
  const members = family(runtime, (key: string): Member => {
    const [way, name] = key.split(' ');
    return types.effort.anew(() => certainMember(typeAt(way), name, types));
  });
  return (way, name) => members(`${way} ${name}`);
}
