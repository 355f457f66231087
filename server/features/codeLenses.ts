import { overridingTemplates } from '../project/templates/inheritance';
import { type TemplateUse, usesOfTemplate } from '../project/templates/templateUses';
import type { FileView, Location } from '../project/view';
import type { Range } from '../text/range';

/** A line above a place of a template that counts others. */
export interface Lens {
  readonly range: Range;
  readonly title: string;
  /** What is counted. */
  readonly locations: readonly Location[];
}

/** Above a template what extends, includes and renders it; above a block what overrides it. Nothing where there is nothing to count. */
export function codeLenses(view: FileView): Lens[] | undefined {
  const { template, project, path } = view;
  if (template === undefined) return undefined;
  const uses = usesOfTemplate(project, path);
  const top = { start: 0, end: 0 };
  // Most templates are extended by none, and who overrides what is a question to all of them.
  const isExtended = uses.some(({ how }) => how === 'extends');
  const overriding = isExtended ? overridingTemplates(project, path) : none;
  return [
    ...lens(top, 'extended by', 'template', places(uses, 'extends')),
    ...lens(top, 'included by', 'template', places(uses, 'includes')),
    ...lens(top, 'rendered from', 'place', places(uses, 'renders')),
    ...(project.files.template(path)?.blocks ?? []).flatMap(({ name, start, end }) =>
      lens(
        { start, end },
        `block ${name} overridden by`,
        'template',
        blocksNamed(view, overriding.get(name) ?? [], name),
      ),
    ),
  ];
}

const none: ReadonlyMap<string, readonly string[]> = new Map();

function lens(range: Range, how: string, what: string, locations: readonly Location[]): Lens[] {
  const { size } = new Set(
    locations.map(({ path, range: { start } }) => (what === 'place' ? `${start} ${path}` : path)),
  );
  return size === 0 ? [] : [{ range, title: `${how} ${size} ${what}${size === 1 ? '' : 's'}`, locations }];
}

function places(uses: readonly TemplateUse[], how: TemplateUse['how']): Location[] {
  return uses.filter((use) => use.how === how).map(({ path, range }) => ({ path, range }));
}

function blocksNamed({ project }: FileView, paths: readonly string[], name: string): Location[] {
  return paths.flatMap((path) => {
    const found = project.files.template(path)?.blocks.find((one) => one.name === name);
    return found ? [{ path, range: { start: found.start, end: found.end } }] : [];
  });
}
