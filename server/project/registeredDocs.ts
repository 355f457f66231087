import { documentationOf } from '../django/docs';
import { docstringOf } from '../python/docstring';
import type { Filter, Tag } from '../templates/library';
import type { ProjectLibrary } from './libraries';
import { sourceOf } from './places';
import type { Project } from './project';
import type { Registered } from './scopes';

/** Markdown on a tag or filter: how it is written, where it comes from, and its docstring, or our own line where Django is not installed. */
export function describeRegistered(
  project: Project,
  kind: 'tag' | 'filter',
  { name, entry, library }: Registered,
): string {
  const place = (kind === 'tag' ? library.places.tags : library.places.filters).get(name);
  const source = place && sourceOf(project.files, place);
  const documentation =
    (source && docstringOf(source)) ?? (entry.function.startsWith('django.') ? documentationOf(kind, name) : undefined);
  const written = kind === 'tag' ? usageOfTag(entry as Tag) : usageOfFilter(entry as Filter);
  return [
    `\`\`\`django\n${written}\n\`\`\``,
    `*${labelOfLibrary(library)}*`,
    ...(documentation ? [markdownOf(documentation)] : []),
  ].join('\n\n');
}

/** Where a library's names come from, for people. */
export function labelOfLibrary(library: ProjectLibrary): string {
  return library.name === undefined ? `builtin (${library.module})` : `${library.name} (${library.module})`;
}

function usageOfTag(tag: Tag): string {
  const parameters = (tag.signature?.parameters ?? []).map((one) => (one.hasDefault ? `[${one.name}]` : one.name));
  const { varargs, varkw } = tag.signature ?? {};
  const opening = `{% ${[tag.name, ...parameters, ...(varargs ? [`*${varargs}`] : []), ...(varkw ? [`**${varkw}`] : [])].join(' ')} %}`;
  const ends = tag.block?.ends ?? [];
  return ends.length === 0
    ? opening
    : `${opening} … ${[...(tag.block?.branches ?? []), ends[0]].map((part) => `{% ${part} %}`).join(' … ')}`;
}

function usageOfFilter({ name, arguments: given }: Filter): string {
  const argument = given === undefined || given.most === 0 ? '' : given.least === 0 ? '[:argument]' : ':argument';
  return `{{ value|${name}${argument} }}`;
}

/** Docstrings are reStructuredText: literal blocks become code, and roles their text. */
function markdownOf(docstring: string): string {
  const lines: string[] = [];
  let inCode = false;
  for (const line of docstring.split('\n')) {
    if (inCode && line.trim() !== '' && !/^\s/.test(line)) {
      lines.push('```', '');
      inCode = false;
    }
    if (!inCode && line.trimEnd().endsWith('::')) {
      lines.push(
        line
          .trimEnd()
          .replace(/::$/, ':')
          .replace(/^\s*:$/, ''),
        '```django',
      );
      inCode = true;
    } else
      lines.push(inCode ? line.replace(/^ {4}/, '') : line.replaceAll('``', '`').replace(/:\w+:`([^`]*)`/g, '`$1`'));
  }
  if (inCode) lines.push('```');
  return lines
    .join('\n')
    .replace(/```django\n\n+/g, '```django\n')
    .replace(/\n+\n```\n/g, '\n```\n');
}
