import { type CottonAttribute, componentKey, cottonTags } from '../../templates/cottonTags';
import { variablesIn } from '../../templates/variables';
import type { Path } from '../../text/paths';
import type { Project } from '../project';
import { type Cotton, cottonOf } from './cotton';

/** A component: what it is called in `<c-name>`, and the template that it is. */
export interface Component {
  readonly name: string;
  readonly path: Path;
}

/** What components are found by. */
export type ComponentSources = Pick<Project, 'settings' | 'engines' | 'templates'>;

/** How the project uses django-cotton; undefined where it does not. */
export function projectCotton(project: ComponentSources): Cotton | undefined {
  return cottonOf(project.settings(), project.engines().list);
}

/** All components, those of the project's own folder for them and those in `cotton/`. */
export function componentsOf(project: Project): Component[] {
  const cotton = projectCotton(project);
  if (cotton === undefined) return [];
  const found = new Map<string, Component>();
  for (const folder of new Set([cotton.folder, 'cotton']))
    for (const [template, [path]] of project.templates().files) {
      const name = template.startsWith(`${folder}/`) ? nameIn(template.slice(folder.length + 1), cotton) : undefined;
      if (name !== undefined && !found.has(name)) found.set(name, { name, path });
    }
  return [...found.values()];
}

function nameIn(template: string, { snakeCased }: Cotton): string | undefined {
  const stem = /^(.+?)(?:\/index)?\.html$/.exec(template)?.[1];
  const dotted = stem?.replace(/\//g, '.');
  return snakeCased ? dotted?.replace(/_/g, '-') : dotted;
}

/** What a template is called as a component; undefined for one that is none. */
export function componentName(project: ComponentSources, template: string): string | undefined {
  const cotton = projectCotton(project);
  const folder = cotton && [cotton.folder, 'cotton'].find((one) => template.startsWith(`${one}/`));
  return cotton && folder !== undefined ? nameIn(template.slice(folder.length + 1), cotton) : undefined;
}

/**
 * The names of the templates that may be a component's, the first of which is taken
 * (django_cotton.templatetags._component.CottonComponentNode._candidate_template_paths).
 */
export function componentTemplates({ folder, snakeCased }: Cotton, name: string): string[] {
  const path = name.replace(/\./g, '/');
  const configured = `${folder}/${snakeCased ? path.replace(/-/g, '_') : path}`;
  const usual = `cotton/${path.replace(/-/g, '_')}`;
  return [...new Set([configured, usual])].flatMap((one) => [`${one}.html`, `${one}/index.html`]);
}

/** The template of a component, by its name as it is written; undefined where there is none. */
export function componentFile(project: ComponentSources, name: string): Path | undefined {
  const cotton = projectCotton(project);
  if (cotton === undefined) return undefined;
  const { files } = project.templates();
  for (const template of componentTemplates(cotton, name)) {
    const [path] = files.get(template) ?? [];
    if (path !== undefined) return path;
  }
  return undefined;
}

/** What a component's template says of itself. */
export interface ComponentFace {
  /** What `<c-vars>` declares. */
  readonly vars: readonly CottonAttribute[];
  /** Further names that it reads: attributes and slots. */
  readonly names: readonly string[];
  /** Whether it shows what stands within its element. */
  readonly hasSlot: boolean;
}

/** What can be given to a component; undefined while its text is not read. */
export function componentFace(project: Project, path: Path): ComponentFace | undefined {
  const tree = project.template(path);
  if (tree === undefined) return undefined;
  const vars = cottonTags(tree.source).find(({ name }) => name.text === 'vars')?.attributes ?? [];
  const declared = new Set(vars.map(({ name }) => variableName(name.text)));
  const read = new Set<string>();
  const set = new Set<string>();
  for (const { parts, binding, sets } of variablesIn(tree)) if (binding < 0) (sets ? set : read).add(parts[0].text);
  return {
    vars,
    names: [...read].filter((name) => name !== '' && !set.has(name) && !declared.has(name) && !everywhere.has(name)),
    hasSlot: read.has('slot'),
  };
}

const everywhere = new Set(['slot', 'attrs', 'cotton_data', 'True', 'False', 'None', 'forloop', 'block']);

/** The variable that an attribute becomes: without its `:`, and with `_` for each `-`. */
export function variableName(attribute: string): string {
  return attribute.replace(/^:+/, '').replace(/-/g, '_');
}

/** Whether two names mean the same component. */
export function isSameComponent(a: string, b: string): boolean {
  return componentKey(a) === componentKey(b);
}
