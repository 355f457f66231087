/** What a relative template name stands for, or why Django refuses it. */
export type ResolvedName = { readonly name: string } | { readonly problem: 'outside' | 'itself' };

/**
 * The full name of a template that `{% extends %}` or `{% include %}` names, seen from the template that holds the
 * tag: `./x` and `../x` are relative to it (`django.template.loader_tags.construct_relative_path`), other names are
 * full already. A template may include itself, but not extend itself.
 */
export function resolveTemplateName(from: string, name: string, by: 'extends' | 'include'): ResolvedName {
  if (!name.startsWith('./') && !name.startsWith('../')) return { name };
  const current = from.replace(/^\/+/, '');
  const parts = current.split('/').slice(0, -1);
  let above = false;
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) above = true;
  }
  if (above) return { problem: 'outside' };
  const full = parts.join('/');
  return by === 'extends' && full === current ? { problem: 'itself' } : { name: full };
}
