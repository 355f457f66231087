import type { DjangoVersion } from '../../django/versions';
import { findMember, isFramework, resolve } from '../../python/resolve';
import { type Call, dottedOf, isNone, isSamePlace, likeliest, type Place, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { type App, type Apps, isInstalled } from '../apps/apps';
import { type Ancestry, createAncestry } from '../models/ancestry';
import type { Model, ModelField } from '../models/field';
import { type ModelNames, modelNamed } from '../models/modelNamed';
import type { Modules } from '../modules/modules';
import { type Problem, whyNot } from '../problem';
import { type Connection, connectionsIn } from './connections';

/** A signal that a module of the project or a package makes. */
export interface Signal {
  /** `module.name`. */
  readonly name: string;
  /** The call that makes it. */
  readonly place: Place;
}

/** A function or object that listens to a signal. */
export interface Receiver {
  /** The signal, `module.name`. */
  readonly signal: string;
  /** `module.QualifiedName` of the function, method or, for an object, its class. */
  readonly receiver: string;
  /** Where that is defined; undefined where its source is not at hand. */
  readonly place: Place | undefined;
  /** The label of a model or the dotted path of a class that it listens to; null for any sender, undefined where it is not known. */
  readonly sender: string | null | undefined;
  /** The call that connects it. */
  readonly connected: Place;
}

export interface Signals {
  readonly signals: readonly Signal[];
  readonly receivers: readonly Receiver[];
  readonly problems: readonly Problem[];
}

export interface SignalContext extends ModelNames {
  readonly apps: Apps;
  readonly modules: Modules;
  /** The modules that the project imports. */
  readonly imported: ReadonlySet<string>;
  readonly version: DjangoVersion;
  /** The calls in an app's `ready()`. */
  readonly ready: (app: App) => readonly Call[];
}

/**
 * The signals of the imported modules, and what these modules and the `ready()` of the apps connect to any signal
 * (django.dispatch.dispatcher.Signal.connect and the decorator `receiver`).
 */
export function readSignals(context: SignalContext): Signals {
  const { world, apps, imported, version } = context;
  const reading: Reading = { ...context, ancestry: createAncestry(world, version) };
  const receivers = new Map<string, Receiver>();
  const problems: Problem[] = [];
  const effects = [
    ...[...imported].map((module) => world.namespace(module)?.effects ?? []),
    ...apps.list.filter(isInstalled).map((app) => context.ready(app)),
  ];
  for (const call of effects.flat()) {
    for (const one of connectionsIn(call, world)) {
      const signal = signalOf(one.signal, reading);
      if (signal === undefined) continue;
      const receiver = receiverOf(one, signal, reading);
      if ('why' in receiver) problems.push(receiver);
      else if (!one.connects) receivers.delete(keyOf(receiver));
      else {
        receivers.set(keyOf(receiver), receiver);
        if (receiver.sender === undefined) problems.push(unknownSender(receiver));
      }
    }
  }
  return { signals: [...signalsIn(imported, reading)], receivers: [...receivers.values()], problems };
}

function unknownSender({ receiver, signal, connected }: Receiver): Problem {
  const why = 'it is known only while the code runs';
  return { what: `the sender whose ${signal} calls ${receiver}`, why, place: connected };
}

interface Reading extends SignalContext {
  readonly ancestry: Ancestry;
}

function keyOf({ signal, receiver, sender }: Receiver): string {
  return `${signal} ${receiver} ${sender}`;
}

function* signalsIn(modules: Iterable<string>, { world, ancestry }: Reading): Iterable<Signal> {
  for (const module of modules) {
    const namespace = world.namespace(module);
    for (const [name, value] of namespace?.names ?? []) {
      const made = likeliest(value);
      if (made.kind === 'call' && made.place.path === namespace?.path && isSignal(made, ancestry))
        yield { name: `${module}.${name}`, place: made.place };
    }
  }
}

function isSignal({ callee }: Call, ancestry: Ancestry): boolean {
  return ancestry.of(callee).some((path) => signalClass.test(path));
}

const signalClass = /^django\.(?:dispatch\.(?:dispatcher\.)?Signal|db\.models\.signals\.ModelSignal)$/;

/** The name of a signal by the module that makes it; undefined for what is no signal. */
function signalOf(value: Value, { world, modules, ancestry }: Reading): string | undefined {
  const made = likeliest(resolve(value, world));
  if (made.kind === 'ref') return /^django\..*\bsignals\.\w+$/.test(made.dotted) ? home(made.dotted) : undefined;
  if (made.kind !== 'call' || !isSignal(made, ancestry)) return undefined;
  const module = modules.nameOf(made.place.path);
  for (const [name, one] of (module && world.namespace(module)?.names) || []) {
    const other = likeliest(one);
    if (other.kind === 'call' && isSamePlace(other.place, made.place)) return `${module}.${name}`;
  }
  return undefined;
}

/** django.test.signals takes this one from where it is made. */
function home(dotted: string): string {
  return dotted === 'django.test.signals.setting_changed' ? 'django.core.signals.setting_changed' : dotted;
}

function receiverOf({ receiver, sender, call }: Connection, signal: string, reading: Reading): Receiver | Problem {
  const { world } = reading;
  const value = callable(likeliest(resolve(receiver, world)), world);
  const dotted = value && dottedOf(value);
  if (value === undefined || dotted === undefined) {
    const unread = likeliest(resolve(receiver, world));
    return { what: `a receiver of ${signal}`, why: whyNot(unread, 'a function'), place: call.place };
  }
  const place = value.kind === 'ref' ? undefined : value.place;
  return { signal, receiver: dotted, place, sender: senderOf(sender, reading), connected: call.place };
}

/** The function or class behind a receiver: of a bound method its function, of an object its class. */
function callable(value: Value, world: World): Extract<Value, { kind: 'function' | 'class' | 'ref' }> | undefined {
  switch (value.kind) {
    case 'function':
    case 'class':
    case 'ref':
      return value;
    case 'call': {
      if (/^functools\.partial$/.test(dottedOf(value.callee) ?? ''))
        return value.args[0] && callable(likeliest(resolve(value.args[0], world)), world);
      const type = likeliest(resolve(value.callee, world));
      return type.kind === 'class' ? type : undefined;
    }
    case 'member': {
      if (value.found?.value.kind === 'function') return value.found.value;
      const owner = likeliest(resolve(value.of, world));
      const type = owner.kind === 'call' ? likeliest(resolve(owner.callee, world)) : owner;
      const method = type.kind === 'class' ? findMember(type, value.name, world)?.value : undefined;
      return method?.kind === 'function' ? method : undefined;
    }
    default:
      return undefined;
  }
}

function senderOf(sender: Value | undefined, reading: Reading): string | null | undefined {
  if (sender === undefined) return null;
  const value = likeliest(resolve(sender, reading.world));
  if (isNone(value)) return null;
  const model = modelNamed(value, reading);
  if (model) return model.label;
  if (value.kind === 'member' && value.name === 'through') return throughOf(value.of, reading);
  // Of Django's own models whose source is not at hand the label is not known here.
  return value.kind === 'class' && !isFramework(value.module) ? dottedOf(value) : undefined;
}

/** The label of the model behind a many-to-many field (django.db.models.fields.related.create_many_to_many_intermediary_model). */
function throughOf(field: Value, reading: Reading): string | undefined {
  const owners = ownersOf(likeliest(resolve(field, reading.world)), reading);
  if (owners.length !== 1) return undefined;
  const [[model, own]] = owners;
  const through = own.call?.keywords.get('through');
  return through ? modelNamed(through, reading)?.label : `${model.label}_${own.name}`;
}

/** The models whose own field a value is: `Model.field`, also where the model is asked for by a function. */
function ownersOf(field: Value, reading: Reading): [Model, ModelField][] {
  const { list } = reading.models;
  const named = field.kind === 'member' ? modelNamed(field.of, reading) : undefined;
  const models = named ? [named] : field.kind === 'call' ? list.filter(({ abstract }) => !abstract) : [];
  return models.flatMap((model) =>
    model.fields
      .filter(
        (one) =>
          one.relation === 'many-to-many' &&
          model.localFields.has(one.name) &&
          (field.kind === 'member'
            ? one.name === field.name
            : field.kind === 'call' && one.place !== undefined && isSamePlace(one.place, field.place)),
      )
      .map((one): [Model, ModelField] => [model, one]),
  );
}
