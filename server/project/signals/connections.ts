import { resolve } from '../../python/resolve';
import { asItems, type Call, dottedOf, likeliest, type Value } from '../../python/values';
import type { World } from '../../python/world';

/** One receiver that a call connects to something, or disconnects: to a signal, if that is one. */
export interface Connection {
  readonly connects: boolean;
  /** As the code names it. */
  readonly signal: Value;
  readonly receiver: Value;
  /** Undefined for any sender. */
  readonly sender: Value | undefined;
  readonly call: Call;
}

/**
 * What a call connects: by django.dispatch.dispatcher.Signal.connect or disconnect, or by the decorator django.dispatch.receiver, which
 * takes one signal or a list of them.
 */
export function* connectionsIn(call: Call, world: World): Iterable<Connection> {
  if (call.maybe === 'unlikely') return;
  if (call.callee.kind === 'call') {
    yield* decorated(call.callee, call, world);
    return;
  }
  const method = methodOf(call.callee);
  const receiver = call.args[0] ?? call.keywords.get('receiver');
  if (method === undefined || receiver === undefined) return;
  const sender = call.args[1] ?? call.keywords.get('sender');
  yield { connects: method.name === 'connect', signal: method.of, receiver, sender, call };
}

/** The functions and the like that a call connects to class_prepared, which django.db.models.base.ModelBase._prepare sends, for any sender. */
export function receiversOfClassPrepared(call: Call, world: World): Value[] {
  if (call.maybe) return [];
  return [...connectionsIn(call, world)].flatMap(({ connects, signal, sender, receiver }) =>
    connects && sender === undefined && dottedOf(likeliest(signal)) === classPrepared ? [receiver] : [],
  );
}

const classPrepared = 'django.db.models.signals.class_prepared';

/** `@receiver(signal, …)` above a function. */
function* decorated(decorator: Call, call: Call, world: World): Iterable<Connection> {
  const [given] = decorator.args;
  const [receiver] = call.args;
  const path = dottedOf(likeliest(resolve(decorator.callee, world))) ?? '';
  if (!/^django\.dispatch\.(?:dispatcher\.)?receiver$/.test(path) || given === undefined || receiver === undefined)
    return;
  const sender = decorator.keywords.get('sender');
  const items = asItems(resolve(given, world))?.map(({ value }) => value);
  for (const signal of items ?? [given]) yield { connects: true, signal, receiver, sender, call };
}

function methodOf(callee: Value): { readonly name: string; readonly of: Value } | undefined {
  if (callee.kind === 'member') return /^(?:dis)?connect$/.test(callee.name) ? callee : undefined;
  const [, owner, name] = (callee.kind === 'ref' && /^(.+)\.((?:dis)?connect)$/.exec(callee.dotted)) || [];
  return name === undefined ? undefined : { name, of: { kind: 'ref', dotted: owner } };
}
