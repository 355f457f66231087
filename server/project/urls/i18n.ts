import { asString, type Call, likeliest, truth, type Value } from '../../python/values';
import type { Settings } from '../settings';

/** What i18n_patterns() puts before its patterns: django.urls.resolvers.LocalePrefixPattern.language_prefix, for the language of the settings. */
export function localePrefix(settings: Settings, call: Call): string {
  const language = asString(settings.value('LANGUAGE_CODE')) ?? 'en-us';
  const prefixed = call.keywords.get('prefix_default_language');
  const internationalized = settings.value('USE_I18N');
  if (internationalized && truth(internationalized)?.value === false) return '';
  return prefixed && truth(prefixed)?.value === false ? '' : `${language}/`;
}

/** A translated route, `_("about/")`, stands for its own text. */
export function translated(value: Value): Value {
  const call = likeliest(value);
  return call.kind === 'call' &&
    call.args.length === 1 &&
    call.callee.kind === 'ref' &&
    /gettext/.test(call.callee.dotted)
    ? call.args[0]
    : value;
}
