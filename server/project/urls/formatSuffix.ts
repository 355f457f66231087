import { resolve } from '../../python/resolve';
import { asItems, asString, type Call, likeliest, truth, type Value } from '../../python/values';
import type { World } from '../../python/world';

/** What `format_suffix_patterns()` of Django REST framework adds to patterns. */
export interface FormatSuffix {
  /** Whether the patterns without a suffix are left out. */
  readonly required: boolean;
  /** The suffixes that there may be; undefined for any. */
  readonly allowed?: readonly string[];
}

/** The name of the parameter: FORMAT_SUFFIX_KWARG of rest_framework.settings as it comes. */
export const formatParameter = 'format';

/** The arguments of a call: rest_framework.urlpatterns.format_suffix_patterns(urlpatterns, suffix_required=False, allowed=None). */
export function formatSuffixOf({ args, keywords }: Call, world: World): FormatSuffix {
  const given = (name: string, position: number): Value | undefined => {
    const value = keywords.get(name) ?? args[position];
    return value && likeliest(resolve(value, world));
  };
  const required = given('suffix_required', 1);
  const list = given('allowed', 2);
  const allowed = (list ? (asItems(list) ?? []) : []).flatMap(({ value }) => asString(resolve(value, world)) ?? []);
  return {
    required: required !== undefined && truth(required)?.value === true,
    ...(allowed.length > 0 && { allowed }),
  };
}

/** A route with a format suffix: rest_framework.urlpatterns.apply_suffix_patterns. */
export function suffixed(route: string, kind: 'path' | 're_path', { allowed }: Partial<FormatSuffix> = {}): string {
  const base = route.replace(/\$+$/, '').replace(/\/+$/, '');
  if (kind === 'path') return `${base}<${['drf_format_suffix', ...(allowed ?? [])].join('_')}:${formatParameter}>`;
  const formats = allowed === undefined ? '[a-z0-9]+' : allowed.length === 1 ? allowed[0] : `(${allowed.join('|')})`;
  return `${base}\\.(?P<${formatParameter}>${formats})/?$`;
}
