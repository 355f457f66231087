import { documentationOf } from '../../django/docs';
import { docstringOf } from '../../python/docstring';
import type { Filter, Tag } from '../../templates/library';
import { markdownOfDocstring } from '../docstrings/markdown';
import { parametersInDocstring, summaryOfDocstring } from '../docstrings/parts';
import { sourceOf } from '../places';
import type { Project } from '../project';
import type { ProjectLibrary } from './libraries';
import { placeInLibrary } from './library';
import type { Registered } from './scopes';

/** Markdown on a tag or filter: how it is written, where it comes from, and its docstring, or our own line where Django is not installed. */
export function describeRegistered(project: Project, kind: 'tag' | 'filter', registered: Registered): string {
  const { entry, library } = registered;
  const documentation = documentationOfRegistered(project, kind, registered);
  const written = kind === 'tag' ? usageOfTag(entry as Tag) : usageOfFilter(entry as Filter);
  return [
    `\`\`\`django-html\n${written}\n\`\`\``,
    sourceLine(kind, library),
    ...('template' in entry && entry.template ? [`Shows \`${entry.template}\``] : []),
    ...(documentation ? [documentation] : []),
  ].join('\n\n');
}

/** The docstring of a tag or filter as Markdown, or our own line; undefined where there is neither. */
function documentationOfRegistered(
  project: Project,
  kind: 'tag' | 'filter',
  registered: Registered,
): string | undefined {
  const docstring = docstringOfRegistered(project, kind, registered);
  return docstring ? markdownOfDocstring(docstring) : ownLine(kind, registered);
}

/** The first paragraph of the same, and what the docstring says of parameters. */
export function briefOfRegistered(
  project: Project,
  kind: 'tag' | 'filter',
  registered: Registered,
): { readonly summary?: string; readonly parameters: ReadonlyMap<string, string> } {
  const docstring = docstringOfRegistered(project, kind, registered);
  return docstring
    ? { summary: summaryOfDocstring(docstring), parameters: parametersInDocstring(docstring) }
    : { summary: ownLine(kind, registered), parameters: new Map() };
}

function docstringOfRegistered(
  project: Project,
  kind: 'tag' | 'filter',
  { name, library }: Registered,
): string | undefined {
  const place = placeInLibrary(library, kind === 'tag' ? 'tags' : 'filters', name, project);
  const source = place && sourceOf(project.files, place);
  return source && docstringOf(source);
}

/** Our own line on what Django defines; it is Markdown already. */
function ownLine(kind: 'tag' | 'filter', { name, entry }: Registered): string | undefined {
  return entry.function.startsWith('django.') ? documentationOf(kind, name) : undefined;
}

function sourceLine(kind: string, { name, module }: ProjectLibrary): string {
  return name === undefined ? `Built-in ${kind} from \`${module}\`` : `From \`{% load ${name} %}\`, \`${module}\``;
}

/** Where a library's names come from, for people. */
export function labelOfLibrary(library: ProjectLibrary): string {
  return library.name ?? 'built-in';
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
