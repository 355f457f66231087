import { modelLabelled } from '../models/models';
import { userModelLabel } from '../models/userModel';
import { modelOfForm } from './fields';
import { classPaths, instanceOf } from './instances';
import { listOf, noneType, plain, type Type, unknownType } from './type';
import type { Types } from './types';

/** A type as the tables of Django's objects write it. */
export function writtenType(written: string, owner: Type, types: Types): Type {
  const inner = /^([\w.]+)\[(.*)\]$/.exec(written);
  const part = (text: string) => () => writtenType(text, owner, types);
  if (inner?.[1] === 'list') return listOf(part(inner[2]));
  if (inner?.[1] === 'dict') return { kind: 'dict', entries: new Map(), rest: part(inner[2]) };
  if (inner) return instanceOf(inner[1], part(inner[2]));
  if (written === '?') return unknownType;
  if (written === 'None') return noneType;
  if (written === 'self') return owner;
  if (written === 'item') return owner.kind === 'instance' ? (owner.item?.() ?? formOf(owner, types)) : unknownType;
  if (written === 'user') return userType(types);
  if (written === 'model')
    return owner.kind === 'instance' ? (owner.item?.() ?? modelOfForm(owner.class, types)) : unknownType;
  return written.includes('.') ? instanceOf(written) : plain(written);
}

/** What a formset of which no form class is known holds: forms of some class. */
function formOf(owner: Extract<Type, { kind: 'instance' }>, types: Types): Type {
  const isFormSet = classPaths(owner.class, types).has('django.forms.formsets.BaseFormSet');
  return isFormSet ? instanceOf('django.forms.forms.Form') : unknownType;
}

/** The project's own user model (django.contrib.auth.get_user_model). */
export function userType(types: Types): Type {
  const label = userModelLabel(types.settings());
  const model = modelLabelled(label, types.models());
  if (model) return { kind: 'model', label: model.label };
  return label === 'auth.User' ? instanceOf('django.contrib.auth.models.User') : unknownType;
}
