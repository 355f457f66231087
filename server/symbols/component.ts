import {
  componentFace,
  componentFile,
  componentName,
  componentsOf,
  projectCotton,
  variableName,
} from '../project/components/cottonComponents';
import { componentElements } from '../project/components/elements';
import type { Completion, Kind, SnippetPiece } from '../project/kind';
import type { Project } from '../project/project';
import { renameComponent } from '../project/rename/component';
import { placesOfVariable } from '../project/variables/placesOfVariable';
import { type FileView, findUses, type Location, type Target, useAt } from '../project/view';
import { componentKey, cottonSlotAt, cottonTags } from '../templates/cottonTags';
import type { Word } from '../templates/words';
import { type Path, relative } from '../text/paths';
import { type Range, touches } from '../text/range';

/** Components of django-cotton, `<c-name>`, and their attributes. */
export const component: Kind = {
  kind: 'component',
  at(view, offset) {
    if (view.template === undefined || projectCotton(view.project) === undefined) return undefined;
    const use = useAt(view, offset, 'component');
    if (use) return { range: use, name: view.text.slice(use.start, use.end) };
    const attribute = attributeAt(view, offset);
    return attribute && { range: attribute.range, name: `${attribute.component} ${attribute.name}` };
  },
  definitions({ project }, { name }) {
    const [written, attribute] = name.split(' ');
    const path = componentFile(project, written);
    if (path === undefined) return [];
    return attribute === undefined ? [{ path, range: { start: 0, end: 0 } }] : declarationOf(project, path, attribute);
  },
  references(view, occurrence) {
    const { project } = view;
    const { name } = occurrence;
    const [written, attribute] = name.split(' ');
    if (attribute !== undefined) {
      const path = componentFile(project, written);
      const node = path === undefined ? undefined : { path, binding: -1 };
      return node ? placesOfVariable(project, node, attribute, this.definitions(view, occurrence)) : [];
    }
    const key = componentKey(name);
    return findUses(project, 'component', [key], (use) => use.name === key && use.required);
  },
  describe({ project }, { name }) {
    const [written, attribute] = name.split(' ');
    const path = componentFile(project, written);
    if (path === undefined) return undefined;
    return attribute === undefined ? describe(project, written, path) : describeAttribute(project, path, attribute);
  },
  renaming: renameComponent,
  fits: ({ kind, slot }) => kind === 'variable' && slot?.path.length === 0 && slot.filter === undefined,
  complete(view, target, offset) {
    if (isNative(target)) return componentNames(view);
    if (target.kind === 'variable') return ownVariables(view);
    const slot = view.template && cottonSlotAt(view.text, offset);
    if (slot === undefined) return [];
    switch (slot.kind) {
      case 'name':
        return slot.closes ? closing(slot.component) : names(view, target);
      case 'attribute':
        return attributes(view, slot.component, slot.given, target, offset);
      default:
        return values(view, slot.component, slot.attribute!, offset);
    }
  },
};

/** Whether what is typed is the name in `{% cotton name %}`. */
function isNative({ slot }: Target): boolean {
  const tag = slot?.tag;
  return tag?.name === 'cotton' && tag.before.length === 0 && (tag.tag?.function.startsWith('django_cotton.') ?? false);
}

interface AttributePlace {
  readonly component: string;
  /** The variable that it becomes. */
  readonly name: string;
  readonly range: Range;
}

/** The attribute or slot at an offset: one that is given to a component, or one that a component declares. */
function attributeAt({ project, path, template }: FileView, offset: number): AttributePlace | undefined {
  for (const { file, given } of componentElements(project, template!.tree)) {
    const found = given.find(({ range }) => touches(range, offset));
    const owner = found && file && project.templates().names.get(file);
    const component = owner === undefined ? undefined : componentName(project, owner);
    if (found && component !== undefined) return { component, name: found.name, range: found.range };
  }
  const own = template!.name === undefined ? undefined : componentName(project, template!.name);
  const declared = componentFace(project, path)?.vars.find(({ name }) => touches(name, offset));
  return own === undefined || declared === undefined
    ? undefined
    : { component: own, name: variableName(declared.name.text), range: withoutColons(declared.name) };
}

function withoutColons({ start, end, text }: Word): Range {
  return { start: start + /^:*/.exec(text)![0].length, end };
}

/** Where a component declares an attribute, or reads it first. */
function declarationOf(project: Project, path: Path, attribute: string): Location[] {
  const declared = componentFace(project, path)?.vars.find(({ name }) => variableName(name.text) === attribute);
  return declared ? [{ path, range: withoutColons(declared.name) }] : [];
}

function describe(project: Project, name: string, path: Path): string {
  const { vars = [], names = [], hasSlot } = componentFace(project, path) ?? {};
  const shown = project.templates().names.get(path) ?? relative(path, project.workspace);
  const declared = vars.map(({ name: own, value }) => `- \`${own.text}\`${value ? ` = \`${value.text}\`` : ''}`);
  const read = [...(hasSlot ? ['slot'] : []), ...names].map((one) => `\`${one}\``);
  return [
    `**<c-${name}>** — \`${shown}\``,
    ...(declared.length > 0 ? [declared.join('\n')] : []),
    ...(read.length > 0 ? [`Reads ${read.join(', ')}`] : []),
  ].join('\n\n');
}

function describeAttribute(project: Project, path: Path, attribute: string): string | undefined {
  const { vars = [], names = [] } = componentFace(project, path) ?? {};
  const declared = vars.find(({ name }) => variableName(name.text) === attribute);
  const shown = project.templates().names.get(path) ?? relative(path, project.workspace);
  if (declared)
    return `**${attribute}** of \`${shown}\`${declared.value ? `\n\nBy default \`${declared.value.text}\`` : ''}`;
  return names.includes(attribute) ? `**${attribute}**, which \`${shown}\` reads` : undefined;
}

/** What a component sees besides its context: what it declares, and what cotton adds. */
function ownVariables({ project, path, template }: FileView): Completion[] {
  if (template?.name === undefined || componentName(project, template.name) === undefined) return [];
  const item = (label: string, detail: string): Completion => ({
    label,
    kind: 'variable',
    insert: label,
    detail,
    rank: 0,
  });
  return [
    ...(componentFace(project, path)?.vars ?? []).map(({ name }) => item(variableName(name.text), '<c-vars>')),
    item('slot', 'what stands within the element'),
    item('attrs', 'the attributes that are not declared'),
  ];
}

/** The end of the innermost component that is open. */
function closing(open: string): Completion[] {
  return open === ''
    ? []
    : [{ label: `c-${open}`, kind: 'component', insert: `c-${open}>`, rank: 0, detail: 'closes' }];
}

function names({ project, template, text }: FileView, { replace }: Target): Completion[] {
  const isNew = /^\s*(?:$|[\r\n<])/.test(text.slice(replace.end, replace.end + 80));
  const whole = (name: string, hasSlot: boolean): SnippetPiece[] =>
    hasSlot ? [`c-${name}`, { end: true }, `></c-${name}>`] : [`c-${name} `, { end: true }, '/>'];
  const all = componentsOf(project).map(
    ({ name, path }): Completion => ({
      label: `c-${name}`,
      kind: 'component',
      detail: project.templates().names.get(path),
      insert: `c-${name}`,
      ...(isNew && { snippet: { pieces: whole(name, componentFace(project, path)?.hasSlot ?? true) } }),
      rank: 0,
      documentation: () => describe(project, name, path),
    }),
  );
  const isComponent = template?.name !== undefined && componentName(project, template.name) !== undefined;
  const own = (name: string, detail: string): Completion => ({
    label: `c-${name}`,
    kind: 'component',
    detail,
    insert: `c-${name}`,
    rank: 1,
  });
  return [
    ...all,
    own('slot', 'fills a slot of a component'),
    own('component', 'is the component that a variable names'),
    ...(isComponent ? [own('vars', 'declares attributes')] : []),
  ];
}

function attributes(
  { project, text }: FileView,
  written: string,
  given: readonly string[],
  { replace }: Target,
  offset: number,
): Completion[] {
  const item = (name: string, detail: string, rank: number): Completion => ({
    label: name,
    kind: 'parameter',
    insert: `${name}=""`,
    snippet: { pieces: [`${name}="`, { end: true }, '"'] },
    detail,
    rank,
  });
  if (written === 'slot') return given.includes('name') ? [] : [item('name', 'the slot', 0)];
  if (written === 'component' && !given.includes('is')) return [item('is', 'the component', 0)];
  const path = componentFile(project, nameOfElement(text, written, offset));
  const face = path === undefined ? undefined : componentFace(project, path);
  if (face === undefined) return [];
  const colons = /^:*/.exec(text.slice(replace.start, replace.end))![0];
  const known = new Set(given.map(variableName));
  return [
    ...face.vars
      .filter(({ name }) => !known.has(variableName(name.text)))
      .map(({ name, value }) => {
        const plain = name.text.replace(/^:+/, '');
        return item(`${name.text.startsWith(':') ? ':' : colons}${plain}`, value ? value.text : 'declared', 0);
      }),
    ...face.names.filter((name) => !known.has(name)).map((name) => item(colons + name, 'read', 1)),
  ];
}

/** The component that a tag stands for: the tag's own name, or what its `is` says. */
function nameOfElement(text: string, written: string, offset: number): string {
  if (written !== 'component') return written;
  const start = text.lastIndexOf('<c-component', offset);
  return /^[^>]*?\sis=(["'])([^"']*)\1/.exec(text.slice(start))?.[2] ?? '';
}

/** What `is` and the name of a slot can be. */
function values(view: FileView, written: string, attribute: string, offset: number): Completion[] {
  if (written === 'component' && attribute === 'is') return componentNames(view);
  if (written !== 'slot' || attribute !== 'name') return [];
  const { project, text } = view;
  const around = openBefore(text, offset);
  const path = around === undefined ? undefined : componentFile(project, around);
  const face = path === undefined ? undefined : componentFace(project, path);
  return (face?.names ?? []).map((name) => ({ label: name, kind: 'variable', insert: name, detail: around, rank: 0 }));
}

function componentNames({ project }: FileView): Completion[] {
  return componentsOf(project).map(({ name, path }) => ({
    label: name,
    kind: 'component',
    detail: project.templates().names.get(path),
    insert: name,
    rank: 0,
    documentation: () => describe(project, name, path),
  }));
}

/** The component that the slot at an offset is for. */
function openBefore(text: string, offset: number): string | undefined {
  const open: string[] = [];
  for (const { start, closes, selfClosing, name } of cottonTags(text)) {
    if (start >= text.lastIndexOf('<', offset)) break;
    if (name.text === 'vars' || name.text === 'slot' || selfClosing) continue;
    if (!closes) open.push(name.text);
    else if (open.includes(name.text)) open.length = open.lastIndexOf(name.text);
  }
  return open.at(-1);
}
