import { classMember, linearized } from '../../python/resolve';
import {
  asItems,
  asString,
  type ClassValue,
  dottedOf,
  entryOf,
  isNone,
  likeliest,
  type Place,
  truth,
  type Value,
} from '../../python/values';
import type { World } from '../../python/world';
import type { Tag } from '../../templates/library';
import type { Lexing } from '../../templates/tokens';
import { dirname, isInside, join, type Path } from '../../text/paths';
import type { Apps } from '../apps/apps';
import type { Project } from '../project';
import { type Settings, stringList } from '../settings';

/** The library of django-components' tags. */
export const componentsLibrary = 'django_components.templatetags.component_tags';
/** The loader that finds templates beside the code of components. */
export const componentsLoader = 'django_components.template_loader.Loader';
/** The class of the tag that shows a component. */
export const componentNode = 'django_components.component.ComponentNode';

/** A tag that is registered with the `parse` of a node class of django-components (django_components.node.BaseNode.register). */
export function nodeTag(
  target: Value,
  world: World,
): (Pick<Tag, 'function' | 'block' | 'certain' | 'selfCloses'> & { place: Place }) | undefined {
  if (target.kind !== 'member' || target.name !== 'parse' || target.of.kind !== 'class') return undefined;
  const node = target.of;
  if (!linearized(node, world).some((one) => dottedOf(one) === 'django_components.node.BaseNode')) return undefined;
  const end = classMember(node, 'end_tag', world);
  const likely = end && likeliest(end);
  const text = asString(likely);
  return {
    function: dottedOf(node)!,
    place: node.place,
    certain: text !== undefined || (likely !== undefined && isNone(likely)),
    ...(text !== undefined && { block: { branches: [], ends: [text] }, selfCloses: true }),
  };
}

/** A setting of django-components, of a dict or of `ComponentsSettings(…)`. */
function componentsSetting(settings: Settings, name: string): Value | undefined {
  const all = settings.value('COMPONENTS');
  const likely = all && likeliest(all);
  const found = likely?.kind === 'call' ? likely.keywords.get(name) : entryOf(likely, name);
  return found && likeliest(found);
}

/** Whether components may be tags of their own, which are registered while the project runs. */
export function mayHaveShorthands(settings: Settings): boolean {
  const all = settings.value('COMPONENTS');
  const kind = all && likeliest(all).kind;
  if (kind !== undefined && kind !== 'dict' && kind !== 'call') return true;
  const formatter = componentsSetting(settings, 'tag_formatter');
  return formatter !== undefined && asString(formatter) !== 'django_components.component_formatter';
}

/** How django-components reads templates (django_components.util.template_parser); undefined where it is not installed. */
export function componentsLexing(settings: Settings, apps: Apps): Lexing | undefined {
  if (!apps.list.some(({ name }) => name === 'django_components')) return undefined;
  const multiline = componentsSetting(settings, 'multiline_tags');
  return { multiline: (multiline && truth(multiline)?.value) ?? true, holding: 'all' };
}

/** The folders of components (django_components.util.loader.get_component_dirs). */
export function componentFolders(settings: Settings, apps: Apps, world: World): Path[] {
  const base = asString(settings.value('BASE_DIR'));
  const dirs = componentsSetting(settings, 'dirs');
  const inApps = componentsSetting(settings, 'app_dirs');
  const own = dirs
    ? stringList(dirs, world).items.map(({ text }) => text)
    : base === undefined
      ? []
      : [join(base, 'components')];
  const names = inApps ? (asItems(inApps) ?? []).flatMap((item) => asString(item.value) ?? []) : ['components'];
  return [
    ...own,
    ...apps.list.flatMap(({ path }) => (path === undefined ? [] : names.map((name) => join(path, name)))),
  ];
}

/** A component's class, with the name that it is registered by. */
export interface RegisteredComponent {
  readonly name: string;
  readonly value: ClassValue;
}

/** What registered components are found in. */
export type RegisteredSources = Pick<Project, 'world' | 'modules' | 'apps' | 'settings' | 'pythonFiles'>;

/** The components of the workspace: the classes in the folders of components that `@register("name")` decorates. */
export function registeredComponents(project: RegisteredSources): RegisteredComponent[] {
  const { world, modules } = project;
  if (!project.apps().list.some(({ name }) => name === 'django_components')) return [];
  const folders = componentFolders(project.settings(), project.apps(), world);
  const paths = project.pythonFiles().filter((path) => folders.some((folder) => isInside(path, folder)));
  return paths.flatMap((path) => {
    const module = modules.nameOf(path);
    const names = module === undefined ? undefined : world.namespace(module)?.names;
    return [...(names?.values() ?? [])].flatMap((one): RegisteredComponent[] => {
      const value = likeliest(one);
      if (value.kind !== 'class' || value.place.path !== path) return [];
      const name = registeredName(value);
      return name === undefined ? [] : [{ name, value }];
    });
  });
}

/** The name of a component's template, as its class writes it. */
export function writtenTemplate({ value }: RegisteredComponent): string | undefined {
  return asString(value.members.get('template_file')) ?? asString(value.members.get('template_name'));
}

/** The template of a component: one that the loaders find, or a file beside its class (django_components.component_media). */
export function templateOfComponent(
  { files, templates }: Pick<Project, 'files' | 'templates'>,
  found: RegisteredComponent,
): Path | undefined {
  const name = writtenTemplate(found);
  if (name === undefined) return undefined;
  const beside = join(dirname(found.value.place.path), name);
  return files.isFile(beside) ? beside : templates().files.get(name)?.[0];
}

function registeredName({ statement }: ClassValue): string | undefined {
  for (const decorator of statement.decorators) {
    if (decorator.kind !== 'call') continue;
    const { callee, args } = decorator;
    const called = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : undefined;
    const [first] = args;
    if (called === 'register' && first?.value.kind === 'string') return first.value.value;
  }
  return undefined;
}
