import { resolve } from '../../python/resolve';
import { asItems, type Call, dottedOf, isNone, likeliest, type Place, type Value } from '../../python/values';
import type { World } from '../../python/world';
import { type AdminSite, siteOf } from './sites';

/** One model that a call registers with an admin site, or takes from it. */
export interface Registration {
  readonly kind: 'register' | 'unregister';
  readonly site: AdminSite;
  /** The model as the code names it. */
  readonly model: Value;
  /** The class that is given; undefined for Django's ModelAdmin. */
  readonly admin: Value | undefined;
  /** Whether keywords are given, of which Django makes a class of its own. */
  readonly hasOptions: boolean;
  readonly call: Call;
}

/** What the calls of a module do with admin sites, in their order. */
export interface AdminCalls {
  readonly registrations: readonly Registration[];
  /** Calls of unknown code that are given a site. */
  readonly handedOn: readonly { readonly site: AdminSite; readonly place: Place | undefined }[];
}

/** What calls do with admin sites, in their order: what they register and take away, and the sites that unknown code is given. */
export function adminCalls(effects: readonly Call[], world: World): AdminCalls {
  const handedOn = effects.flatMap((call) => {
    const site = siteAmong(call, world);
    return site ? [{ site, place: call.place }] : [];
  });
  return { registrations: [...registrationsIn(effects, world)], handedOn };
}

/** The site that a call of unknown code is given; Django's own code registers nothing. */
function siteAmong(call: Call, world: World): AdminSite | undefined {
  if (/^(?:django|rest_framework)\./.test(dottedOf(call.callee) ?? '') || call.callee.kind === 'member')
    return undefined;
  for (const value of call.args) {
    const site = value.kind === 'ref' || value.kind === 'call' ? siteOf(value, world) : undefined;
    if (site) return site;
  }
  return undefined;
}

/**
 * What calls do with admin sites: AdminSite.register and unregister with one model or several, and the
 * decorator django.contrib.admin.decorators.register.
 */
function* registrationsIn(effects: readonly Call[], world: World): Iterable<Registration> {
  for (const call of effects) {
    if (call.maybe === 'unlikely') continue;
    if (call.callee.kind === 'call') yield* decorated(call.callee, call, world);
    else yield* ofSite(call, world);
  }
}

function* ofSite(call: Call, world: World): Iterable<Registration> {
  const method = methodOf(call.callee);
  if (method === undefined) return;
  const site = siteOf(method.of, world);
  const given = call.args[0] ?? call.keywords.get('model_or_iterable');
  if (site === undefined || given === undefined) return;
  const admin = call.args[1] ?? call.keywords.get('admin_class');
  const hasOptions = [...call.keywords.keys()].some((name) => name !== 'admin_class' && name !== 'model_or_iterable');
  for (const model of modelsIn(given, world))
    yield {
      kind: method.kind,
      site,
      model,
      admin: admin && isNone(resolve(admin, world)) ? undefined : admin,
      hasOptions,
      call,
    };
}

function methodOf(callee: Value): { readonly kind: Registration['kind']; readonly of: Value } | undefined {
  if (callee.kind === 'member') {
    const { name, of } = callee;
    return name === 'register' || name === 'unregister' ? { kind: name, of } : undefined;
  }
  const [, owner, name] = (callee.kind === 'ref' && /^(.+)\.(register|unregister)$/.exec(callee.dotted)) || [];
  if (name !== 'register' && name !== 'unregister') return undefined;
  return { kind: name, of: { kind: 'ref', dotted: owner } };
}

/** `@admin.register(Model, …, site=…)` above a class. */
function* decorated(decorator: Call, call: Call, world: World): Iterable<Registration> {
  if (!decoratorPath.test(dottedOf(likeliest(resolve(decorator.callee, world))) ?? '') || call.args[0] === undefined)
    return;
  const given = decorator.keywords.get('site');
  const site = siteOf(
    given && !isNone(resolve(given, world)) ? given : { kind: 'ref', dotted: 'django.contrib.admin.site' },
    world,
  );
  if (site === undefined) return;
  for (const model of decorator.args)
    yield { kind: 'register', site, model, admin: call.args[0], hasOptions: false, call };
}

const decoratorPath = /^django\.contrib\.admin\.(?:decorators\.)?register$/;

function modelsIn(given: Value, world: World): readonly Value[] {
  const items = asItems(resolve(given, world));
  return items?.filter((item) => item.maybe !== 'unlikely').map((item) => item.value) ?? [given];
}
