import { djangoObjects } from '../../django/objects';
import { isFramework } from '../../python/resolve';
import { dottedOf } from '../../python/values';
import { fieldType } from './fields';
import { classPaths, instanceOf } from './instances';
import { type Attribute, type Attributes, addOfTable, addTo, memberAttribute, methodType } from './memberAttribute';
import { plain, type Type, unknownType } from './type';
import type { Types } from './types';

/** What instances of a model have, by its label. */
export function modelAttributes(label: string, types: Types): ReadonlyMap<string, Attribute> {
  const into: Attributes = new Map();
  const model = types.models().byLabel.get(label);
  if (model === undefined) return into;
  const self = () => types.instanceOf(model.value);
  for (const member of types.modelMembers(label).values()) {
    const { name, place } = member;
    switch (member.kind) {
      case 'field':
      case 'pk':
        addTo(into, {
          name,
          place,
          kind: member.field.relation ? 'relation' : 'field',
          type: () => fieldType(member.field, name, types),
        });
        break;
      case 'attname':
        addTo(into, { name, place, kind: 'field', type: () => keyOf(member.field.to, types) });
        break;
      case 'display':
        addTo(into, { name, place, kind: 'method', type: () => methodType(name, () => plain('str'), place) });
        break;
      case 'next':
      case 'previous':
        addTo(into, {
          name,
          place,
          kind: 'method',
          type: () => methodType(name, () => ({ kind: 'model', label }), place),
        });
        break;
      case 'order':
        addTo(into, {
          name,
          place,
          kind: 'method',
          type: () =>
            methodType(
              name,
              () =>
                name.startsWith('get_next_in') || name.startsWith('get_previous_in')
                  ? { kind: 'model', label }
                  : unknownType,
              place,
            ),
        });
        break;
      case 'reverse': {
        const { from, single } = member.reverse;
        addTo(into, {
          name,
          place,
          kind: 'relation',
          type: () => (single ? { kind: 'model', label: from } : { kind: 'queryset', label: from, isManager: true }),
        });
        break;
      }
      case 'attribute':
        // Of Django's own the table says more than their code.
        if (isFramework(member.owner.module) && djangoObjects[dottedOf(member.owner)!]?.[name]) break;
        addTo(into, memberAttribute(name, { value: member.value, owner: member.owner }, place, self, types));
        break;
      default:
        // Managers cannot be reached through instances (django.db.models.manager.ManagerDescriptor).
        break;
    }
  }
  addTo(into, { name: '_meta', kind: 'property', type: () => instanceOf('django.db.models.options.Options') });
  for (const path of classPaths(model.value, types)) addOfTable(path, { kind: 'model', label }, types, into);
  return into;
}

/**
 * The value of the column of a foreign key: that of the key of the model that it leads to
 * (django.db.models.fields.related.ForeignKey.get_attname).
 */
function keyOf(to: string | undefined, types: Types): Type {
  const key = to === undefined ? undefined : types.modelMembers(to).get('pk');
  return key?.kind === 'pk' && key.field.relation === undefined ? fieldType(key.field, 'pk', types) : unknownType;
}
