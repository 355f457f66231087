import { findMember, isFramework } from '../../python/resolve';
import { runMethod } from '../../python/run';
import {
  asItems,
  asString,
  type Call,
  type ClassValue,
  callOf,
  type Dict,
  dottedOf,
  literal,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import type { Model } from '../models/field';
import { type MemberContext, modelMembers } from '../models/members';

/**
 * The names that a ModelSerializer's own get_field_names() makes of those that Django REST framework's would give; undefined where they
 * cannot be told without running it (rest_framework.serializers.ModelSerializer.get_field_names).
 * @param declared the names of the fields in the class body and its bases
 */
export function ownFieldNames(
  names: readonly string[],
  serializer: ClassValue,
  declared: readonly string[],
  model: Model,
  context: MemberContext,
): readonly string[] | undefined {
  const method = findMember(serializer, 'get_field_names', context.world);
  if (method === undefined || isFramework(method.owner.module)) return names;
  const world = withModel(names, model, context);
  const { place } = serializer;
  const entries = declared.map((name) => ({ key: literal(name), value: callOf(field, place) }));
  const fields: Dict = { kind: 'dict', entries, depth: 0, owner };
  const noContext: Dict = { kind: 'dict', entries: [], depth: 0, owner };
  const self: Call = {
    ...callOf(serializer, place),
    attributes: new Map<string, Value>([['context', noContext]]),
    owner,
  };
  const given = { args: [fields, callOf(fieldInfo, place)], keywords: new Map() };
  const items = asItems(runMethod(method, self, world, given)?.value);
  const texts = items?.filter(({ maybe }) => maybe !== 'unlikely').map(({ value }) => asString(value));
  return texts === undefined || texts.includes(undefined) ? undefined : [...new Set(texts as string[])];
}

/** The world in which `super().get_field_names()` gives these names, and the model has what Django gives it besides its body. */
function withModel(names: readonly string[], model: Model, context: MemberContext): World {
  const { world } = context;
  const members = modelMembers(model, context);
  const path = dottedOf(model.value);
  return {
    ...world,
    knownCall(dotted, call) {
      if (dotted !== 'rest_framework.serializers.ModelSerializer.get_field_names') return world.knownCall(dotted, call);
      return { kind: 'list', items: names.map((name) => ({ value: literal(name) })), depth: 0, owner };
    },
    classAttribute: (of, name) =>
      world.classAttribute?.(of, name) ??
      (of === path && members.has(name) && !model.value.members.has(name)
        ? callOf(descriptor, model.place)
        : undefined),
  };
}

const owner = {};
const fieldInfo: Value = { kind: 'ref', dotted: 'rest_framework.utils.model_meta.FieldInfo' };
const descriptor: Value = { kind: 'ref', dotted: 'django.db.models.query_utils.DeferredAttribute' };

const field: Value = { kind: 'ref', dotted: 'rest_framework.fields.Field' };
