import { findMember } from '../../python/resolve';
import { classPaths, instanceOf } from './instances';
import { optionsOfType, plain, type Type, unionOf, unknownType } from './type';
import type { Types } from './types';

/** What a loop over a value gives (django.template.defaulttags.ForNode.render takes it so). */
export function itemOf(type: Type, types: Types): Type {
  switch (type.kind) {
    case 'union':
      return unionOf(
        optionsOfType(type)
          .filter(({ kind }) => kind !== 'none')
          .map((option) => itemOf(option, types)),
      );
    case 'queryset':
      return type.row ?? { kind: 'model', label: type.label, ...(type.extra && { extra: type.extra }) };
    case 'list':
      return type.item();
    case 'tuple':
      return unionOf(type.items.map((item) => item()));
    case 'dict':
      return type.key?.() ?? plain('str');
    case 'plain':
      return type.name === 'str' ? type : unknownType;
    case 'instance': {
      const paths = classPaths(type.class, types);
      if (paths.has('django.forms.forms.BaseForm')) return instanceOf('django.forms.boundfield.BoundField');
      if (type.item) return type.item();
      if (paths.has('django.forms.formsets.BaseFormSet')) return instanceOf('django.forms.forms.Form');
      if (paths.has('django.forms.boundfield.BoundField')) return instanceOf('django.forms.boundfield.BoundWidget');
      if (paths.has('django.forms.utils.ErrorList') || paths.has('django.forms.utils.ErrorDict')) return plain('str');
      if (paths.has('django.http.request.QueryDict') || paths.has('django.utils.datastructures.MultiValueDict'))
        return plain('str');
      const method = type.class.kind === 'class' ? findMember(type.class, '__iter__', types.world) : undefined;
      if (method?.value.kind !== 'function' || type.class.kind !== 'class') return unknownType;
      const self = type.self ?? types.instanceOf(type.class);
      const iterator = types.methodResult(self, method);
      if (iterator.kind !== 'instance') return itemOf(iterator, types);
      // An iterator is what it gives one by one; most are their own.
      const next = iterator.class.kind === 'class' ? findMember(iterator.class, '__next__', types.world) : undefined;
      return next?.value.kind === 'function' ? types.methodResult(iterator.self ?? self, next) : unknownType;
    }
    default:
      return unknownType;
  }
}
