import { classMember, findMember, isFramework, resolve } from '../../python/resolve';
import { callResult } from '../../python/run';
import {
  asItems,
  asString,
  type Call,
  type ClassValue,
  dottedOf,
  type Item,
  isNone,
  likeliest,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import { type ModelNames, modelNamed } from '../models/modelNamed';

/**
 * The `Meta` of a form or serializer class, its own or the nearest of its bases (django.forms.models.ModelFormMetaclass and
 * rest_framework.serializers.ModelSerializer.get_fields ask for it as an attribute).
 */
export function metaOf(value: ClassValue, world: World): ClassValue | undefined {
  const meta = classMember(value, 'Meta', world);
  const resolved = meta && likeliest(resolve(meta, world));
  return resolved?.kind === 'class' ? resolved : undefined;
}

/** An option of a Meta, inherited ones included; None counts as not given (django.forms.models.ModelFormOptions). */
export function metaOption(meta: ClassValue, name: string, world: World): Value | undefined {
  const member = classMember(meta, name, world);
  const value = member && likeliest(resolve(member, world));
  return value && isNone(value) ? undefined : value;
}

/** The names in Meta.fields or Meta.exclude: 'all' for `'__all__'`, undefined where the option is not given, 'unknown' where it cannot be read. */
export function fieldNames(
  value: Value | undefined,
  names: ModelNames,
): readonly string[] | 'all' | 'unknown' | undefined {
  if (value === undefined) return undefined;
  if (asString(value) === '__all__' || dottedOf(value)?.endsWith('.ALL_FIELDS')) return 'all';
  const items = itemsOf(value, names.world);
  const texts = items?.map((item) => textOf(item.value, names));
  return texts === undefined || texts.includes(undefined) ? 'unknown' : (texts as string[]);
}

/**
 * The items of a list, and those of lists that functions give to it. Where a function picks from the names that it is
 * given, all of them stand: it keeps those which the model has.
 */
function itemsOf(value: Value, world: World, depth = 0): readonly Item[] | undefined {
  if (value.kind !== 'call') {
    const items = asItems(value)?.filter((item) => item.maybe !== 'unlikely');
    return items?.flatMap((item) => {
      const more = item.value.kind === 'unknown' && depth < 5 ? item.value.itemsOf : undefined;
      return (more && itemsOf(likeliest(resolve(more, world)), world, depth + 1)) ?? [item];
    });
  }
  const callee = likeliest(resolve(value.callee, world));
  if (callee.kind !== 'function' || isFramework(callee.module)) return undefined;
  return asItems(callResult(callee, value, world));
}

/** A text, or what a model says by an attribute such as `User.USERNAME_FIELD` or by `User.get_email_field_name()`. */
function textOf(value: Value, names: ModelNames): string | undefined {
  const resolved = likeliest(resolve(value, names.world));
  if (resolved.kind === 'call') return emailField(resolved, names);
  if (resolved.kind !== 'member') return asString(resolved);
  const model = modelNamed(resolved.of, names);
  const attribute = model && classMember(model.value, resolved.name, names.world);
  return asString(attribute && resolve(attribute, names.world));
}

/** django.contrib.auth.base_user.AbstractBaseUser.get_email_field_name */
function emailField({ callee }: Call, names: ModelNames): string | undefined {
  const method = 'get_email_field_name';
  const path = dottedOf(callee);
  const owner: Value | undefined =
    callee.kind === 'member' && callee.name === method
      ? callee.of
      : path?.endsWith(`.${method}`)
        ? { kind: 'ref', dotted: path.slice(0, -method.length - 1) }
        : undefined;
  const model = owner && modelNamed(owner, names);
  const found = model && findMember(model.value, method, names.world);
  if (found?.owner.module !== 'django.contrib.auth.base_user') return undefined;
  const given = classMember(model!.value, 'EMAIL_FIELD', names.world);
  return given ? asString(resolve(given, names.world)) : 'email';
}
