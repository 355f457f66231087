import type { Operand } from '../../templates/expression';
import type { Template } from '../../templates/nodes';
import type { Word } from '../../templates/words';
import type { Path } from '../../text/paths';
import { suggest } from '../../text/suggest';
import { visitExpressions } from './bindings';
import { closedNames } from './closed';
import { type Scope, stepTo } from './expressions';
import { calledInTemplate, templateAttribute } from './lookup';
import type { TemplateContexts } from './templateContext';
import { type Method, optionsOfType, type Type, unionOf, unknownType } from './type';
import type { Types } from './types';

/** A name behind a dot of which it is certain whether there is such a member. */
export interface CertainMember {
  readonly name: Word;
  /** What is wrong with it. */
  readonly fault?: MemberFault;
}

/** A member that a template cannot have of a value whose type is certain. */
export interface MemberFault {
  readonly kind: 'unknown' | NonNullable<Method['refused']>;
  readonly name: Word;
  /** What it is looked up on. */
  readonly owner: Type;
  /** For an unknown one: the name that may have been meant. */
  readonly similar?: string;
}

/**
 * The members of a template's variables whose owners are of certain types; among them those with which Django gives up silently
 * (django.template.base.Variable._resolve_lookup).
 * @param hidden names that tags of the templates above may bind around a block of this one
 */
export function certainMembers(
  path: Path,
  template: Template,
  contexts: TemplateContexts,
  hidden: ReadonlySet<string>,
): CertainMember[] {
  const { types } = contexts;
  const memberAt = contexts.membersAt(path);
  const outer = contexts.certainScope(path);
  const scope: Scope = {
    ...outer,
    typeOfName: (name) => (hidden.has(name) ? unknownType : outer.typeOfName(name)),
    wayTo: (name) => (hidden.has(name) ? undefined : name),
  };
  const found: CertainMember[] = [];
  const look = (operand: Operand | undefined, here: () => Scope): void => {
    if (operand?.kind !== 'variable' || operand.parts.length < 2) return;
    const { parts } = operand;
    let way = here().wayTo?.(parts[0].text);
    let type = way === undefined ? calledInTemplate(here().typeOfName(parts[0].text), types) : unknownType;
    for (const name of parts.slice(1)) {
      const { isCertain, fault, goesOn } =
        way === undefined ? certainMember(type, name.text, types) : memberAt(way, name.text);
      if (isCertain) found.push(fault ? { name, fault: { ...fault, name } } : { name });
      if (goesOn === undefined) return;
      type = goesOn;
      way = way && stepTo(way, name.text);
    }
  };
  visitExpressions(template, scope, types, ({ value, filters }, here) => {
    look(value, here);
    for (const { argument } of filters) look(argument, here);
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

function similarTo(name: string, names: readonly ReadonlySet<string>[]): { similar?: string } {
  const all = new Set(names.flatMap((one) => [...one]));
  const similar = suggest(
    name,
    [...all].filter((one) => !one.startsWith('_')),
  );
  return similar === undefined ? {} : { similar };
}
