import type { ParsedPython } from '../python/parse';
import { type ArgumentStrings, type CallSite, visitSites } from '../python/sites';
import type { Use, UseKind } from './uses';

/**
 * The names of routes and templates in a Python file, where Django reads them as such, and the names that it gives to routes.
 * @param isTelling whether a part of the text may have such a name
 */
export function pythonUses(
  parsed: ParsedPython,
  isTelling: (start: number, end: number) => boolean,
): { uses: Use[]; routeNames: string[] } {
  const uses: Use[] = [];
  const routeNames: string[] = [];
  visitSites(parsed, isTelling, {
    call(site) {
      if (/(?:^|\.)(?:path|re_path|url)$/.test(site.callee)) {
        const [name] = (site.keywords.get('name') ?? site.positional[3])?.strings ?? [];
        if (name) routeNames.push(name.value);
      }
      const reader = readers[site.callee] ?? methodReader(site.callee);
      const argument = reader && argumentOf(site, reader);
      if (reader && argument) uses.push(...usesIn(argument, reader, site));
      const viewTemplate = site.callee.endsWith('.as_view') ? site.keywords.get('template_name') : undefined;
      if (viewTemplate) uses.push(...usesIn(viewTemplate, { kind: 'template', position: 0, keyword: '' }, site));
    },
    attribute({ name, value, owner }) {
      if (name === 'template_name')
        uses.push({
          kind: 'template',
          name: value.value,
          start: value.start,
          end: value.end,
          by: `${owner}.template_name`,
          required: true,
        });
    },
  });
  return { uses, routeNames };
}

/** What stands in every text that has a use: most texts do not. */
export const mayUse =
  /\b(?:path|re_path|url)\s*\(|\b(?:reverse|reverse_lazy|redirect|resolve_url|render|render_to_string|TemplateResponse|SimpleTemplateResponse|get_template|select_template|template_name|assertTemplateUsed|assertTemplateNotUsed)\b/;

/** Which argument of a callable is a name. */
interface Reader {
  readonly kind: UseKind;
  readonly position: number;
  readonly keyword: string;
}

const viewname: Reader = { kind: 'route', position: 0, keyword: 'viewname' };
const to: Reader = { kind: 'route', position: 0, keyword: 'to' };
const template = (position: number, keyword = 'template_name'): Reader => ({ kind: 'template', position, keyword });

/** By dotted path, as django.urls.base, django.shortcuts, django.template.loader and django.template.response define them. */
const readers: Readonly<Record<string, Reader>> = {
  'django.urls.reverse': viewname,
  'django.urls.reverse_lazy': viewname,
  'django.urls.base.reverse': viewname,
  'django.urls.base.reverse_lazy': viewname,
  'rest_framework.reverse.reverse': viewname,
  'rest_framework.reverse.reverse_lazy': viewname,
  'django.shortcuts.redirect': to,
  'django.shortcuts.resolve_url': to,
  'django.shortcuts.render': template(1),
  'django.template.loader.render_to_string': template(0),
  'django.template.loader.get_template': template(0),
  'django.template.loader.select_template': template(0, 'template_name_list'),
  'django.template.response.TemplateResponse': template(1, 'template'),
  'django.template.response.SimpleTemplateResponse': template(0, 'template'),
};

/** Imports such as `from django import shortcuts` and `from django.template import loader` lead to the same paths. */
function methodReader(callee: string): Reader | undefined {
  return /\.assertTemplate(?:Not)?Used$/.test(callee) ? template(1) : undefined;
}

function argumentOf(site: CallSite, reader: Reader): ArgumentStrings | undefined {
  return site.positional[reader.position] ?? site.keywords.get(reader.keyword);
}

function usesIn(argument: ArgumentStrings, reader: Reader, site: CallSite): Use[] {
  const otherEngine = site.keywords.has('using');
  const isTried = site.caught.some((name) => everything.has(name) || failures[reader.kind]?.includes(name));
  const otherUrlconf = site.keywords.has('urlconf') || (reader === viewname && site.positional.length > 1);
  return argument.strings
    .filter(({ value }) => reader !== to || isRouteName(value))
    .map(({ value, start, end }) => ({
      kind: reader.kind,
      name: value,
      start,
      end,
      by: site.callee,
      required:
        !argument.isList && !otherEngine && !otherUrlconf && !isTried && !site.callee.includes('assertTemplate'),
    }));
}

/** What is raised for a name that is not there: who catches it asks whether it is. */
const failures: Partial<Record<UseKind, readonly string[]>> = {
  route: ['NoReverseMatch', 'Http404'],
  template: ['TemplateDoesNotExist'],
};
const everything = new Set(['', 'Exception', 'BaseException']);

/** `resolve_url` takes a text with a slash or a dot for a URL when no route has that name (django.shortcuts.resolve_url). */
function isRouteName(text: string): boolean {
  return !/[/.]/.test(text);
}
