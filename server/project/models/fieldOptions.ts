import { resolve } from '../../python/resolve';
import { truth, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { DeclaredField } from './field';

/**
 * An argument of a field's constructor as the code gives it, by name or position; undefined where it is not given. Not its default:
 * see django.db.models.fields.Field.__init__.
 */
export function argument({ call }: DeclaredField, name: string, position?: number): Value | undefined {
  return call?.keywords.get(name) ?? (position === undefined ? undefined : call?.args[position]);
}

/** Whether an argument of a field's constructor is given, and true. */
export function isSet(field: DeclaredField, name: string, world: World): boolean {
  const given = argument(field, name);
  return given !== undefined && truth(resolve(given, world))?.value === true;
}

/** django.db.models.fields.Field.primary_key, which the constructor of CompositePrimaryKey sets by itself. */
export function isPrimaryKey(field: DeclaredField, world: World): boolean {
  return field.auto === 'pk' || field.class === compositePrimaryKey || isSet(field, 'primary_key', world);
}

const compositePrimaryKey = 'django.db.models.fields.composite.CompositePrimaryKey';

/** django.db.models.fields.Field.get_attname, and that of ForeignKey: the attribute that holds the column's value. */
export function attname({ name, relation }: DeclaredField): string {
  return relation === 'foreign-key' || relation === 'one-to-one' ? `${name}_id` : name;
}

/**
 * Whether a field stands among `_meta.private_fields`, and so has no column: django.contrib.contenttypes.fields adds GenericForeignKey
 * and GenericRelation to a model with `private_only`.
 */
export function isPrivate({ relation }: DeclaredField): boolean {
  return relation === 'generic-foreign-key' || relation === 'generic-relation';
}
