import { fieldValues } from '../../django/objects';
import { classMember, findMember, isFramework, resolve } from '../../python/resolve';
import { type ClassValue, likeliest, type Ref } from '../../python/values';
import type { ModelField } from '../models/field';
import { anyModel } from './anyModel';
import { instanceOf } from './instances';
import { plain, type Type, unknownType } from './type';
import type { Types } from './types';

/** What an instance of a model has under the name of a field. */
export function fieldType(field: ModelField, name: string, types: Types): Type {
  const { relation, to } = field;
  if (name === 'pk' && relation) return unknownType;
  switch (relation) {
    case 'foreign-key':
    case 'one-to-one':
    case 'foreign-object':
      return to === undefined ? unknownType : { kind: 'model', label: to };
    case 'many-to-many':
    case 'generic-relation':
      return to === undefined ? unknownType : { kind: 'queryset', label: to, isManager: true };
    case 'generic-foreign-key':
      return anyModel;
    default:
      return columnValue(field, types);
  }
}

function columnValue({ ancestors }: ModelField, types: Types): Type {
  for (const path of ancestors) {
    const own = /^django\.db\.models\.(?:fields\.(?:\w+\.)?)?(\w+)$/.exec(path)?.[1];
    const written = own && fieldValues[own];
    if (written) return written.includes('.') ? instanceOf(written) : plain(written);
    // A field class that converts what the database gives may give anything.
    if (own === undefined && converts(path, types)) return converted(path, types);
  }
  return unknownType;
}

function converts(path: string, types: Types): boolean {
  const value = likeliest(resolve({ kind: 'ref', dotted: path }, types.world));
  if (value.kind !== 'class' || value.module.startsWith('django.')) return false;
  return ['from_db_value', 'to_python', 'descriptor_class', 'contribute_to_class', '__get__'].some((name) => {
    const member = value.members.get(name) ?? classMember(value, name, types.world);
    return member?.kind === 'function'
      ? !member.module.startsWith('django.')
      : member?.kind === 'class' && !member.module.startsWith('django.');
  });
}

/** What a field class makes of the value of the database (django.db.models.Field.from_db_value), if that is all that it does. */
function converted(path: string, types: Types): Type {
  const value = likeliest(resolve({ kind: 'ref', dotted: path }, types.world));
  if (value.kind !== 'class') return unknownType;
  const isOwn = (name: string) => {
    const member = classMember(value, name, types.world);
    return (
      member !== undefined &&
      !(member.kind === 'function' || member.kind === 'class' ? member.module : 'django.').startsWith('django.')
    );
  };
  if (['descriptor_class', 'contribute_to_class', '__get__'].some(isOwn)) return unknownType;
  const method = findMember(value, 'from_db_value', types.world);
  if (method?.value.kind !== 'function' || isFramework(method.owner.module)) return unknownType;
  return types.methodResult(types.instanceOf(value), method);
}

/** What `form.instance` is (django.forms.models.BaseModelForm.__init__). */
export function modelOfForm(value: ClassValue | Ref, types: Types): Type {
  const path = value.kind === 'class' ? `${value.module}.${value.qualifiedName}` : value.dotted;
  const model = types.forms().list.find((one) => one.class === path)?.model;
  return model === undefined ? unknownType : { kind: 'model', label: model };
}
