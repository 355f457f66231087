import { dottedOf, type Value } from '../../python/values';

/** The functions that make URL patterns, under one name for each, whichever module they are imported from. */
export type UrlFunction =
  | 'path'
  | 're_path'
  | 'include'
  | 'i18n_patterns'
  | 'static'
  | 'staticfiles_urlpatterns'
  | 'format_suffix_patterns';

/**
 * Which of these functions a callee is, by its dotted path (django.urls.conf, django.conf.urls, rest_framework.urlpatterns); undefined for
 * anything else.
 */
export function urlFunction(callee: Value): UrlFunction | undefined {
  return functions.get(dottedOf(callee) ?? '');
}

const functions = new Map<string, UrlFunction>([
  ['django.urls.path', 'path'],
  ['django.urls.conf.path', 'path'],
  ['django.urls.re_path', 're_path'],
  ['django.urls.conf.re_path', 're_path'],
  ['django.conf.urls.url', 're_path'],
  ['django.conf.urls.re_path', 're_path'],
  ['django.urls.include', 'include'],
  ['django.urls.conf.include', 'include'],
  ['django.conf.urls.include', 'include'],
  ['django.conf.urls.i18n.i18n_patterns', 'i18n_patterns'],
  ['django.conf.urls.static.static', 'static'],
  ['django.contrib.staticfiles.urls.staticfiles_urlpatterns', 'staticfiles_urlpatterns'],
  ['rest_framework.urlpatterns.format_suffix_patterns', 'format_suffix_patterns'],
]);
