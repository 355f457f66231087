import { isFramework, linearized, resolve } from '../../python/resolve';
import { type ClassValue, likeliest, placeOf, type Value } from '../../python/values';
import { fieldsAddedIn } from './formFields';
import { classPaths, instanceOf } from './instances';
import { type Attributes, addOfTable, addTo, memberAttribute, methodType } from './memberAttribute';
import { type Type, unknownType } from './type';
import type { Types } from './types';
import { viewMethod } from './viewMethods';

/** Adds what an instance of a class has: its own attributes, those of its classes, and the fields of a form. */
export function addOfInstance(type: Extract<Type, { kind: 'instance' }>, types: Types, into: Attributes): void {
  const self = () => type.self ?? (type.class.kind === 'class' ? types.instanceOf(type.class) : types.valueOf(type));
  const paths = classPaths(type.class, types);
  if (type.class.kind === 'ref')
    for (const [name, value] of type.self?.attributes ?? [])
      addTo(into, { name, kind: 'property', place: placeOf(value), type: () => types.typeOf(value) });
  if (type.class.kind === 'class') {
    const isForm = paths.has('django.forms.forms.BaseForm');
    if (isForm) formFields(type.class, types, into);
    for (const [name, value] of self().attributes ?? [])
      if (!name.startsWith('_'))
        addTo(into, { name, kind: 'property', place: placeOf(value), type: () => types.typeOf(value) });
    for (const owner of linearized(type.class, types.world)) {
      if (owner.kind === 'class' && !isFramework(owner.module)) {
        for (const [name, value] of owner.members)
          if (!name.startsWith('_') && name !== 'Meta' && !(isForm && isNestedField(value, types)))
            addTo(into, memberAttribute(name, { value, owner }, placeOf(value), self, types));
      } else if (viewPath.test(owner.kind === 'ref' ? owner.dotted : owner.module)) viewAttributes(type, types, into);
    }
  }
  for (const path of paths) addOfTable(path, type, types, into);
  if (type.class.kind === 'class')
    for (const owner of linearized(type.class, types.world))
      if (owner.kind === 'class' && isFramework(owner.module))
        for (const [name, value] of owner.members)
          if (!name.startsWith('_')) addTo(into, memberAttribute(name, { value, owner }, placeOf(value), self, types));
}

const viewPath = /^django\.views\.generic(?:\.|$)/;

/** The methods of Django's generic views whose results its source does not show. */
function viewAttributes(type: Extract<Type, { kind: 'instance' }>, types: Types, into: Attributes): void {
  for (const name of ['get_object', 'get_queryset', 'get_form', 'get_form_class'])
    addTo(into, {
      name,
      kind: 'method',
      type: () => methodType(name, () => viewMethod(type, name, types) ?? unknownType),
    });
}

/** Whether a form's metaclass takes a value for a field: not what is certainly made of another class, such as a helper. */
function isNestedField(value: Value, types: Types): boolean {
  const likely = likeliest(value);
  if (likely.kind !== 'call') return false;
  const made = likeliest(resolve(likely.callee, types.world));
  return made.kind !== 'class' || classPaths(made, types).has('django.forms.fields.Field');
}

/** Adds the fields of a form, each as what django.forms.forms.BaseForm.__getitem__ gives, and those that its `__init__` adds. */
export function formFields(value: ClassValue, types: Types, into: Attributes): void {
  const form = types
    .forms()
    .list.find((one) => one.value === value || one.class === `${value.module}.${value.qualifiedName}`);
  const bound = () => instanceOf('django.forms.boundfield.BoundField');
  for (const { name, place } of form?.fields ?? []) addTo(into, { name, place, kind: 'field', type: bound });
  for (const [name, place] of fieldsAddedIn(value, types)) addTo(into, { name, place, kind: 'field', type: bound });
}
