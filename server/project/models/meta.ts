import { classMember, resolve } from '../../python/resolve';
import { asString, type ClassValue, likeliest, truth, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { computed } from './computed';

/** The `Meta` that the body of a model has itself, of the attributes of its class. */
export function ownMeta(attributes: ReadonlyMap<string, Value>, world: World): ClassValue | undefined {
  const meta = attributes.get('Meta');
  const type = meta && likeliest(resolve(meta, world));
  return type?.kind === 'class' ? type : undefined;
}

/** What a class body says of a Meta. */
interface DeclaredMeta {
  readonly meta: ClassValue | undefined;
  readonly abstract: boolean;
}

/** What a class body says of a Meta, of a class that no metaclass changes. */
export function declaredMeta({ members }: ClassValue, world: World): DeclaredMeta {
  const meta = ownMeta(members, world);
  return { meta, abstract: meta !== undefined && isAbstract(meta, world) };
}

/**
 * The Meta that counts for a class, as django.db.models.base.ModelBase.__new__ asks for it: its own, else what `getattr` finds. A concrete
 * model keeps none, an abstract one or a mixin does.
 * @param line the class and what it derives from, in method resolution order
 */
export function metaOf(
  line: readonly Value[],
  declared: (value: ClassValue) => DeclaredMeta,
  isModel: (value: ClassValue) => boolean,
): ClassValue | undefined {
  for (const [i, one] of line.entries()) {
    if (one.kind !== 'class') continue;
    const { meta, abstract } = declared(one);
    if (meta && (i === 0 || abstract || !isModel(one))) return meta;
  }
  return undefined;
}

/** An option of a Meta, those of its bases included, as django.db.models.options.Options.contribute_to_class takes it. */
export function option(meta: ClassValue | undefined, name: string, world: World): Value | undefined {
  const value = meta && classMember(meta, name, world);
  return value && likeliest(resolve(value, world));
}

/** The same where it is a text, computed where a function gives it. */
export function textOption(meta: ClassValue | undefined, name: string, world: World): string | undefined {
  const value = option(meta, name, world);
  return asString(value && computed(value, world));
}

/**
 * Whether a model with this Meta of its own is abstract. `abstract = True` counts where it stands: django.db.models.base.ModelBase.__new__
 * sets it to False on a Meta that has made its class.
 */
export function isAbstract(meta: ClassValue, world: World): boolean {
  const own = meta.members.get('abstract');
  if (own) return truth(resolve(own, world))?.value === true;
  return meta.bases.some((base) => {
    const parent = likeliest(resolve(base, world));
    return parent.kind === 'class' && !parent.qualifiedName.includes('.') && isAbstract(parent, world);
  });
}
