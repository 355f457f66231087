import { allNodes, type Node, type Template } from '../../templates/nodes';
import { htmlOf } from '../../templates/virtualHtml';
import type { Range } from '../../text/range';

/**
 * The opening tags of those forms that certainly lack a CSRF token: they are sent by POST to the site itself, no script sends them, and
 * nothing in them can put a token there.
 */
export function formsWithoutToken(template: Template): Range[] {
  const { source } = template;
  const html = plainHtml(template);
  const found: Range[] = [];
  for (const match of html.matchAll(/<form\b(?:"[^"]*"|'[^']*'|[^'">])*>/gi)) {
    const start = match.index;
    const end = start + match[0].length;
    const length = html.slice(end).search(/<\/form\s*>/i);
    if (length < 0 || !isSentToSite(source.slice(start, end), match[0])) continue;
    if (!mayHaveToken(template, { start: end, end: end + length })) found.push({ start, end });
  }
  return found;
}

/** The template as HTML, without what is no part of the page: comments, scripts, and templates for scripts. */
function plainHtml(template: Template): string {
  const html = htmlOf(template).split('');
  for (const node of allNodes(template)) {
    if (node.kind === 'tag' && node.tag?.function === 'django.template.defaulttags.verbatim')
      html.fill(' ', node.start, node.end);
  }
  const other = /<!--[\s\S]*?-->|<(script|template|style|textarea)\b[\s\S]*?<\/\1\s*>/gi;
  return html.join('').replace(other, (text) => ' '.repeat(text.length));
}

/**
 * @param written the opening tag as it is written
 * @param blanked the same with Django's tags blanked
 */
function isSentToSite(written: string, blanked: string): boolean {
  const isPost = /\smethod\s*=\s*(["']?)post\1(?=[\s>/])/i;
  if (!isPost.test(blanked) || !isPost.test(written)) return false;
  if (scripted.test(blanked)) return false;
  const attribute = /\saction\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']*))/i.exec(blanked);
  // What Django's tags may add besides: any attribute, where they stand outside of a value.
  const outside = blanked.replace(/"[^"]*"|'[^']*'/g, (value) => '"'.repeat(value.length));
  for (const tag of written.matchAll(/\{[{%][\s\S]*?[%}]\}/g)) if (outside[tag.index] !== '"') return false;
  if (attribute === null) return true;
  const value = attribute[1] ?? attribute[2] ?? attribute[3];
  const start = attribute.index + attribute[0].lastIndexOf(value);
  return isOnSite(written.slice(start, start + value.length).trim());
}

/** Attributes by which a script takes the form. */
const scripted = /\s(?:(?:data-)?hx-|@|v-on|x-|onsubmit|ng-|up-|data-(?!testid))/i;

/** No address, a path, or one that Django makes of a route; anything else may lead to another site. */
function isOnSite(action: string): boolean {
  if (/^\{%\s*url\s[^%]*%\}[^{]*$/.test(action)) return !/\sas\s/.test(action);
  return action === '' || (/^(?:\.|\?|\/(?!\/)|#)/.test(action) && !/\{[{%]/.test(action));
}

/** Whether anything between two offsets puts a token there, or may. */
function mayHaveToken(template: Template, { start, end }: Range): boolean {
  const { source } = template;
  // A component of django-cotton shows what its own template does.
  if (/csrf|<c-/i.test(source.slice(start, end))) return true;
  for (const node of allNodes(template))
    if (node.start >= start && node.start < end && mayShowOther(node, source)) return true;
  return false;
}

/** Whether a node may show HTML that is written elsewhere. */
function mayShowOther(node: Node, source: string): boolean {
  if (node.kind === 'variable')
    return /safe|html|token|hidden|render|media|content/i.test(source.slice(node.start, node.end));
  return node.kind === 'tag' && !harmless.has(node.tag?.function ?? '');
}

/** Tags that show nothing that is written elsewhere. */
const harmless = new Set([
  ...(
    'do_if do_for do_with ifchanged url load comment cycle resetcycle firstof now autoescape spaceless widthratio ' +
    'templatetag regroup'
  )
    .split(' ')
    .map((name) => `django.template.defaulttags.${name}`),
  'django.templatetags.i18n.do_translate',
  'django.templatetags.i18n.do_block_translate',
  'django.templatetags.static.do_static',
]);
