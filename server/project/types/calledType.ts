import { classNamed } from './annotation';
import { instanceType } from './instances';
import { type Type, unionOf, unknownType } from './type';
import type { Types } from './types';

/** What calling a value without arguments gives: of a class an instance, of a method what it returns. */
export function calledType(type: Type, types: Types): Type {
  switch (type.kind) {
    case 'union':
      return unionOf(type.options.map((option) => calledType(option, types)));
    case 'class':
      if (type.value.kind === 'ref') return classNamed(type.value.dotted) ?? { kind: 'instance', class: type.value };
      return instanceType(type.value, undefined, types);
    case 'method':
      return type.result();
    case 'function':
      return types.functionResult(type.value);
    default:
      return unknownType;
  }
}
