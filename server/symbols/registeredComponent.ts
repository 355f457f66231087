import {
  componentNode,
  type RegisteredComponent,
  registeredComponents,
  templateOfComponent,
  writtenTemplate,
} from '../project/components/djangoComponents';
import { markdownOfDocstring } from '../project/docstrings/markdown';
import type { Completion, Kind } from '../project/kind';
import { isOfProject } from '../project/ownFiles';
import { rangeOf, sourceOf } from '../project/places';
import type { Project } from '../project/project';
import type { Location } from '../project/view';
import { docstringOf } from '../python/docstring';
import { allNodes, type TagNode, type Template } from '../templates/nodes';
import type { Slot } from '../templates/slot';
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
    const { tag: known, before, keyword } = slot?.tag ?? {};
    const isNamed = known?.function === componentNode || isFill(known?.function);
    return isNamed && before?.length === 0 && (keyword === undefined || keyword === 'name');
  },
  complete({ project }, { slot }) {
    const quote = slot?.quote === '' ? '"' : '';
    if (isFill(slot?.tag?.tag?.function)) return slotNames(project, slot!, quote);
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

function isFill(dotted: string | undefined): boolean {
  return /^django_components\..*\.FillNode$/.test(dotted ?? '');
}

/** The slots of the component whose block is open, as its template defines them. */
function slotNames(project: Project, { open }: Slot, quote: string): Completion[] {
  const around = open.find(({ node }) => node.tag?.function === componentNode)?.node;
  const name = around?.opening.arguments[0]?.expression?.value;
  const found = name?.kind === 'string' ? named(project, name.text)[0] : undefined;
  const path = found && templateOfComponent(project, found);
  const tree = path === undefined ? undefined : project.template(path);
  const slots = tree ? [...allNodes(tree)].flatMap((node) => (node.kind === 'tag' ? (slotOf(node) ?? []) : [])) : [];
  return [...new Set(slots)].map((one) => ({
    label: one,
    kind: 'component',
    detail: found!.name,
    insert: quote + one + quote,
    rank: 0,
  }));
}

function slotOf({ tag, opening }: TagNode): string | undefined {
  if (!/^django_components\..*\.SlotNode$/.test(tag?.function ?? '')) return undefined;
  const named = opening.arguments.find(({ keyword }) => keyword === undefined || keyword.text === 'name');
  const value = named?.expression?.value;
  return value?.kind === 'string' ? value.text : undefined;
}

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

function describe({ files }: Project, found: RegisteredComponent): string {
  const { name, value } = found;
  const source = sourceOf(files, value.place);
  const docstring = source && docstringOf(source);
  const template = writtenTemplate(found);
  return [
    `**component ${name}** — \`${value.module}.${value.qualifiedName}\``,
    ...(template ? [`Template: \`${template}\``] : []),
    ...(docstring ? [markdownOfDocstring(docstring)] : []),
  ].join('\n\n');
}
