import { matchesIn } from '../python/matches';
import { type ParsedPython, parsePython } from '../python/parse';
import { type ArgumentStrings, type CallSite, visitSites } from '../python/sites';
import { skim } from '../python/skim';
import type { RouteArguments, Use, UseKind } from './uses';

/** Whether a text may have a name that the index looks for: most have none. */
export function hasUses(text: string): boolean {
  return mayUse.test(text) || renames(text);
}

/** Whether a text imports a name that the index looks for under another one: then all of the module has to be read. */
export function renames(text: string): boolean {
  return renamed.test(text);
}

/** Parses of a text what may have such names, and its imports. */
export function parseForUses(text: string): ParsedPython {
  if (renames(text)) return parsePython(text);
  const isTelling = matchesIn(mayUse, text);
  const keeps = (start: number, end: number) => (isTelling(start, end) ? 'lines' : 'nothing');
  return parsePython(skim(text, { keeps, isTelling, outside: 'lines' }));
}

/**
 * The names of routes and templates in a Python file, where Django reads them as such, and the names that it gives to routes.
 * @param parsed what `parseForUses` gives for the text
 * @param imports the dotted path behind each imported name
 */
export function pythonUses(
  text: string,
  parsed: ParsedPython,
  imports: ReadonlyMap<string, string>,
): { uses: Use[]; routeNames: string[] } {
  const isTelling = renames(text) ? () => true : matchesIn(mayUse, text);
  const uses: Use[] = [];
  const routeNames: string[] = [];
  visitSites(parsed, imports, isTelling, {
    call(site) {
      if (/(?:^|\.)(?:path|re_path|url)$/.test(site.callee)) {
        const [name] = (site.keywords.get('name') ?? site.positional[3])?.strings ?? [];
        if (name) routeNames.push(name.value);
      }
      const reader = readers[site.callee] ?? methodReader(site.callee);
      const argument = reader && argumentOf(site, reader);
      if (reader && argument) uses.push(...usesIn(argument, reader, site));
      if (site.callee.endsWith('.as_view') || decorators.test(site.callee))
        for (const [keyword, value] of site.keywords) {
          const kind = kindOfAttribute(keyword);
          if (kind) uses.push(...usesIn(value, { kind, position: 0, keyword }, site));
        }
    },
    attribute({ name, value, owner }) {
      const kind = owner === undefined ? kindOfName(name, value.value) : kindOfAttribute(name);
      if (kind === undefined || (kind === 'route' && !isRouteName(value.value))) return;
      uses.push({
        kind,
        name: value.value,
        start: value.start,
        end: value.end,
        by: owner === undefined ? name : `${owner}.${name}`,
        required: owner !== undefined && name === 'template_name',
      });
    },
  });
  return { uses, routeNames };
}

/** What stands in every text that has a use, unless it renames what it imports. */
const mayUse =
  /\b(?:path|re_path|url)\s*\(|\b(?:reverse|reverse_lazy|redirect|resolve_url|render|render_to_string|TemplateResponse|SimpleTemplateResponse|get_template|select_template|template_name|assertTemplateUsed|assertTemplateNotUsed|inclusion_tag|login_url|next_page|pattern_name|LOGIN_URL|LOGIN_REDIRECT_URL|LOGOUT_REDIRECT_URL)\b|_template(?:_name)?\b|\btemplate\s*=/;

const renamed =
  /\bimport\b[^\n]*\b(?:reverse|reverse_lazy|redirect|resolve_url|render|render_to_string|get_template|select_template|TemplateResponse|path|re_path)\s+as\b/;

/**
 * What a class attribute or an option of a view names: the templates of django.views.generic, django.contrib.auth and
 * django.contrib.admin, and the routes that these resolve.
 */
function kindOfAttribute(name: string): 'template' | 'route' | undefined {
  if (templateAttribute.test(name)) return 'template';
  return routeAttributes.has(name) ? 'route' : undefined;
}

/** What a name outside of classes holds that is given a string: a route's name in settings, or the name of a template before it is rendered. */
function kindOfName(name: string, value: string): 'template' | 'route' | undefined {
  if (routeSettings.has(name)) return 'route';
  return templateVariable.test(name) && /\.(?:html|txt|xml)$/.test(value) ? 'template' : undefined;
}

const templateVariable = /^(?:\w+_)?template(?:_name)?$/;
const templateAttribute =
  /^(?:(?:(?:subject|email|html_email)_)?template_name|(?:add_form|change_form|change_list|delete_confirmation|delete_selected_confirmation|object_history|popup_response|index|app_index|login|logout|password_change|password_change_done)_template)$/;
const routeAttributes = new Set(['login_url', 'next_page', 'pattern_name']);
const routeSettings = new Set(['LOGIN_URL', 'LOGIN_REDIRECT_URL', 'LOGOUT_REDIRECT_URL']);
const decorators = /(?:^|\.)(?:login_required|permission_required|user_passes_test)$/;

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
  if (callee.endsWith('.inclusion_tag')) return inclusion;
  return /\.assertTemplate(?:Not)?Used$/.test(callee) ? asserted : undefined;
}

const inclusion = template(0, 'filename');
const asserted = template(1);

function argumentOf(site: CallSite, reader: Reader): ArgumentStrings | undefined {
  // As a context manager the assertion has no response: assertTemplateUsed('a.html').
  const position = reader === asserted && site.positional.length === 1 ? 0 : reader.position;
  return site.positional[position] ?? site.keywords.get(reader.keyword);
}

function usesIn(argument: ArgumentStrings, reader: Reader, site: CallSite): Use[] {
  const otherEngine = site.keywords.has('using');
  const isTried = site.caught.some((name) => everything.has(name) || failures[reader.kind]?.includes(name));
  const given = reader === viewname || reader === to ? routeArguments(site, reader) : undefined;
  const otherUrlconf = site.keywords.has('urlconf') || (reader === viewname && site.positional.length > 1);
  return argument.strings
    .filter(({ value }) => reader.kind !== 'route' || reader === viewname || isRouteName(value))
    .map(({ value, start, end }) => ({
      kind: reader.kind,
      name: value,
      start,
      end,
      by: site.callee,
      required:
        !argument.isList &&
        !otherEngine &&
        !otherUrlconf &&
        !isTried &&
        (site.callee.endsWith('.as_view')
          ? reader.keyword === 'template_name'
          : reader !== asserted && reader !== inclusion) &&
        !decorators.test(site.callee),
      ...(given && { arguments: given }),
    }));
}

/** What `reverse(viewname, args=…, kwargs=…)` or `redirect(to, *args, **kwargs)` hands on; undefined where that is not written out. */
function routeArguments(site: CallSite, reader: Reader): RouteArguments | undefined {
  const { positional, keywords, spread } = site;
  if (spread) return undefined;
  if (reader === to) {
    const own = site.callee.endsWith('.redirect') ? ['to', 'permanent', 'preserve_request'] : ['to'];
    return {
      positional: keywords.has('to') ? positional.length : positional.length - 1,
      keywords: [...keywords.keys()].filter((name) => !own.includes(name)),
    };
  }
  if (positional.length > 1) return undefined;
  const [args, kwargs] = [keywords.get('args'), keywords.get('kwargs')];
  const [items, keys] = [args ? args.items : 0, kwargs ? kwargs.keys : []];
  return items === undefined || keys === undefined ? undefined : { positional: items, keywords: keys };
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
