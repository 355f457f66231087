import type { Operand } from '../../templates/expression';
import type { TagNode, Template } from '../../templates/nodes';
import type { Word } from '../../templates/words';
import type { Path } from '../../text/paths';
import { suggester } from '../../text/suggest';
import { closedNames } from '../types/closed';
import { type Method, optionsOfType, type Type, unionOf, unknownType } from '../types/type';
import type { Types } from '../types/types';
import { visitExpressions } from './bindings';
import { type Scope, stepTo } from './expressions';
import { calledInTemplate, templateAttribute } from './lookup';
import type { TemplateContexts } from './templateContext';

/** A member that a template cannot have of a value whose type is certain. */
export interface MemberFault {
  readonly kind: 'unknown' | NonNullable<Method['refused']>;
  readonly name: Word;
  /** What it is looked up on. */
  readonly owner: Type;
  /** For an unknown one: the name that may have been meant. */
  readonly similar?: string;
}

/** What to look for members in. */
export interface TemplateMembers {
  readonly path: Path;
  readonly template: Template;
  readonly contexts: TemplateContexts;
  /** Names that tags of the templates above may bind around a block of this one. */
  readonly hidden: ReadonlySet<string>;
}

/**
 * The members with which Django gives up silently (django.template.base.Variable._resolve_lookup), of those variables whose types
 * are certain.
 */
export function memberFaults(where: TemplateMembers): MemberFault[] {
  const found: MemberFault[] = [];
  const look = memberLookup(where, ({ isCertain, fault }, i) => (isCertain && fault ? { i, fault } : undefined));
  for (const use of memberUsesIn(where))
    for (const { i, fault } of look(use)) found.push({ ...fault, name: use.parts[i] });
  return found;
}

/** The names behind dots of which it is certain whether there are such members. */
export function certainNames(where: TemplateMembers): Word[] {
  const look = memberLookup(where, ({ isCertain }, i) => (isCertain ? i : undefined));
  return memberUsesIn(where).flatMap((use) => look(use).map((i) => use.parts[i]));
}

/** What is to be told of the members of a variable, each with its index among the variable's parts; found once for each way. */
function memberLookup<T>(
  { path, contexts: { membersAt, types } }: TemplateMembers,
  tell: (member: Member, index: number) => T | undefined,
): (use: MemberUse) => readonly T[] {
  const memberAt = membersAt(path);
  const follow = ({ parts, way: first, type: given }: MemberUse): readonly T[] => {
    const found: T[] = [];
    let way = first;
    let type = way === undefined ? calledInTemplate(given!(), types) : unknownType;
    for (let i = 1; i < parts.length; i++) {
      const { text } = parts[i];
      const member = way === undefined ? certainMember(type, text, types) : memberAt(way, text);
      const told = tell(member, i);
      if (told !== undefined) found.push(told);
      if (member.goesOn === undefined) break;
      type = member.goesOn;
      way = way && stepTo(way, text);
    }
    return found;
  };
  const known = new Map<string, readonly T[]>();
  return (use) => {
    if (use.key === undefined) return follow(use);
    let found = known.get(use.key);
    if (found === undefined) {
      found = follow(use);
      known.set(use.key, found);
    }
    return found;
  };
}

/** A variable with a dot, as a template has it. */
interface MemberUse {
  readonly parts: readonly Word[];
  /** The way to what is before the first dot; where there is none, its type. */
  readonly way: string | undefined;
  readonly type: (() => Type) | undefined;
  /** The way to its end. */
  readonly key: string | undefined;
}

/** What a block holds, where all of it has ways, by the block: most blocks stay as they are while somebody types. */
const known = new WeakMap<TagNode, { readonly ways: string; readonly uses: readonly MemberUse[] }>();

/** The variables with a dot in a template, in the order of the text. */
function memberUsesIn({ path, template, contexts, hidden: names }: TemplateMembers): readonly MemberUse[] {
  const outer = contexts.certainScope(path);
  const scope: Scope = {
    ...outer,
    typeOfName: (name) => (names.has(name) ? unknownType : outer.typeOfName(name)),
    wayTo: (name) => (names.has(name) ? undefined : name),
  };
  const found: MemberUse[] = [];
  /** How many of these have no way. */
  let wayless = 0;
  const add = (operand: Operand | undefined, here: () => Scope): void => {
    if (operand?.kind !== 'variable' || operand.parts.length < 2) return;
    const { parts } = operand;
    const [{ text: first }] = parts;
    const way = here().wayTo?.(first);
    if (way === undefined) {
      wayless++;
      found.push({ parts, way, type: () => here().typeOfName(first), key: undefined });
      return;
    }
    let key = way;
    for (let i = 1; i < parts.length; i++) key = stepTo(key, parts[i].text);
    found.push({ parts, way, type: undefined, key });
  };
  visitExpressions(template, scope, contexts.types, {
    outerWays: [...names].join(' '),
    visit({ value, filters }, here) {
      add(value, here);
      for (const { argument } of filters) add(argument, here);
    },
    enter(node, ways) {
      const before = known.get(node);
      if (before?.ways === ways) {
        for (const use of before.uses) found.push(use);
        return undefined;
      }
      const [from, others] = [found.length, wayless];
      return (bindsNothing) => {
        if (bindsNothing && wayless === others) known.set(node, { ways, uses: found.slice(from) });
      };
    },
  });
  return found;
}

/** What is known of a member, wherever a template names it. */
export interface Member {
  readonly isCertain: boolean;
  readonly fault?: Omit<MemberFault, 'name'>;
  /** What it gives; undefined where nothing is said of what follows. */
  readonly goesOn: Type | undefined;
}

const open: Member = { isCertain: false, goesOn: undefined };

/** A member of a value of a certain type. */
export function certainMember(type: Type, name: string, types: Types): Member {
  const options = optionsOfType(type).filter(({ kind }) => kind !== 'none');
  if (options.length === 0 || options.some((option) => isOpen(option, name))) return open;
  const found = options.map((option) => templateAttribute(option, name, types)?.type());
  const names = /^\d+$/.test(name) ? undefined : namesOfEach(options, types);
  if (found.every((one) => one === undefined)) {
    if (names === undefined) return open;
    const certain = { isCertain: true, goesOn: undefined };
    return names.some((one) => one.has(name))
      ? certain
      : { ...certain, fault: { kind: 'unknown', owner: type, ...similarTo(name, names) } };
  }
  if (found.some((one) => one === undefined)) return open;
  const refused = found.map((one) => (one?.kind === 'method' ? one.refused : undefined));
  if (refused[0] !== undefined && refused.every((one) => one === refused[0]))
    return { isCertain: true, goesOn: undefined, fault: { kind: refused[0], owner: type } };
  return { isCertain: names !== undefined, goesOn: calledInTemplate(unionOf(found as Type[]), types) };
}

/** Whether a value may have anything under a name: of a dict with known keys the others are whatever they are. */
function isOpen(type: Type, name: string): boolean {
  return (
    type.kind === 'unknown' ||
    (type.kind === 'dict' && type.rest !== undefined && type.entries.size > 0 && !type.entries.has(name))
  );
}

/** The names that each of the types has; undefined where one may have others, too. */
function namesOfEach(options: readonly Type[], types: Types): readonly ReadonlySet<string>[] | undefined {
  const all: ReadonlySet<string>[] = [];
  for (const option of options) {
    const names = closedNames(option, types);
    if (names === undefined) return undefined;
    all.push(names);
  }
  return all;
}

/** The name that may have been meant, of the first type that has one. */
function similarTo(name: string, names: readonly ReadonlySet<string>[]): { similar?: string } {
  for (const one of names) {
    const similar = suggesterOf(one)(name);
    if (similar !== undefined) return { similar };
  }
  return {};
}

/** Finds names of a type, which may have many. */
function suggesterOf(names: ReadonlySet<string>): (name: string) => string | undefined {
  let find = suggesters.get(names);
  if (find === undefined) {
    find = suggester([...names].filter((one) => !one.startsWith('_')));
    suggesters.set(names, find);
  }
  return find;
}

const suggesters = new WeakMap<ReadonlySet<string>, (name: string) => string | undefined>();
