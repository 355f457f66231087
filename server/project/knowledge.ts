import {
  asItems,
  asString,
  type Call,
  type ClassValue,
  callOf,
  choice,
  entryOf,
  literal,
  placeOf,
  truth,
  unknown,
  type Value,
} from '../python/values';
import type { AppRegistry } from './apps/appRegistry';
import type { Settings } from './settings';
import type { Knowledge } from './world';

/**
 * What is known without reading source: the settings object, versions, the platform, lazily translated texts (django.conf.LazySettings,
 * django.apps.apps, django.VERSION).
 */
export function djangoKnowledge(
  settings: () => Settings | undefined,
  version: () => string | undefined,
  registry: AppRegistry,
  options: (model: ClassValue) => Value | undefined,
  fieldOf: (options: Value | undefined, name: string) => Value | undefined,
): Knowledge {
  const setting = (name: string): Value | undefined => {
    const all = settings();
    const value = all?.value(name);
    if (value && name === 'DEBUG') return switchable(value);
    // A setting that is certainly not set is an attribute that the settings object lacks.
    return value ?? (all === undefined || all.certain ? undefined : unknown(`the setting ${name} is not known`));
  };
  return {
    known(dotted) {
      // These objects are asked by name, whether or not Django's source is at hand.
      if (dotted === 'django.conf.settings' || dotted === 'django.apps.apps') return { kind: 'ref', dotted };
      if (dotted.startsWith('django.conf.settings.')) {
        const [name, ...rest] = dotted.slice('django.conf.settings.'.length).split('.');
        return rest.length === 0 ? setting(name) : undefined;
      }
      if (dotted === 'django.db.connection.vendor') return vendorOf(settings()?.value('DATABASES'));
      const release = version();
      if (dotted === 'django.VERSION')
        return release === undefined ? undefined : numbers(release.split('.').map(Number));
      return constants.get(dotted);
    },
    assigned: (name, value) => (name === 'DEBUG' ? switchable(value) : value),
    classGift: (owner, name) => (name === '_meta' ? options(owner) : undefined),
    knownCall(dotted, call) {
      if (texts.has(dotted)) return call.args[0];
      // An object of a class of the project that derives from LazySettings gives the settings, too.
      if (dotted === 'django.conf.LazySettings.__getattr__') {
        const name = asString(call.args[1]);
        return name === undefined ? undefined : setting(name);
      }
      if (dotted === 'django.contrib.auth.get_user_model') {
        const model = settings()?.value('AUTH_USER_MODEL');
        const method = 'django.apps.apps.get_model';
        return model && registry.call(method, { ...call, args: [model], keywords: new Map() });
      }
      if (dotted.startsWith('django.apps.')) return registry.call(dotted, call);
      if (dotted === 'django.db.models.options.Options.get_field') {
        const name = asString(call.args[1] ?? call.keywords.get('field_name'));
        return name === undefined ? undefined : fieldOf(call.args[0], name);
      }
      if (/^django\.forms\.(?:models\.)?fields_for_model$/.test(dotted)) return fieldsNamed(call);
      if (dotted !== 'django.get_version' && dotted !== 'django.utils.version.get_version') return undefined;
      const release = version();
      return release === undefined ? undefined : literal(release, call.place);
    },
  };
}

/** `vendor` of the default connection (django.db.backends.base.base.BaseDatabaseWrapper), by the engine that the settings likely have. */
function vendorOf(databases: Value | undefined): Value | undefined {
  const engine = asString(entryOf(entryOf(databases, 'default'), 'ENGINE'));
  const backend = /^django\.(?:contrib\.gis\.)?db\.backends\.(\w+)$/.exec(engine ?? '');
  const vendor = backend && vendors[backend[1]];
  return vendor ? literal(vendor) : undefined;
}

const vendors: Readonly<Record<string, string>> = {
  postgresql: 'postgresql',
  postgis: 'postgresql',
  mysql: 'mysql',
  oracle: 'oracle',
  sqlite3: 'sqlite',
  spatialite: 'sqlite',
};

/** People turn DEBUG on and off: what settings, a URLconf or an app do by it is never sure. */
function switchable(debug: Value): Value {
  const on = truth(debug);
  return on?.certain ? choice([literal(on.value, placeOf(debug)), literal(!on.value)]) : debug;
}

/** Functions of django.utils.translation that give the text itself, as far as reading goes. */
const texts = new Set(
  ['gettext', 'gettext_lazy', 'gettext_noop', 'ugettext', 'ugettext_lazy'].map(
    (name) => `django.utils.translation.${name}`,
  ),
);

const owner = {};

function numbers(values: readonly number[]): Value {
  return { kind: 'tuple', items: values.map((value) => ({ value: literal(value) })), depth: 0, owner };
}

const constants: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['typing.TYPE_CHECKING', literal(false)],
  ['typing_extensions.TYPE_CHECKING', literal(false)],
  ['sys.version_info', numbers([3, 13, 0])],
  ['sys.platform', literal('linux')],
  ['sys.maxsize', literal(Number.MAX_SAFE_INTEGER)],
  ['os.sep', literal('/')],
  ['os.pardir', literal('..')],
  ['os.path.pardir', literal('..')],
  ['os.curdir', literal('.')],
  ['os.pathsep', literal(':')],
  ['os.name', literal('posix')],
  ['os.linesep', literal('\n')],
]);

/**
 * `fields_for_model(Model, fields=[…])` for code that makes a form of it: a dict of form fields by the names that are given
 * (django.forms.models.fields_for_model). Undefined where no names are, or one is not known.
 */
function fieldsNamed({ args, keywords, place }: Call): Value | undefined {
  const given = asItems(args[1] ?? keywords.get('fields'));
  const names = given?.map(({ value, maybe }) => (maybe ? undefined : asString(value)));
  if (names === undefined || names.includes(undefined)) return undefined;
  const left = asItems(args[2] ?? keywords.get('exclude'))?.map(({ value }) => asString(value)) ?? [];
  const field: Value = { kind: 'ref', dotted: 'django.forms.fields.Field' };
  const entries = names
    .filter((name) => !left.includes(name))
    .map((name) => ({ key: literal(name!), value: callOf(field, place) }));
  return { kind: 'dict', entries, depth: 0, owner };
}
