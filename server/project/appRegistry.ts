import { instanceAfter } from '../python/run';
import { asString, type Call, literal, unknown, type Value } from '../python/values';
import type { World } from '../python/world';
import type { App } from './apps';
import { family, type Runtime } from './query';

/** `django.apps.apps` for code that asks it while it runs. */
export interface AppRegistry {
  /** The result of a method of the registry; undefined for what it is not asked about statically. */
  call(dotted: string, call: Call): Value | undefined;
}

/** The registry once all apps are loaded: each config is an instance on which `ready()` has run. */
export function createAppRegistry(runtime: Runtime, apps: () => readonly App[], world: () => World): AppRegistry {
  const config = family(runtime, (label: string): Call | undefined => {
    const app = apps().find((one) => one.label === label);
    if (app === undefined) return undefined;
    const attributes = new Map<string, Value>([
      ['name', literal(app.name)],
      ['label', literal(app.label)],
      ['path', app.path === undefined ? unknown('the app is not found') : literal(app.path)],
      ['module', { kind: 'ref', dotted: app.name }],
    ]);
    const place = app.config?.place ?? app.place ?? { path: '', unit: '', n: 0 };
    const type: Value = app.config ?? { kind: 'ref', dotted: 'django.apps.AppConfig' };
    return instanceAfter(type, attributes, place, 'ready', world());
  });
  const owner = {};
  return {
    call(dotted, call) {
      const method = /^django\.apps\.(?:registry\.)?apps\.(\w+)$/.exec(dotted)?.[1];
      const given = asString(call.args[0] ?? call.keywords.get('app_label') ?? call.keywords.get('app_name'));
      switch (method) {
        case 'get_app_configs':
          return { kind: 'list', items: apps().flatMap(({ label }) => itemOf(config(label))), place: call.place, depth: 0, owner };
        case 'get_app_config':
          return given === undefined ? undefined : config(given);
        case 'is_installed':
          return given === undefined ? undefined : literal(apps().some(({ name, maybe }) => name === given && maybe !== 'unlikely'), call.place);
        default:
          return undefined;
      }
    },
  };
}

function itemOf(value: Value | undefined): { value: Value }[] {
  return value === undefined ? [] : [{ value }];
}
