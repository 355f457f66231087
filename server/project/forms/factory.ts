import { isFramework, resolve } from '../../python/resolve';
import { callResult } from '../../python/run';
import { type Call, type ClassValue, dottedOf, isNone, likeliest, type Value } from '../../python/values';
import type { World } from '../../python/world';

/** A form class that django.forms.models.modelform_factory makes. */
export interface MadeForm {
  readonly model: Value;
  /** The class that it derives from; undefined for ModelForm itself. */
  readonly form: ClassValue | undefined;
  readonly fields: Value | undefined;
  readonly exclude: Value | undefined;
}

/**
 * What the call of a base class makes, where that is modelform_factory or a function that hands on to it; undefined for anything else
 * (django.forms.models.modelform_factory).
 */
export function madeForm(base: Value, world: World, depth = 0): MadeForm | undefined {
  const call = likeliest(resolve(base, world));
  if (call.kind !== 'call') return undefined;
  const callee = likeliest(resolve(call.callee, world));
  if (factory.test(dottedOf(callee) ?? '')) return ofCall(call, world);
  if (callee.kind !== 'function' || isFramework(callee.module) || depth > 5) return undefined;
  const made = callResult(callee, call, world);
  return made && madeForm(made, world, depth + 1);
}

const factory = /^django\.forms\.(?:models\.)?modelform_factory$/;

function ofCall({ args, keywords }: Call, world: World): MadeForm | undefined {
  const given = (name: string, position: number): Value | undefined => {
    const value = keywords.get(name) ?? args[position];
    const resolved = value && likeliest(resolve(value, world));
    return resolved && isNone(resolved) ? undefined : resolved;
  };
  const model = given('model', 0);
  const form = given('form', 1);
  return (
    model && {
      model,
      form: form?.kind === 'class' ? form : undefined,
      fields: given('fields', 2),
      exclude: given('exclude', 3),
    }
  );
}
