import { type FilterInput, filterInputsOf } from '../django/filterInputs';
import { typeAt } from '../project/context/filterPlaces';
import type { Kind } from '../project/kind';
import { registeredKind } from '../project/libraries/registeredKind';
import { annotationType } from '../project/types/annotation';
import { optionsOfType, type Type } from '../project/types/type';
import type { FileView } from '../project/view';
import { resolve } from '../python/resolve';
import { likeliest } from '../python/values';

/** Template filters; those that are made for the value come first. */
export const filter: Kind = registeredKind('filter', (view, { slot }, offset) => {
  const given = slot?.expression ? inputsOf(typeAt(view, slot.expression, offset)) : undefined;
  if (given === undefined) return () => 1;
  return ({ entry }) => {
    const dotted = entry.function;
    const taken = dotted.startsWith('django.') ? filterInputsOf(dotted) : annotatedInputs(view, dotted);
    return taken === undefined ? 1 : taken.some((one) => given.has(one)) ? 0 : 2;
  };
});

/** What a value is to filters, as far as it is known; undefined where nothing is. */
function inputsOf(type: Type): ReadonlySet<FilterInput> | undefined {
  const known = optionsOfType(type).flatMap((one) => inputsOfOne(one) ?? []);
  return known.length === 0 ? undefined : new Set(known);
}

function inputsOfOne(type: Type): readonly FilterInput[] | undefined {
  switch (type.kind) {
    case 'plain':
      return plainInputs[type.name];
    case 'list':
    case 'tuple':
    case 'queryset':
    case 'dict':
      return ['list'];
    default:
      return undefined;
  }
}

const plainInputs: Readonly<Record<string, readonly FilterInput[]>> = {
  str: ['text'],
  int: ['number'],
  float: ['number'],
  Decimal: ['number'],
  bool: ['truth'],
  date: ['date'],
  datetime: ['date', 'time'],
  time: ['time'],
};

/** What a filter says that it takes; undefined where it says nothing. */
function annotatedInputs({ project }: FileView, dotted: string): readonly FilterInput[] | undefined {
  const target = likeliest(resolve({ kind: 'ref', dotted }, project.world));
  if (target.kind !== 'function') return undefined;
  const type = annotationType(target.statement.parameters[0]?.annotation, target, project.contexts.types);
  const options = type ? optionsOfType(type).filter(({ kind }) => kind !== 'none') : [];
  // One that takes more than is known fits more.
  const inputs = options.map(inputsOfOne);
  return options.length === 0 || inputs.includes(undefined) ? undefined : inputs.flatMap((one) => one!);
}
