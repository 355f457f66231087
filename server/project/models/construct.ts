import { attribute, findMember, isFramework, resolve } from '../../python/resolve';
import { type MethodCall, runOnInstance } from '../../python/run';
import {
  asString,
  type Call,
  type ClassValue,
  type FoundMember,
  isNone,
  likeliest,
  literal,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';

/**
 * The call of Django's own constructor that the call of a field comes down to. The `__init__` of a class that a project or package derives
 * from Django's may give arguments of its own, or change those that it is given (django.db.models.fields.Field.__init__).
 */
export function constructorCall(call: Call, world: World): Call {
  const init = ownMethod(call, '__init__', world);
  const run = init && runOnInstance(call, [{ method: init, given: call }], () => new Map(), world);
  // Several of them stand in branches of which one runs.
  const handedOn = run?.effects.filter(({ callee }) => callee.kind === 'member' && callee.name === '__init__');
  const handed = handedOn?.find(({ maybe }) => maybe !== 'unlikely') ?? handedOn?.[0];
  return withRemoteField(handed ? { ...call, ...argumentsOf(handed) } : call);
}

/** `super().__init__(…)` gives the instance by itself, `Base.__init__(self, …)` as the first argument. */
function argumentsOf({ callee, args, keywords, open }: Call): Pick<Call, 'args' | 'keywords' | 'open'> {
  const explicit = callee.kind === 'member' && callee.of.kind === 'class';
  return { args: explicit ? args.slice(1) : args, keywords, ...(open && { open }) };
}

/** The target and names of a relation that is handed on ready made: `rel=ManyToManyRel(self, to, related_name=…)`. */
function withRemoteField(call: Call): Call {
  const rel = call.keywords.get('rel');
  if (rel?.kind !== 'call') return call;
  const keywords = new Map(call.keywords);
  ['to', 'related_name', 'related_query_name', 'through'].forEach((name, i) => {
    const value = rel.keywords.get(name) ?? (name === 'through' ? undefined : rel.args[i + 1]);
    if (value && !isNone(value)) keywords.set(name, value);
  });
  return { ...call, keywords };
}

/** What the `contribute_to_class` of a field's class does besides adding the field itself. */
export interface Contribution {
  readonly added: readonly { readonly name: string; readonly call: Call }[];
  /** What it makes of the constructor's arguments that say where the relation leads and how that calls it. */
  readonly changed: ReadonlyMap<string, Value>;
}

/**
 * Runs the `contribute_to_class` of a field's class for a model; undefined where it has none but Django's
 * (django.db.models.fields.Field.contribute_to_class).
 * @param written the field's call as the class body has it
 * @param model the model's class, with its `_meta`
 */
export function contribution(written: Call, name: string, model: ClassValue, world: World): Contribution | undefined {
  const contribute = ownMethod(written, 'contribute_to_class', world);
  if (contribute === undefined) return undefined;
  const call = withModels(written, model, world);
  const init = ownMethod(call, '__init__', world);
  const constructed = constructorCall(call, world).keywords;
  let remote: Call | undefined;
  const attributes = (owner: object): ReadonlyMap<string, Value> => {
    const related = [...relatedAttributes].map(([one, attribute]): [string, Value] => [
      attribute,
      constructed.get(one) ?? literal(null),
    ]);
    remote = { ...call, callee: remoteField, args: [], keywords: new Map(), attributes: new Map(related), owner };
    return new Map<string, Value>([
      ['remote_field', remote],
      ['name', literal(name)],
    ]);
  };
  const methods: MethodCall[] = [
    ...(init ? [{ method: init, given: call }] : []),
    { method: contribute, given: { args: [model, literal(name)], keywords: new Map() } },
  ];
  const run = runOnInstance(call, methods, attributes, world);
  const changed = new Map<string, Value>();
  for (const [one, name] of relatedAttributes) {
    const left = remote?.attributes?.get(name);
    if (left && one !== 'through' && left !== constructed.get(one) && !isNone(left)) changed.set(one, left);
  }
  return {
    added: (run?.effects ?? []).flatMap((effect) => {
      const added = addedBy(effect);
      return added && added.to === model && added.call !== run!.value ? [added] : [];
    }),
    changed,
  };
}

/** Arguments of a relation's constructor, and the attributes of its `remote_field` that hold them. */
const relatedAttributes: ReadonlyMap<string, string> = new Map([
  ['to', 'model'],
  ['through', 'through'],
  ['related_name', 'related_name'],
  ['related_query_name', 'related_query_name'],
]);

/** A call with the model instead of its name in `through`: what is done with it, is done once that is loaded (lazy_related_operation). */
function withModels(call: Call, model: ClassValue, world: World): Call {
  const through = call.keywords.get('through');
  const name = asString(through && resolve(through, world));
  if (name === undefined) return call;
  const app = asString(attribute(attribute(model, '_meta', world), 'app_label', world));
  const [label, own = label] = name.includes('.') ? name.split('.') : [app ?? '', name];
  const args = [literal(label), literal(own)];
  const registry = 'django.apps.apps.get_registered_model';
  const found = world.knownCall(registry, { ...call, args, keywords: new Map() });
  return found ? { ...call, keywords: new Map([...call.keywords, ['through', found]]) } : call;
}

const remoteField: Value = { kind: 'ref', dotted: 'django.db.models.fields.reverse_related.ForeignObjectRel' };

/** A class, and what it is given under a name. */
interface AddedTo {
  readonly to: Value;
  readonly name: string;
  readonly call: Call;
}

/**
 * What a call adds to a class: `field.contribute_to_class(cls, name)` or `cls.add_to_class(name, field)`
 * (django.db.models.base.ModelBase.add_to_class).
 */
export function addedBy({ callee, args, keywords, maybe }: Call): AddedTo | undefined {
  if (maybe) return undefined;
  const given = (name: string, position: number): Value | undefined => {
    const value = keywords.get(name) ?? args[position];
    return value && likeliest(value);
  };
  const model = callee.kind === 'ref' ? /^(.+)\.add_to_class$/.exec(callee.dotted)?.[1] : undefined;
  if (model !== undefined) return fieldFor({ kind: 'ref', dotted: model }, given('name', 0), given('value', 1));
  if (callee.kind !== 'member') return undefined;
  if (callee.name === 'contribute_to_class') return fieldFor(given('cls', 0), given('name', 1), callee.of);
  return callee.name === 'add_to_class' ? fieldFor(callee.of, given('name', 0), given('value', 1)) : undefined;
}

function fieldFor(to: Value | undefined, name: Value | undefined, call: Value | undefined): AddedTo | undefined {
  if (to === undefined || call?.kind !== 'call') return undefined;
  return name?.kind === 'literal' && typeof name.value === 'string' ? { to, name: name.value, call } : undefined;
}

/** A method of the class that a call makes an instance of, unless Django's own class has it. */
export function ownMethod(call: Call, name: string, world: World): FoundMember | undefined {
  const type = likeliest(resolve(call.callee, world));
  const found = type.kind === 'class' && !isFramework(type.module) ? findMember(type, name, world) : undefined;
  return found && !isFramework(found.owner.module) ? found : undefined;
}
