import type { Arguments } from './calls';
import { settled, textOf } from './expressions';
import type { Frame } from './frame';
import { linearized, resolve } from './resolve';
import {
  asString,
  type Call,
  choice,
  dottedOf,
  isSequence,
  likeliest,
  literal,
  type Place,
  unknown,
  type Value,
} from './values';

/**
 * What reading an environment variable gives: the default is likely, anything is possible. Knows `os.environ`, and the
 * readers of django-environ, environs and python-decouple, which take the name first and a default second or by name.
 */
export function environmentCall(dotted: string, given: Arguments, frame: Frame, place: Place): Value | undefined {
  if (!osReaders.has(dotted) && !readers.has(dotted)) return undefined;
  return read(given, frame, place, dotted === 'os.environ.__getitem__' ? unknown('', place) : literal(null, place));
}

/**
 * The same for `env('NAME')` and `env.bool('NAME')`, where `env` is an instance of such a reader, and for
 * `config.get('section', 'option', fallback=…)` of a configparser.
 */
export function environmentReaderCall(callee: Value, given: Arguments, frame: Frame, place: Place): Value | undefined {
  const method = callee.kind === 'member' ? callee.name : undefined;
  const instance = likeliest(resolve(callee.kind === 'member' ? callee.of : callee, frame.evaluation.world));
  if (instance.kind !== 'call') return undefined;
  if (configParser.test(dottedOf(instance.callee) ?? '')) return configured(method ?? '', given, place);
  if (given.args.length === 0 || !isReader(instance, frame)) return undefined;
  if (method !== undefined && noReaders.has(method)) return undefined;
  return read(given, frame, place, schemaDefault(instance, given) ?? unknown('', place), method);
}

/** Whether an instance is a reader, of a class whose source may be at hand. */
function isReader({ callee }: Call, frame: Frame): boolean {
  const type = likeliest(callee);
  const line = type.kind === 'class' ? linearized(type, frame.evaluation.world) : [type];
  return line.some((one) => readerClasses.has(dottedOf(one) ?? ''));
}

const osReaders = new Set(['os.environ.get', 'os.getenv', 'os.environ.__getitem__', 'os.environ.setdefault']);
const readers = new Set(['decouple.config']);
const readerClasses = new Set([
  'environ.Env',
  'environ.FileAwareEnv',
  'environ.environ.Env',
  'environs.Env',
  'environs.FileAwareEnv',
  'decouple.Config',
  'decouple.AutoConfig',
]);
/** Methods that do something else than to give a variable as what their names say. */
const noReaders = new Set([
  ...['read_env', 'prefixed', 'seal', 'parser_for', 'add_parser', 'dump', 'get_value', 'parse_value', 'smart_cast'],
  ...['db', 'db_url', 'cache', 'cache_url', 'email', 'email_url', 'search_url', 'channels', 'channels_url'],
  ...['dj_db_url', 'dj_cache_url', 'dj_email_url'],
]);

const configParser = /^configparser\.(?:Raw|Safe)?ConfigParser$/;

/** What an option of a configuration file is: its fallback is likely. */
function configured(method: string, { keywords }: Arguments, place: Place): Value | undefined {
  const fallback = /^get(?:int|float|boolean)?$/.test(method) ? keywords.get('fallback') : undefined;
  const open = unknown('the configuration file decides', place);
  return fallback && (fallback.kind === 'unknown' ? open : choice([fallback, open]));
}

function read(given: Arguments, frame: Frame, place: Place, otherwise: Value, method?: string): Value {
  const name = given.args[0] && textOf(settled(given.args[0], frame));
  const fallback = given.keywords.get('default') ?? given.args[1] ?? otherwise;
  const actual = name === undefined ? undefined : frame.evaluation.world.environmentVariable(name);
  if (actual !== undefined && (method === undefined || method === 'str') && !given.keywords.has('cast'))
    return literal(actual, place);
  const open = unknown(
    name === undefined ? 'an environment variable' : `the environment variable ${name} decides`,
    place,
  );
  if (fallback.kind === 'unknown') return open;
  return choice([cast(fallback, given.keywords.get('cast'), frame, place), open]);
}

/** `config('X', default='False', cast=bool)`: the default goes through the cast, too. */
function cast(fallback: Value, to: Value | undefined, frame: Frame, place: Place): Value {
  const text = asString(fallback);
  if (to === undefined || text === undefined) return fallback;
  if (to.kind === 'ref' && to.dotted === 'builtins.bool') return literal(/^(true|yes|on|1|t|y)$/i.test(text), place);
  if (to.kind === 'ref' && to.dotted === 'builtins.int') return literal(Number.parseInt(text, 10), place);
  if (to.kind === 'call' && to.callee.kind === 'ref' && to.callee.dotted === 'decouple.Csv') {
    const items = text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    return {
      kind: 'list',
      items: items.map((item) => ({ value: literal(item, place) })),
      place,
      depth: frame.depth,
      owner: frame.evaluation.owner,
    };
  }
  return fallback;
}

/** `Env(DEBUG=(bool, False))` gives defaults for names. */
function schemaDefault(instance: Call, given: Arguments): Value | undefined {
  const name = asString(given.args[0]);
  const entry = name === undefined ? undefined : instance.keywords.get(name);
  return entry && isSequence(entry) && entry.items.length === 2 ? entry.items[1].value : undefined;
}
