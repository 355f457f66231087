import { componentNode, type RegisteredComponent, registeredComponents } from '../project/components/djangoComponents';
import { markdownOfDocstring } from '../project/docstringMarkdown';
import type { Kind } from '../project/kind';
import { isOfProject } from '../project/ownFiles';
import { rangeOf, sourceOf } from '../project/places';
import type { Project } from '../project/project';
import type { Location } from '../project/view';
import { docstringOf } from '../python/docstring';
import { asString } from '../python/values';
import { allNodes, type Template } from '../templates/nodes';
import { type Range, touches } from '../text/range';

/** Components of django-components, by the name that `{% component "name" %}` takes. */
export const registeredComponent: Kind = {
  kind: 'registered component',
  at(view, offset) {
    const found = view.template && namesIn(view.template.tree, offset).find((one) => touches(one.range, offset));
    return found && registeredComponents(view.project).some(({ name }) => name === found.name) ? found : undefined;
  },
  definitions({ project }, { name }) {
    return named(project, name).flatMap(({ value }) => {
      const range = rangeOf(project.files, value.place);
      return range ? [{ path: value.place.path, range }] : [];
    });
  },
  references({ project }, { name }) {
    const paths = project.files.filesUsing('tag', 'component').filter((path) => isOfProject(project, path));
    return paths.sort().flatMap((path): Location[] => {
      const tree = project.template(path);
      return tree
        ? namesIn(tree)
            .filter((one) => one.name === name)
            .map(({ range }) => ({ path, range }))
        : [];
    });
  },
  describe({ project }, { name }) {
    const [found] = named(project, name);
    return found && describe(project, found);
  },
  fits({ slot }) {
    return slot?.tag?.tag?.function === componentNode && slot.tag.before.length === 0 && slot.tag.keyword === undefined;
  },
  complete({ project }, { slot }) {
    const quote = slot?.quote === '' ? '"' : '';
    return registeredComponents(project).map((one) => ({
      label: one.name,
      kind: 'component',
      detail: `${one.value.module}.${one.value.qualifiedName}`,
      insert: quote + one.name + quote,
      rank: 0,
      documentation: () => describe(project, one),
    }));
  },
};

function named(project: Project, name: string): RegisteredComponent[] {
  return registeredComponents(project).filter((one) => one.name === name);
}

/** The names that tags of components have as strings; up to an offset where one is given. */
function namesIn(tree: Template, offset = tree.source.length): { name: string; range: Range }[] {
  const found: { name: string; range: Range }[] = [];
  for (const node of allNodes(tree)) {
    if (node.start > offset) break;
    if (node.kind !== 'tag' || node.tag?.function !== componentNode) continue;
    const [first] = node.opening.arguments;
    const value = first?.keyword === undefined || first.keyword.text === 'name' ? first?.expression?.value : undefined;
    if (value?.kind === 'string') found.push({ name: value.text, range: value.inside });
  }
  return found;
}

function describe({ files }: Project, { name, value }: RegisteredComponent): string {
  const source = sourceOf(files, value.place);
  const docstring = source && docstringOf(source);
  const template = asString(value.members.get('template_file')) ?? asString(value.members.get('template_name'));
  return [
    `**component ${name}** — \`${value.module}.${value.qualifiedName}\``,
    ...(template ? [`Template: \`${template}\``] : []),
    ...(docstring ? [markdownOfDocstring(docstring)] : []),
  ].join('\n\n');
}
