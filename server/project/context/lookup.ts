import { classMember } from '../../python/resolve';
import { dottedOf } from '../../python/values';
import { attributeOf, oneOf } from '../types/attributes';
import { calledType } from '../types/calledType';
import { classPaths, instanceOf } from '../types/instances';
import { itemOf } from '../types/items';
import type { Attribute } from '../types/memberAttribute';
import { plain, type Type, unionOf, unknownType } from '../types/type';
import type { Types } from '../types/types';

/** What `value.bit` of a template names, before Django calls it: a key, an attribute or an index, in this order (django.template.base.Variable._resolve_lookup). */
export function templateAttribute(type: Type, bit: string, types: Types): Attribute | undefined {
  if (type.kind === 'union') {
    return oneOf(type.options.map((option) => ({ option, found: templateAttribute(option, bit, types) })));
  }
  if (/^\d+$/.test(bit)) {
    const named = namedItem(type, Number(bit), types);
    if (named) return named;
    const item = type.kind === 'tuple' ? type.items[Number(bit)] : () => itemOf(type, types);
    return item && { name: bit, kind: 'key', type: item };
  }
  return attributeOf(type, bit, types) ?? openKey(type, bit, types);
}

/** An item of a named tuple: its annotations, in their order. */
function namedItem(type: Type, index: number, types: Types): Attribute | undefined {
  if (type.kind !== 'instance' || type.class.kind !== 'class') return undefined;
  if (!type.class.bases.some((base) => /^typing(?:_extensions)?\.NamedTuple$/.test(dottedOf(base) ?? '')))
    return undefined;
  const names = type.class.statement.body.flatMap((statement) =>
    statement.kind === 'assign' && statement.annotation && statement.targets[0].kind === 'name'
      ? [statement.targets[0].name]
      : [],
  );
  return names[index] === undefined ? undefined : attributeOf(type, names[index], types);
}

/** Keys that any name may be. */
function openKey(type: Type, name: string, types: Types): Attribute | undefined {
  if (type.kind !== 'instance') return undefined;
  const paths = classPaths(type.class, types);
  const key = (of: Type): Attribute => ({ name, kind: 'key', type: () => of });
  if (paths.has('django.contrib.auth.context_processors.PermWrapper'))
    return key(instanceOf('django.contrib.auth.context_processors.PermLookupDict'));
  if (paths.has('django.contrib.auth.context_processors.PermLookupDict')) return key(plain('bool'));
  // A formset adds these to its forms (django.forms.formsets.BaseFormSet.add_fields and BaseModelFormSet.add_fields).
  if (paths.has('django.forms.forms.BaseForm') && /^(?:DELETE|ORDER|id)$/.test(name))
    return key(instanceOf('django.forms.boundfield.BoundField'));
  if (paths.has('django.utils.datastructures.MultiValueDict')) return key(plain('str'));
  if (paths.has('django.forms.utils.ErrorDict')) return key(instanceOf('django.forms.utils.ErrorList'));
  return undefined;
}

/** What a template gets where it names a value: Django calls what can be called (django.template.base.Variable._resolve_lookup). */
export function calledInTemplate(type: Type, types: Types): Type {
  switch (type.kind) {
    case 'union':
      return unionOf(type.options.map((option) => calledInTemplate(option, types)));
    case 'method':
      return type.refused ? unknownType : calledInTemplate(type.result(), types);
    case 'function':
      return calledType(type, types);
    case 'class':
      return isLeftAlone(type, types) ? type : calledType(type, types);
    default:
      return type;
  }
}

/** `do_not_call_in_templates`, which Django's choices have, too (django.db.models.enums.ChoicesType). */
function isLeftAlone({ value }: Extract<Type, { kind: 'class' }>, types: Types): boolean {
  if (value.kind === 'ref') return false;
  if (classMember(value, 'do_not_call_in_templates', types.world)) return true;
  return [...classPaths(value, types)].some((path) => /(?:^enum\.|Choices$)/.test(path));
}

/** The type of `value.bit` in a template (Variable._resolve_lookup). */
export function templateMember(type: Type, bit: string, types: Types): Type {
  const found = templateAttribute(type, bit, types);
  return found ? calledInTemplate(found.type(), types) : unknownType;
}
