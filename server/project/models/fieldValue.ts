import { type Call, type ClassValue, literal, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { DeclaredField } from './field';
import { attname, isPrimaryKey, isSet } from './fieldOptions';

/** A field of a model as code sees it: an instance with the attributes that tell of it (django.db.models.fields.Field). */
export function fieldValue(field: DeclaredField, model: ClassValue, world: World): Call {
  const { name, source, relation } = field;
  const made = source ?? field.call ?? addedByDjango(field, model);
  const isKey = isPrimaryKey(field, world);
  const attributes = new Map<string, Value>([
    ...(made.attributes ?? []),
    ['name', literal(name)],
    ['attname', literal(attname(field))],
    ['primary_key', literal(isKey)],
    ['unique', literal(isKey || isSet(field, 'unique', world) || relation === 'one-to-one')],
    ['model', model],
  ]);
  if (relation === undefined) attributes.set('remote_field', literal(null));
  return { ...made, attributes, owner: field };
}

function addedByDjango({ class: path, auto, target, place }: DeclaredField, model: ClassValue): Call {
  const keywords = new Map<string, Value>();
  if (auto === 'pk') keywords.set('primary_key', literal(true));
  if (auto === 'parent-link') keywords.set('parent_link', literal(true));
  if (target !== undefined) keywords.set('to', { kind: 'ref', dotted: target });
  return { kind: 'call', callee: { kind: 'ref', dotted: path }, args: [], keywords, place: place ?? model.place };
}

/**
 * What `deconstruct()` of a field gives: the arguments that make it again (django.db.models.fields.Field.deconstruct).
 * @param app the label of the app that a model without one belongs to
 */
export function deconstructed(field: Call, constructed: Call, app: string | undefined): Value {
  const owner = {};
  const keywords = new Map(constructed.keywords);
  const [to, onDelete] = constructed.args;
  if (to) keywords.set('to', to);
  if (onDelete) keywords.set('on_delete', onDelete);
  const target = keywords.get('to');
  const model = field.attributes?.get('model');
  // It names the model that is found, whatever the code calls it.
  if (target?.kind === 'literal' && target.value === 'self' && model) keywords.set('to', model);
  else if (target?.kind === 'literal' && !String(target.value).includes('.') && app !== undefined)
    keywords.set('to', literal(`${app}.${target.value}`));
  const entries = [...keywords].map(([name, value]) => ({ key: literal(name), value }));
  const parts: Value[] = [
    field.attributes?.get('name') ?? literal(null),
    literal(null),
    { kind: 'list', items: [], depth: 0, owner },
    { kind: 'dict', entries, depth: 0, owner },
  ];
  return { kind: 'tuple', items: parts.map((value) => ({ value })), depth: 0, owner };
}
