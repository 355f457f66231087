import { instanceOf } from './instances';
import type { QuerySet, Type } from './type';

const model = 'django.db.models.base.Model';

/** An instance of some model: what a generic foreign key leads to, or a view shows that gets its model handed in. */
export const anyModel: Type = instanceOf(model);

/** The class of some model, as `apps.get_model()` gives it for names that are computed. */
export const anyModelClass: Type = { kind: 'class', value: { kind: 'ref', dotted: model } };

/** The rows of some model: its label is empty. */
export const anyRows: QuerySet = { kind: 'queryset', label: '', isManager: false, row: anyModel };

/** Whether a type is the class of some model that is not known. */
export function isAnyModelClass(type: Type): boolean {
  return (
    type.kind === 'class' &&
    type.value.kind === 'ref' &&
    /^django\.db\.models\.(?:base\.)?Model$/.test(type.value.dotted)
  );
}

/** An instance of a model by its label. */
export function modelInstance(label: string): Type {
  return label === '' ? anyModel : { kind: 'model', label };
}
