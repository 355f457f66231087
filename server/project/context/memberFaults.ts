import type { FilterExpression, Operand } from '../../templates/expression';
import type { Template } from '../../templates/nodes';
import type { Word } from '../../templates/words';
import type { Path } from '../../text/paths';
import { suggest } from '../../text/suggest';
import { scopedExpressions } from './bindings';
import { closedNames } from './closed';
import type { Scope } from './expressions';
import { calledInTemplate, templateAttribute } from './lookup';
import type { TemplateContexts } from './templateContext';
import { type Method, optionsOfType, type Type, unionOf } from './type';
import type { Types } from './types';

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
 * The members of a template's variables with which Django gives up silently (django.template.base.Variable._resolve_lookup), as far
 * as the types of the variables are certain.
 * @param hidden names that tags of the templates above may bind around a block of this one
 */
export function memberFaults(
  path: Path,
  template: Template,
  contexts: TemplateContexts,
  hidden: ReadonlySet<string>,
): MemberFault[] {
  const { types } = contexts;
  const outer = contexts.certainScope(path);
  const scope: Scope = {
    ...outer,
    typeOfName: (name) => (hidden.has(name) ? { kind: 'unknown' } : outer.typeOfName(name)),
  };
  const found: MemberFault[] = [];
  for (const { expression, scope: here } of scopedExpressions(template, scope, types))
    for (const operand of operandsOf(expression)) {
      const fault = faultIn(operand, here, types);
      if (fault) found.push(fault);
    }
  return found;
}

function operandsOf({ value, filters }: FilterExpression): Operand[] {
  return [value, ...filters.map(({ argument }) => argument)].filter((one) => one !== undefined);
}

function faultIn(operand: Operand, scope: () => Scope, types: Types): MemberFault | undefined {
  if (operand.kind !== 'variable' || operand.parts.length < 2) return undefined;
  const [first, ...rest] = operand.parts;
  let type = calledInTemplate(scope().typeOfName(first.text), types);
  for (const name of rest) {
    const options = optionsOfType(type).filter(({ kind }) => kind !== 'none');
    if (options.length === 0 || options.some(({ kind }) => kind === 'unknown')) return undefined;
    const found = options.map((option) => templateAttribute(option, name.text, types)?.type());
    if (found.every((one) => one === undefined)) {
      const names = options.map((option) => (/^\d+$/.test(name.text) ? undefined : closedNames(option, types)));
      if (names.some((all) => all === undefined || all.has(name.text))) return undefined;
      const similar = suggest(
        name.text,
        names.flatMap((all) => [...all!].filter((one) => !one.startsWith('_'))),
      );
      return { kind: 'unknown', name, owner: type, ...(similar !== undefined && { similar }) };
    }
    if (found.some((one) => one === undefined)) return undefined;
    const refused = found.map((one) => (one?.kind === 'method' ? one.refused : undefined));
    if (refused[0] !== undefined && refused.every((one) => one === refused[0]))
      return { kind: refused[0], name, owner: type };
    type = calledInTemplate(unionOf(found as Type[]), types);
  }
  return undefined;
}
