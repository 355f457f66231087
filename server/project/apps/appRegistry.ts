import { instanceAfter } from '../../python/run';
import { asString, type Call, literal, nowhere, type Place, unknown, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { family } from '../queries/query';
import type { Runtime } from '../queries/runtime';
import { type App, isInstalled } from './apps';

/** `django.apps.apps` for code that asks it while it runs. */
export interface AppRegistry {
  /** The result of a method of the registry; undefined for what it is not asked about statically. */
  call(dotted: string, call: Call): Value | undefined;
}

/** The method of the app registry, `django.apps.apps`, that a dotted path names; undefined for anything else. */
export function registryMethod(dotted: string): string | undefined {
  return /^django\.apps\.(?:registry\.)?apps\.(\w+)$/.exec(dotted)?.[1];
}

/** The registry once all apps are loaded: each config is an instance on which `ready()` has run (django.apps.registry.Apps). */
export function createAppRegistry(runtime: Runtime, apps: () => readonly App[], world: () => World): AppRegistry {
  const owner = {};
  const find = (label: string) => apps().find((one) => one.label === label);
  const ready = family(runtime, (label: string): Call | undefined => {
    const app = find(label);
    return app && instanceAfter(typeOf(app), configAttributes(app), placeOf(app), 'ready', world());
  });
  // Most code asks for a name or a path; only what `ready()` sets needs it to run.
  const config = family(runtime, (label: string): Call | undefined => {
    const app = find(label);
    if (app === undefined) return undefined;
    const late = (name: string) => ready(label)?.attributes?.get(name);
    return {
      kind: 'call',
      callee: typeOf(app),
      args: [],
      keywords: new Map(),
      place: placeOf(app),
      attributes: configAttributes(app),
      owner,
      late,
    };
  });
  const modelOf = (given: string, call: Call): Value | undefined => {
    const [label, second] = given.split('.');
    const app = find(label);
    const name = (second ?? asString(call.args[1] ?? call.keywords.get('model_name')))?.toLowerCase();
    const module = app && `${app.name}.models`;
    const names = module === undefined ? [] : [...(world().namespace(module)?.names.keys() ?? [])];
    const found = names.find((one) => one.toLowerCase() === name);
    return found === undefined ? undefined : { kind: 'ref', dotted: `${module}.${found}`, place: call.place };
  };
  /** `config.get_model(name)`, the config as the first argument. */
  const ofConfig = (call: Call): Value | undefined => {
    const [config] = call.args;
    const label = config?.kind === 'call' ? asString(config.attributes?.get('label')) : undefined;
    return label === undefined ? undefined : modelOf(label, call);
  };
  return {
    call(dotted, call) {
      if (dotted === 'django.apps.config.AppConfig.get_model') return ofConfig(call);
      const method = registryMethod(dotted);
      const given = asString(call.args[0] ?? call.keywords.get('app_label') ?? call.keywords.get('app_name'));
      switch (method) {
        case 'get_app_configs':
          return {
            kind: 'list',
            items: apps().flatMap(({ label }) => itemOf(config(label))),
            place: call.place,
            depth: 0,
            owner,
          };
        case 'get_app_config':
          return given === undefined ? undefined : config(given);
        case 'get_model':
        case 'get_registered_model':
          return given === undefined ? undefined : modelOf(given, call);
        case 'is_installed':
          return given === undefined
            ? undefined
            : literal(
                apps().some((app) => app.name === given && isInstalled(app)),
                call.place,
              );
        default:
          return undefined;
      }
    },
  };
}

function itemOf(value: Value | undefined): { value: Value }[] {
  return value === undefined ? [] : [{ value }];
}

function typeOf({ config }: App): Value {
  return config ?? { kind: 'ref', dotted: 'django.apps.AppConfig' };
}

function placeOf({ config, place }: App): Place {
  return config?.place ?? place ?? nowhere;
}

/** The attributes that every app config has (django.apps.config.AppConfig.__init__). */
export function configAttributes({ name, label, path }: App): Map<string, Value> {
  return new Map<string, Value>([
    ['name', literal(name)],
    ['label', literal(label)],
    ['path', path === undefined ? unknown('the app is not found') : literal(path)],
    ['module', { kind: 'ref', dotted: name }],
  ]);
}
