import type { Tag } from '../../templates/library';
import { allNodes, partsOf } from '../../templates/nodes';
import { literally } from '../../text/literally';
import type { Path } from '../../text/paths';
import type { Range } from '../../text/range';
import type { Occurrence } from '../kind';
import type { Entries, ProjectLibrary } from '../libraries/libraries';
import { type NamedRegistration, registrationOf } from '../libraries/registrations';
import { registeredAt } from '../libraries/scopes';
import { compiledBlock } from '../libraries/tagBlocks';
import { isOwnFile } from '../ownFiles';
import { rangeOf } from '../places';
import type { Project } from '../project';
import { type FileView, type Location, viewFile } from '../view';
import { pythonTexts } from './mentions';
import {
  type Change,
  isRefusal,
  overwrite,
  type Refusal,
  type Renameable,
  type Renaming,
  refusedName,
} from './renaming';

/**
 * A tag or filter of the workspace is renamed where its library registers it and in all templates. Its function is renamed with it
 * only where it gives the name and nobody else uses it; else the registration names it from then on.
 * @param uses everywhere in the workspace where templates use it or import it by its name
 */
export function renameRegistered(
  view: FileView,
  { name, range }: Occurrence,
  entries: Entries,
  uses: () => readonly Location[],
): Renameable | Refusal {
  const { project } = view;
  const what = entries === 'tags' ? 'tag' : 'filter';
  const library = registeredAt(view, entries, name, range.start)?.library;
  const path = library && project.modules.find(library.module)?.path;
  if (library === undefined || path === undefined || !isOwnFile(project, path))
    return { refused: `'${name}' is defined in ${library?.module ?? 'no library'} and cannot be renamed here.` };
  const registration = registrationOf(library.module, entries, name, project.world);
  if (registration === undefined)
    return { refused: `How '${name}' gets its name cannot be read, so that it cannot be renamed here.` };
  return {
    range,
    name,
    to(newName): Renaming | Refusal {
      const wrong = refusedName(newName, entries === 'tags' ? /^[^\s%{}'"\\]+$/ : /^\w+$/, `A ${what}`);
      if (wrong) return wrong;
      const places = uses();
      const taken = takenName(project, library, entries, newName, places);
      if (taken) return taken;
      const definition = newRegistration(project, path, library, registration, name, newName);
      const changes = isRefusal(definition) ? definition : overwrite(project, places, name, newName);
      if (isRefusal(definition) || isRefusal(changes)) return isRefusal(definition) ? definition : (changes as Refusal);
      const ends = entries === 'tags' ? partNames(project, library, registration, name, newName) : new Map();
      const parts = ends.size > 0 ? partsIn(project, places, ends) : [];
      if (isRefusal(parts)) return parts;
      const known = new Set(definition.map((one) => `${one.range.start} ${one.path}`));
      const doubts = [
        ...(registration.method === 'tag' ? inCompileFunctions(project, path, name, newName, known) : []),
        ...inStrings(project, entries, name, newName),
      ];
      return { changes: [...definition, ...changes, ...parts, ...doubts], moves: [], unseen: [] };
    },
  };
}

/** Why the new name would mean two things. */
function takenName(
  project: Project,
  library: ProjectLibrary,
  entries: Entries,
  newName: string,
  places: readonly Location[],
): Refusal | undefined {
  const what = entries === 'tags' ? 'tag' : 'filter';
  if (library[entries].has(newName)) return { refused: `There is already a ${what} '${newName}' in this library.` };
  for (const { path, range } of places) {
    const view = viewFile(project, path);
    const other = view && registeredAt(view, entries, newName, range.start);
    if (other)
      return {
        refused: `In '${view.template?.name ?? path}', '${newName}' is already a ${what} of ${other.library.module}.`,
      };
  }
  // Where the library is loaded, the new name would hide another one that is used there.
  const users = project.files.filesUsing(entries === 'tags' ? 'tag' : 'filter', newName);
  const hidden = users.find((path) =>
    project.files
      .uses(path)
      .some(
        (use) =>
          use.kind === 'library' &&
          use.imports === undefined &&
          project.libraries().byName.get(use.name)?.module === library.module,
      ),
  );
  if (hidden === undefined) return undefined;
  return {
    refused: `'${newName}' is already used as another ${what} in '${project.templates().names.get(hidden) ?? hidden}'.`,
  };
}

/** The changes where the library registers the name. */
function newRegistration(
  project: Project,
  path: Path,
  library: ProjectLibrary,
  { given, target, call, method }: NamedRegistration,
  name: string,
  newName: string,
): readonly Change[] | Refusal {
  if (given) {
    const range = rangeOf(project.files, given);
    return range ? overwrite(project, [{ path: given.path, range }], name, newName) : [];
  }
  const place = target.kind === 'function' || target.kind === 'class' ? target.place : undefined;
  const own = place && rangeOf(project.files, place);
  if (
    place &&
    own &&
    place.path === path &&
    /^[A-Za-z_]\w*$/.test(newName) &&
    isOnlyRegistered(project, path, library, name, newName)
  )
    return overwrite(project, [{ path, range: own }], name, newName);
  const text = project.files.text(call.place.path);
  if (text === undefined) return [];
  const called = rangeOf(project.files, call.place);
  const range = called && own && called.start === own.start ? decorator(text, own.start, method) : called;
  const change = range && named(text.slice(range.start, range.end), method, newName);
  if (change === undefined || !isOwnFile(project, call.place.path))
    return {
      refused: `How '${name}' is registered cannot be changed: give it a name there first, with name='${name}'.`,
    };
  const at = range!.start + change.at;
  return [{ path: call.place.path, range: { start: at, end: at }, text: change.text }];
}

/** The decorator without arguments above a function or class whose name starts at an offset: `register.filter`. */
function decorator(text: string, offset: number, method: string): Range | undefined {
  const before = text.slice(0, offset);
  const lines = [...before.matchAll(/^[ \t]*@[ \t]*([\w.]+)[ \t]*(?:#[^\n]*)?\r?$/gm)];
  const last = lines.filter(([, name]) => name.endsWith(`.${method}`)).at(-1);
  if (last === undefined || /^\s*(?:def|class|async)\b[^\n]*\n/m.test(before.slice(last.index + last[0].length)))
    return undefined;
  const start = last.index + last[0].indexOf(last[1]);
  return { start, end: start + last[1].length };
}

/** What gives a registration a name: `@register.filter`, `@register.filter(…)`, `register.filter(function)`. */
function named(
  written: string,
  method: NamedRegistration['method'],
  name: string,
): { at: number; text: string } | undefined {
  if (/^[\w.]+$/.test(written)) return { at: written.length, text: `(name="${name}")` };
  const open = /^[\w.]+\(/.exec(written)?.[0].length;
  if (open === undefined || !written.endsWith(')')) return undefined;
  const inside = written.slice(open, -1);
  // register.tag(function) and register.filter(function) take the name first.
  if (/^\s*[\w.]+\s*$/.test(inside) && (method === 'tag' || method === 'filter'))
    return { at: open, text: `"${name}", ` };
  const end = open + inside.trimEnd().length;
  const separator = inside.trim() === '' ? '' : inside.trimEnd().endsWith(',') ? ' ' : ', ';
  return { at: end, text: `${separator}name="${name}"` };
}

/** Whether Python code uses a function for nothing but the registration, and has nothing of the new name. */
function isOnlyRegistered(
  project: Project,
  path: Path,
  library: ProjectLibrary,
  name: string,
  newName: string,
): boolean {
  const word = new RegExp(`\\b(?:${literally(name)}|${literally(newName)})\\b`, 'g');
  const module = new RegExp(`\\b${literally(library.module.slice(library.module.lastIndexOf('.') + 1))}\\b`);
  for (const [other, text] of pythonTexts(project)) {
    const code = text.replace(notCode, '');
    const count = code.match(word)?.length ?? 0;
    if (other === path ? count !== 1 : count > 0 && module.test(code)) return false;
  }
  return true;
}

const notCode = /("""|''')[\s\S]*?\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g;

/** The names of the tags that continue and close a block tag, which follow from its own name. */
function partNames(
  { world }: Project,
  library: ProjectLibrary,
  { method, target, hasEndName }: NamedRegistration,
  name: string,
  newName: string,
): ReadonlyMap<string, string> {
  const block = (library.tags.get(name) as Tag | undefined)?.block;
  if (block === undefined) return new Map();
  if (method === 'simple_block_tag') return hasEndName ? new Map() : new Map([[`end${name}`, `end${newName}`]]);
  const after = compiledBlock(target, newName, world).block;
  const before = [...block.branches, ...block.ends];
  const names = after ? [...after.branches, ...after.ends] : [];
  return new Map(
    before.map((one, i): [string, string] => [one, names[i] ?? one]).filter(([one, other]) => one !== other),
  );
}

function partsIn(
  project: Project,
  places: readonly Location[],
  names: ReadonlyMap<string, string>,
): Change[] | Refusal {
  const changes: Change[] = [];
  for (const path of new Set(places.map((place) => place.path))) {
    const starts = new Set(places.filter((one) => one.path === path).map(({ range }) => range.start));
    const tree = project.template(path);
    for (const node of tree ? allNodes(tree) : []) {
      if (node.kind !== 'tag' || !starts.has(node.opening.name.start)) continue;
      if (node.closing === undefined)
        return { refused: `A block is not closed in '${project.templates().names.get(path) ?? path}'.` };
      for (const { name } of partsOf(node).slice(1)) {
        const text = names.get(name.text);
        if (text !== undefined) changes.push({ path, range: { start: name.start, end: name.end }, text });
      }
    }
  }
  return changes;
}

/** A compile function gets the name that the tag is written with, and may look it up: `{"image": ImageNode}[tag_name]`. */
function inCompileFunctions(
  project: Project,
  path: Path,
  name: string,
  newName: string,
  known: ReadonlySet<string>,
): Change[] {
  const unsure = `Strings of the library that may mean the tag '${name}'`;
  return [...(project.files.text(path) ?? '').matchAll(new RegExp(`(["'])${literally(name)}\\1`, 'g'))]
    .map(({ index }) => ({ start: index + 1, end: index + 1 + name.length }))
    .filter(({ start }) => !known.has(`${start} ${path}`))
    .map((range) => ({ path, range, text: newName, unsure }));
}

/** Templates in strings of Python code, as tests have them. */
function inStrings(project: Project, entries: Entries, name: string, newName: string): Change[] {
  const use =
    entries === 'tags' ? `(\\{%-?\\s*)${literally(name)}(?=[\\s%])` : `(\\{[{%][^{}]*\\|\\s*)${literally(name)}\\b`;
  const pattern = new RegExp(use, 'g');
  const unsure = `Templates in strings that may use the ${entries === 'tags' ? 'tag' : 'filter'} '${name}'`;
  return [...pythonTexts(project)].flatMap(([path, text]) =>
    [...text.matchAll(pattern)].map((match) => {
      const start = match.index + match[1].length;
      return { path, range: { start, end: start + name.length }, text: newName, unsure };
    }),
  );
}
