import { type FieldClass, fieldClass } from '../../django/fields';
import type { DjangoVersion } from '../../django/versions';
import { classMember, resolve } from '../../python/resolve';
import { asString, type Call, dottedOf, likeliest, type Place, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Ancestry } from './ancestry';
import type { DeclaredField } from './field';

/** What may follow a field in a lookup path. */
export interface FieldLookup {
  readonly name: string;
  /** Dotted path of the class. */
  readonly class: string;
  /** Whether lookups may follow it in turn. */
  readonly isTransform: boolean;
  /** Dotted path of the field class that a transform gives; undefined for that of the field itself, or where it is not known. */
  readonly output?: string;
  /** Where the project or a package registers it. */
  readonly place?: Place;
}

export interface LookupContext {
  readonly world: World;
  readonly ancestry: Ancestry;
  readonly version: DjangoVersion;
  readonly isInstalled: (app: string) => boolean;
  readonly registered: ReadonlyMap<string, readonly FieldLookup[]>;
}

/** The lookups and transforms of a field: django.db.models.query_utils.RegisterLookupMixin.get_class_lookups. */
export function lookupsOf({ ancestors }: DeclaredField, context: LookupContext): ReadonlyMap<string, FieldLookup> {
  const found = new Map<string, FieldLookup>();
  // A relation has none of those of plain fields (django.db.models.fields.related.ForeignObject.get_class_lookups).
  const end = ancestors.indexOf(foreignObject);
  const classes = end < 0 ? ancestors : ancestors.slice(0, end + 1);
  const nearest = classes.map((path) => fieldClass(path, context.version)).find((one) => one !== undefined);
  const plain = end < 0 ? undefined : fieldClass('django.db.models.fields.Field', context.version);
  for (const lookup of nearest ? builtInLookups(nearest, context) : [])
    if (plain?.lookups.get(lookup.name)?.path !== lookup.class) found.set(lookup.name, lookup);
  for (const path of [...classes].reverse())
    for (const lookup of context.registered.get(path) ?? []) found.set(lookup.name, lookup);
  return found;
}

const foreignObject = 'django.db.models.fields.related.ForeignObject';

function builtInLookups(field: FieldClass, { isInstalled }: LookupContext): FieldLookup[] {
  return [...field.lookups.values()]
    .filter(({ app }) => app === undefined || isInstalled(app))
    .map(({ name, path, transform }) => ({
      name,
      class: path,
      isTransform: transform !== undefined,
      ...(transform?.output && { output: transform.output }),
    }));
}

/** The lookups that code registers, by the path of the field class: `Field.register_lookup(Lookup)`, as a decorator as well. */
export function registeredLookups(
  effects: Iterable<Call>,
  { world, ancestry, version }: Pick<LookupContext, 'world' | 'ancestry' | 'version'>,
): ReadonlyMap<string, readonly FieldLookup[]> {
  const found = new Map<string, FieldLookup[]>();
  for (const { callee, args, keywords, maybe, place } of effects) {
    const owner = maybe === 'unlikely' ? undefined : registerOf(callee, world);
    const lookup = owner && args[0] && likeliest(resolve(args[0], world));
    if (!owner || lookup?.kind !== 'class') continue;
    const given = keywords.get('lookup_name') ?? args[1] ?? classMember(lookup, 'lookup_name', world);
    const name = asString(given && resolve(given, world));
    // A class of Django is kept by the path that defines it.
    const path = fieldClass(dottedOf(owner) ?? '', version)?.path ?? ancestry.of(owner)[0];
    if (name === undefined || path === undefined) continue;
    const isTransform = ancestry.of(lookup).some((one) => transformClass.test(one));
    const made = { name, class: dottedOf(lookup)!, isTransform, place };
    found.set(path, [...(found.get(path) ?? []), made]);
  }
  return found;
}

/** The class in `Class.register_lookup`. */
function registerOf(callee: Value, world: World): Value | undefined {
  if (callee.kind === 'ref') {
    const path = /^(.+)\.register_lookup$/.exec(callee.dotted)?.[1];
    return path === undefined ? undefined : likeliest(resolve({ kind: 'ref', dotted: path }, world));
  }
  return callee.kind === 'member' && callee.name === 'register_lookup'
    ? likeliest(resolve(callee.of, world))
    : undefined;
}

const transformClass = /^django\.db\.models\.(?:lookups\.|expressions\.)?(?:Transform|Func)$/;
