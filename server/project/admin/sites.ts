import { linearized, resolve } from '../../python/resolve';
import { asString, type Call, type ClassValue, dottedOf, likeliest, type Value } from '../../python/values';
import type { World } from '../../python/world';

/** An instance of django.contrib.admin.sites.AdminSite. */
export interface AdminSite {
  /** Tells sites apart: 'admin' for the default site, else where the site is made. */
  readonly key: string;
  /** The instance namespace of its routes (`AdminSite.name`). */
  readonly name: string;
  /** Its class, where that is one of the project or a package. */
  readonly value: ClassValue | undefined;
}

/**
 * The admin site that a value is; undefined for anything else (django.contrib.admin.sites.AdminSite, and DefaultAdminSite for the default
 * one).
 */
export function siteOf(value: Value, world: World): AdminSite | undefined {
  const site = likeliest(resolve(value, world));
  if (site.kind === 'ref') return defaultSitePath.test(site.dotted) ? defaultSite : undefined;
  if (site.kind !== 'call') return undefined;
  const type = likeliest(resolve(site.callee, world));
  const ancestors = type.kind === 'class' ? linearized(type, world) : [type];
  if (ancestors.some((one) => defaultSiteClass.test(dottedOf(one) ?? ''))) return defaultSite;
  if (!ancestors.some((one) => siteClass.test(dottedOf(one) ?? ''))) return undefined;
  const name = nameOf(site, world);
  const { path, unit, n } = site.place;
  return { key: `${path}:${unit}:${n}:${name}`, name, value: type.kind === 'class' ? type : undefined };
}

function nameOf(site: Call, world: World): string {
  const given = site.keywords.get('name') ?? site.args[0] ?? site.attributes?.get('name');
  return asString(given && resolve(given, world)) ?? 'admin';
}

/** `django.contrib.admin.site`, of whatever class `AdminConfig.default_site` makes it. */
export const defaultSite: AdminSite = { key: 'admin', name: 'admin', value: undefined };

const defaultSitePath = /^django\.contrib\.admin\.(?:sites\.)?site$/;
const defaultSiteClass = /^django\.contrib\.admin\.(?:sites\.)?DefaultAdminSite$/;
const siteClass = /^django\.contrib\.admin\.(?:sites\.)?AdminSite$/;
