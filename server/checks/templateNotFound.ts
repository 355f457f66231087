import { type Use, usesOfKind } from '../facts/uses';
import { type Check, didYouMean, type Finding, type Fix } from '../project/findings/finding';
import { useInstead } from '../project/findings/missingNames';
import type { Project } from '../project/project';
import { templateNameOf } from '../project/templates/templateName';
import { isTestCode } from '../project/tests/testCode';
import type { FileView } from '../project/view';
import { linearized } from '../python/resolve';
import { dottedOf, type Value } from '../python/values';
import { dirname, isInside, join } from '../text/paths';
import { suggestPath } from '../text/suggest';

/** A template name that no loader finds. */
export const templateNotFound: Check = {
  rule: 'template-not-found',
  severity: 'error',
  run(view) {
    const { project } = view;
    if (!project.isComplete() || !project.templates().certain) return [];
    if ((view.template && view.template.name === undefined) || isTestCode(project, view.path)) return [];
    return usesOfKind(view.uses, 'template')
      .filter(
        (use) =>
          use.required &&
          use.name !== '' &&
          !isRefused(view, use) &&
          isLoaded(view, use) &&
          (isMissing(project, templateNameOf(project, view.path, use)) || hasForeignPart(project, use)),
      )
      .map((use) => finding(view, use));
  },
};

/** A relative name that leads nowhere is refused when Django compiles the template, and reported as that. */
function isRefused({ project, path, template }: FileView, use: Use): boolean {
  return template !== undefined && /^\.\.?\//.test(templateNameOf(project, path, use));
}

function isMissing(project: Project, name: string): boolean {
  const { files, virtual } = project.templates();
  if (files.has(name) || virtual.has(name) || project.foreignTemplates().files.has(name)) return false;
  return !isOfForms(project, name) && !project.looseTemplates().has(name);
}

/** Whether the name ends in that of a partial, which this Django takes for a part of the file's name (django.template.engine, before 6.0). */
function hasForeignPart(project: Project, { name, by }: Use): boolean {
  if (!/.#[^/]*$/.test(name) || /assertTemplate/.test(by)) return false;
  const { installed, version } = project.django();
  if (!installed || Number.parseInt(version, 10) >= 6 || project.templates().files.has(name)) return false;
  // django-template-partials has a loader for them.
  return project.apps().certain && !project.apps().list.some((app) => app.name.startsWith('template_partials'));
}

/** Forms and widgets are rendered by an engine of their own, which finds Django's templates besides (django.forms.renderers). */
function isOfForms(project: Project, name: string): boolean {
  if (!name.startsWith('django/forms/')) return false;
  const forms = project.modules.find('django.forms')?.path;
  if (forms === undefined) return true;
  const folder = dirname(forms);
  return ['templates', 'jinja2'].some((one) => project.files.isFile(join(folder, one, name)));
}

/** Whether Django loads the name as a template: `template_name` means that only in a class-based view. */
function isLoaded(view: FileView, use: Use): boolean {
  if (!use.by.endsWith('.template_name')) return true;
  const { project, path } = view;
  const module = project.modules.nameOf(path);
  const owner =
    module === undefined
      ? undefined
      : project.world.namespace(module)?.names.get(use.by.slice(0, -'.template_name'.length));
  if (owner?.kind !== 'class') return false;
  const classes = linearized(owner, project.world);
  return classes.some((one) => viewClass.test(dottedOf(one) ?? '')) && !classes.some(choosesTemplates);
}

/** A class that chooses templates by itself may take `template_name` for anything. */
function choosesTemplates(one: Value): boolean {
  return one.kind === 'class' && !one.module.startsWith('django.') && one.members.has('get_template_names');
}

const viewClass = /^django\.(?:views\.generic|contrib\.auth\.views)\./;

function finding(view: FileView, use: Use): Finding {
  const { project } = view;
  const name = templateNameOf(project, view.path, use);
  const other = suggestPath(name, [...project.templates().files.keys()]);
  return {
    range: use,
    message: hasForeignPart(project, use)
      ? `No template is named '${use.name}': partials behind '#' came with Django 6.0.`
      : `No template is named '${name}'.${didYouMean(other)}`,
    fixes: hasForeignPart(project, use) ? [] : [...useInstead(use, other), ...createTemplate(view, name, use)],
  };
}

/** Creates the template where its siblings are, else in the first template folder of the project. */
function createTemplate({ project, path, template }: FileView, name: string, use: Use): Fix[] {
  const own = template?.name === undefined ? undefined : path.slice(0, -template.name.length - 1);
  const folders = project
    .engines()
    .list.filter((engine) => engine.backend === 'django')
    .flatMap((engine) => engine.folders);
  const app = project.apps().list.find((one) => one.path !== undefined && isInside(path, one.path))?.path;
  const inApp = app && folders.includes(join(app, 'templates')) ? join(app, 'templates') : undefined;
  const folder = own ?? inApp ?? folders.find((one) => isInside(one, project.root));
  return folder === undefined
    ? []
    : [
        {
          title: `Create the template '${name}'`,
          edits: [],
          create: { path: join(folder, name), text: startOf(project, name, use) },
        },
      ];
}

/** For a whole page: the template that most of those in the same folder extend, or of all in the project, with its block for the content. */
function startOf(project: Project, name: string, use: Use): string {
  if (use.by === 'include' || use.by === 'extends' || /(?:^|\/)_|\.txt$/.test(name)) return '';
  const names = project.templates().names;
  const parents = project.ownTemplates().flatMap((path) => {
    const own = names.get(path)!;
    const written = project.files.template(path)?.extends?.name;
    if (written === undefined || !/\.\w+$/.exec(own)?.[0].endsWith(/\.\w+$/.exec(name)?.[0] ?? '.')) return [];
    const parent = templateNameOf(project, path, { ...use, name: written, by: 'extends' });
    return [{ parent, isBeside: folderOf(own) === folderOf(name) }];
  });
  const beside = parents.filter(({ isBeside }) => isBeside);
  const parent = commonest((beside.length > 0 ? beside : parents).map((one) => one.parent));
  if (parent === undefined || parent === name) return '';
  const [file] = project.templates().files.get(parent) ?? [];
  const blocks = (file !== undefined && project.files.template(file)?.blocks.map((one) => one.name)) || [];
  const block = ['content', 'body', 'main'].find((one) => blocks.includes(one));
  return `{% extends "${parent}" %}\n${block ? `\n{% block ${block} %}\n{% endblock %}\n` : ''}`;
}

function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

function commonest(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}
