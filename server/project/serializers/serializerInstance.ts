import { findMember, isFramework } from '../../python/resolve';
import { type Made, runStrictly } from '../../python/run';
import {
  asString,
  type Call,
  type ClassValue,
  type Dict,
  type FoundMember,
  likeliest,
  literal,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';

/** The fields of a serializer's instance. */
export interface InstanceFields {
  /** By name, with the call that makes each where that is known; undefined where no instance can be made of nothing. */
  readonly fields?: Fields;
  /** Why they are not known for sure, where they are not. */
  readonly why?: string;
}

type Fields = ReadonlyMap<string, Call | undefined>;

/**
 * What is left of a serializer's fields, and what is added, when an instance is made that is given nothing: what its own
 * get_fields() makes of those that Django REST framework gives (`Serializer.fields`), then what its own __init__() does to
 * them.
 * @param names the fields that Serializer.get_fields or ModelSerializer.get_fields gives
 * @param declared those of the class bodies
 */
export function instanceFields(
  names: readonly string[],
  declared: ReadonlyMap<string, Call>,
  serializer: ClassValue,
  world: World,
): InstanceFields {
  const known: Fields = new Map(names.map((name) => [name, declared.get(name)]));
  const getter = ownMethod(serializer, 'get_fields', world);
  const gotten = getter ? gottenBy(getter, known, declared, serializer, world) : { fields: known };
  const init = ownMethod(serializer, '__init__', world);
  if (init === undefined || gotten.fields === undefined) return gotten;
  if (needsArguments(init)) return { why: 'its own __init__() needs arguments' };
  const made = runStrictly(init, serializer, (owner) => attributes(gotten.fields, declared, owner), world);
  if (made === undefined) return gotten;
  if (made.raises) return { why: needs('__init__') };
  const left = made.self.attributes?.get('fields');
  return { fields: namesIn(left), ...(!hasKnownKeys(left) && { why: unsure('__init__') }) };
}

function ownMethod(serializer: ClassValue, name: string, world: World): FoundMember | undefined {
  const found = findMember(serializer, name, world);
  return found?.value.kind !== 'function' || isFramework(found.owner.module) ? undefined : found;
}

/** What the own get_fields() returns. */
function gottenBy(
  method: FoundMember,
  known: Fields,
  declared: ReadonlyMap<string, Call>,
  serializer: ClassValue,
  world: World,
): InstanceFields {
  const knowing: World = {
    ...world,
    knownCall: (dotted, call) =>
      /^rest_framework\.serializers\.(?:Model)?Serializer\.get_fields$/.test(dotted)
        ? dictOf(known, {})
        : world.knownCall(dotted, call),
  };
  const made: Made | undefined = runStrictly(
    method,
    serializer,
    (owner) => attributes(undefined, declared, owner),
    knowing,
  );
  if (made?.raises) return { why: needs('get_fields') };
  const value = made && likeliest(made.value);
  return hasKnownKeys(value) ? { fields: namesIn(value) } : { why: unsure('get_fields') };
}

/** What an instance has that `Serializer()` makes (rest_framework.serializers.BaseSerializer.__init__, rest_framework.fields.Field.__init__). */
function attributes(
  fields: Fields | undefined,
  declared: ReadonlyMap<string, Call>,
  owner: object,
): ReadonlyMap<string, Value> {
  const given: [string, Value][] = ['context', '_context', '_kwargs'].map((name) => [name, dictOf(new Map(), owner)]);
  for (const name of ['instance', 'parent', 'field_name', 'label', 'help_text', 'source'])
    given.push([name, literal(null)]);
  for (const name of ['partial', 'read_only', 'write_only']) given.push([name, literal(false)]);
  given.push(['_declared_fields', dictOf(declared, owner)]);
  if (fields) given.push(['fields', dictOf(fields, owner)]);
  return new Map(given);
}

function dictOf(fields: Fields, owner: object): Dict {
  const entries = [...fields].map(([name, call]) => ({ key: literal(name), value: call ?? field }));
  return { kind: 'dict', entries, depth: 0, owner };
}

const field: Value = { kind: 'ref', dotted: 'rest_framework.fields.Field' };

/** The likely keys of a dict, of those that are known. */
function namesIn(value: Value | undefined): Fields {
  const dict = value && likeliest(value);
  const names = new Map<string, Call | undefined>();
  for (const { key, value, maybe } of dict?.kind === 'dict' ? dict.entries : []) {
    const name = asString(key);
    if (maybe === 'unlikely' || name === undefined) continue;
    const call = likeliest(value);
    names.set(name, call.kind === 'call' ? call : undefined);
  }
  return names;
}

function hasKnownKeys(value: Value | undefined): boolean {
  return value?.kind === 'dict' && value.entries.every((entry) => asString(entry.key) !== undefined);
}

function needsArguments({ value }: FoundMember): boolean {
  if (value.kind !== 'function') return false;
  return value.statement.parameters
    .slice(1)
    .some((one) => one.name !== '' && one.star === undefined && one.default === undefined);
}

function needs(method: string): string {
  return `its own ${method}() needs what the serializer is given, such as its context, or the database`;
}

function unsure(method: string): string {
  return `its own ${method}() cannot be followed without running it`;
}
