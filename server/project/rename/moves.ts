import type { Use } from '../../facts/uses';
import { componentKey } from '../../templates/cottonTags';
import { resolveTemplateName } from '../../templates/relativeName';
import { basename, dirname, isInside, join, type Path, relative } from '../../text/paths';
import { componentFile, componentName } from '../components/cottonComponents';
import { readComponents, slippersFiles } from '../components/slippers';
import { isOfProject, isOwnFile, packageOf } from '../ownFiles';
import type { Project } from '../project';
import { templateNameOf } from '../templates/templateName';
import { templateFileOf } from '../templates/templateTree';
import { lookedUpByDjango } from './conventions';
import { mentions } from './mentions';
import type { Change, Move, Renaming, Unseen } from './renaming';

/** Which doubts are worth telling: a name that is a variable says nothing of a certain template. */
export interface MoveOptions {
  readonly withVariables: boolean;
}

/**
 * What changes when templates, or folders with templates, move: every name of them, and the relative names in them. The moves
 * themselves are handed back as they are.
 */
export function moveTemplates(project: Project, moves: readonly Move[], { withVariables }: MoveOptions): Renaming {
  const moving = createMoving(project, moves);
  const changes: Change[] = [];
  const unseen: Unseen[] = [];
  const renamed = new Map<string, string>();
  for (const path of moving.templates) {
    const name = moving.oldName(path)!;
    const newName = moving.newName(path);
    if (newName === undefined) unseen.push({ why: `No template loader finds '${name}' in its new place` });
    else if (newName !== name && project.templates().files.has(newName))
      unseen.push({ why: `There is already a template '${newName}': which of them is found depends on their folders` });
    if (newName !== undefined && newName !== name && templateFileOf(project, '', { name, by: '' }) === path)
      renamed.set(name, newName);
  }
  for (const path of usersOf(project, moving)) {
    for (const use of project.files.uses(path)) {
      if (use.kind === 'component') {
        changes.push(...componentChange(project, moving, path, use, unseen));
        continue;
      }
      const text = use.kind === 'template' ? newText(project, moving, path, use) : undefined;
      if (text === undefined) continue;
      const written = withoutPart(use.name);
      const range = { start: use.start, end: use.start + written.length };
      const isPlain = project.files.text(path)?.slice(range.start, range.end) === written;
      if (!isOwnFile(project, path)) unseen.push({ why: `'${written}' is also named in ${packageOf(project, path)}` });
      else if (isPlain) changes.push({ path, range, text });
      else unseen.push({ why: 'The name is not written in one piece', place: { path, range: use } });
    }
  }
  changes.push(...movedFolders(project, moving), ...movedComponents(project, renamed));
  if (renamed.size > 0) {
    const known = new Set(changes.flatMap(({ path, range: { start, end } }) => [`${start} ${path}`, `${end} ${path}`]));
    const what = renamed.size === 1 ? `'${[...renamed.keys()][0]}'` : 'a template that moves';
    const found = mentions(
      project,
      {
        names: renamed,
        isTelling: () => true,
        what,
        functions,
        calls: withVariables ? calls : never,
        tags: withVariables ? tags : never,
      },
      known,
    );
    changes.push(...found.unsure);
    unseen.push(...found.unseen);
  }
  for (const name of renamed.keys()) unseen.push(...lookedUpByDjango(project, name).map((why): Unseen => ({ why })));
  return { changes, moves, unseen };
}

/** Names of files before and after. */
interface Moving {
  /** The templates that move. */
  readonly templates: readonly Path[];
  /** Where a file is afterwards. */
  moved(path: Path): Path;
  oldName(path: Path): string | undefined;
  /** The name that the loaders know a file by afterwards. */
  newName(path: Path): string | undefined;
  readonly moves: readonly Move[];
}

function createMoving(project: Project, moves: readonly Move[]): Moving {
  const indexes = [project.templates(), project.foreignTemplates()];
  const apps = project.apps().list.flatMap(({ path }) => path ?? []);
  const moved = (path: Path): Path => {
    const move = moves.find(({ from }) => isInside(path, from));
    return move ? join(move.to, relative(path, move.from)) : path;
  };
  // A folder of an app keeps its meaning when the whole app moves; one that is named in the settings, when these are changed.
  const isLost = (folder: Path) => {
    const app = apps.find((one) => dirname(folder) === one);
    return app !== undefined && moved(folder) !== join(moved(app), basename(folder));
  };
  const folders = project.engines().list.flatMap((engine) => engine.folders);
  const after = folders.filter((folder) => !isLost(folder)).map(moved);
  const oldName = (path: Path) => indexes.map(({ names }) => names.get(path)).find((name) => name !== undefined);
  return {
    moves,
    templates: indexes.flatMap(({ names }) => [...names.keys()].filter((path) => moved(path) !== path)),
    moved,
    oldName,
    newName(path) {
      const target = moved(path);
      const folder = after.find((one) => isInside(target, one));
      return folder === undefined ? undefined : relative(target, folder);
    },
  };
}

/** The files that may name a template that moves, and the templates that move, for their relative names. */
function usersOf(project: Project, { templates, oldName }: Moving): Path[] {
  const users = templates
    .flatMap((path) => {
      const component = componentName(project, oldName(path)!);
      return [
        ...project.files.filesUsing('template', oldName(path)!),
        ...(component === undefined ? [] : project.files.filesUsing('component', componentKey(component))),
      ];
    })
    .filter((path) => !isOwnFile(project, path) || isOfProject(project, path));
  return [...new Set([...users, ...templates])].sort();
}

/** How a tag of django-cotton names a component whose template moves. */
function componentChange(project: Project, moving: Moving, path: Path, use: Use, unseen: Unseen[]): Change[] {
  const written = project.files.text(path)?.slice(use.start, use.end) ?? '';
  const file = componentFile(project, written);
  if (file === undefined || moving.moved(file) === file) return [];
  const template = moving.newName(file);
  const name = template === undefined ? undefined : componentName(project, template);
  if (name === undefined) {
    unseen.push({ why: `In its new place '${written}' is no component any more`, place: { path, range: use } });
    return [];
  }
  // Both ways are known to cotton; who writes `_` goes on with it.
  const text = /_/.test(written) && !/-/.test(written) ? name.replace(/-/g, '_') : name;
  if (text === written) return [];
  if (isOwnFile(project, path)) return [{ path, range: { start: use.start, end: use.end }, text }];
  unseen.push({ why: `'${written}' is also named in ${packageOf(project, path)}` });
  return [];
}

/** How a template is named afterwards, in place of its name without the part behind a `#`; undefined where nothing changes. */
function newText(project: Project, moving: Moving, path: Path, use: Use): string | undefined {
  const target = templateFileOf(project, path, use);
  const name = target && moving.newName(target);
  if (target === undefined || name === undefined) return undefined;
  const written = withoutPart(use.name);
  if (!/^\.\.?\//.test(written)) return name === templateNameOf(project, path, use) ? undefined : name;
  const own = moving.newName(path);
  if (own === undefined) return undefined;
  const resolved = resolveTemplateName(own, written, use.by === 'extends' ? 'extends' : 'include');
  if ('name' in resolved && resolved.name === name) return undefined;
  return relativeName(own, name) ?? name;
}

/** The name of a template as seen from another one, with `./` or `../`; undefined where they share no folder. */
export function relativeName(from: string, name: string): string | undefined {
  const around = from.split('/').slice(0, -1);
  const parts = name.split('/');
  let shared = 0;
  while (shared < around.length && shared < parts.length - 1 && around[shared] === parts[shared]) shared++;
  if (shared === 0 && around.length > 0) return undefined;
  const up = '../'.repeat(around.length - shared);
  return (up === '' ? './' : up) + parts.slice(shared).join('/');
}

/** The names of templates that slippers makes tags of. */
function movedComponents(project: Project, renamed: ReadonlyMap<string, string>): Change[] {
  if (!project.apps().list.some(({ name }) => name === 'slippers')) return [];
  const [path] = slippersFiles.flatMap((name) => project.templates().files.get(name) ?? []);
  const components = path === undefined ? [] : (readComponents(project.files.text(path) ?? '') ?? []);
  return components.flatMap(({ template, range }): Change[] => {
    const text = renamed.get(template);
    return text !== undefined && isOwnFile(project, path) ? [{ path, range, text }] : [];
  });
}

/** The strings of the settings that end in the name of a folder that moves, where a loader searches it. */
function movedFolders(project: Project, { moves }: Moving): Change[] {
  const apps = new Set(project.apps().list.flatMap(({ path }) => path ?? []));
  return project.engines().list.flatMap(({ folders, place }) => {
    const text = place && project.files.text(place.path);
    if (place === undefined || text === undefined) return [];
    return moves
      .filter(({ from, to }) => dirname(from) === dirname(to) && folders.includes(from) && !apps.has(dirname(from)))
      .flatMap(({ from, to }) =>
        [...text.matchAll(/(["'])(?:[^"'\n]*\/)?([^"'/\n]+)\1/g)]
          .filter((match) => match[2] === basename(from))
          .map((match) => {
            const end = match.index + match[0].length - 1;
            const range = { start: end - match[2].length, end };
            return { path: place.path, range, text: basename(to), unsure: 'Folders of TEMPLATES in the settings' };
          }),
      );
  });
}

function withoutPart(name: string): string {
  return name.replace(/(?<=.)#[^/]*$/, '');
}

const functions = [
  'render',
  'TemplateResponse',
  'SimpleTemplateResponse',
  'render_to_string',
  'get_template',
  'select_template',
];
const calls =
  /\b(?:(?:render|TemplateResponse)\(\s*\w+(?:\.\w+)*\s*,|(?:render_to_string|get_template|SimpleTemplateResponse)\()\s*([A-Za-z_][\w.]*)(?=\s*[,)(])/g;
const tags = /\{%-?\s*(?:include|extends)\s+([A-Za-z_][\w.]*)(?=[\s|%])/g;
const never = /(?!)/g;
