import type { Tag } from '../../templates/library';
import { literally } from '../../text/literally';
import type { Range } from '../../text/range';

/** The library that slippers adds a project's components to (slippers.templatetags.slippers). */
export const slippersLibrary = 'slippers.templatetags.slippers';

/** The templates of which the first that is there names the components (slippers.apps.get_components_yaml). */
export const slippersFiles: readonly string[] = ['components.yaml', 'components.yml'];

/** What slippers registers the tag of a component with. */
export const slippersComponent = `${slippersLibrary}.create_component_tag`;

/**
 * The tags that slippers makes of `components.yaml` (slippers.templatetags.slippers.register_components): `{% card %}` by itself, and
 * `{% #card %}` up to `{% /card %}`. Undefined where the file holds more than names with their templates.
 */
export function slippersTags(source: string): Tag[] | undefined {
  const components = readComponents(source);
  return components?.flatMap(({ name, template }): Tag[] => {
    const tag = { kind: 'compiled', function: slippersComponent, template, certain: true } as const;
    return [
      { ...tag, name },
      { ...tag, name: `#${name}`, block: { branches: [], ends: [`/${name}`] } },
    ];
  });
}

/** A component that `components.yaml` names. */
export interface SlippersComponent {
  readonly name: string;
  readonly template: string;
  /** Where the template's name is written. */
  readonly range: Range;
}

/** The names and templates below `components:`, of YAML that is as plain as that; undefined for any other. */
export function readComponents(source: string): SlippersComponent[] | undefined {
  const found: SlippersComponent[] = [];
  let indent: number | undefined;
  let isInside = false;
  for (const { 0: line, index } of source.matchAll(/[^\r\n]+/g)) {
    const text = line.replace(/(^|\s)#.*$/, '').trimEnd();
    if (text.trim() === '' || text === '---') continue;
    const width = text.length - text.trimStart().length;
    if (width === 0) {
      if (!/^["']?[\w-]+["']?:/.test(text)) return undefined;
      isInside = /^["']?components["']?:\s*$/.test(text);
      if (!isInside && /^["']?components["']?:/.test(text)) return /:\s*\{\s*\}$/.test(text) ? [] : undefined;
      indent = undefined;
      continue;
    }
    if (!isInside) continue;
    indent ??= width;
    const entry =
      /^(?:"([^"\\]+)"|'([^']+)'|([^\s"'&*!|>{}[\]%@`,#:][^\s:]*)):\s+(?:"([^"\\]+)"|'([^']+)'|([^\s"'&*!|>{}[\]%@`][^\s]*))$/.exec(
        text.trim(),
      );
    if (width !== indent || entry === null) return undefined;
    const template = entry[4] ?? entry[5] ?? entry[6];
    const start = index + line.lastIndexOf(template, text.length);
    found.push({ name: entry[1] ?? entry[2] ?? entry[3], template, range: { start, end: start + template.length } });
  }
  return found;
}

/** Where the front matter of a component names one of its properties: `props.types = {"name": str}`, `props["name"]` (slippers.props). */
export function propPlaces(source: string, name: string): Range[] {
  const matter = frontMatter.exec(source)?.[0];
  if (matter === undefined || !matter.includes(name)) return [];
  const written = new RegExp(
    `(["'])${literally(name)}\\1(?=\\s*[:\\]])|\\bprops\\.get\\(\\s*(["'])${literally(name)}\\2`,
    'g',
  );
  return [...matter.matchAll(written)].map(({ 0: whole, index }) => {
    const start = index + whole.lastIndexOf(name);
    return { start, end: start + name.length };
  });
}

/** The name of a property at an offset of a component's front matter. */
export function propAt(source: string, offset: number): Range | undefined {
  const matter = frontMatter.exec(source)?.[0];
  if (matter === undefined || offset > source.indexOf(matter) + matter.length) return undefined;
  const start = offset - /\w*$/.exec(source.slice(0, offset))![0].length;
  const name = /^[A-Za-z_]\w*/.exec(source.slice(start))?.[0] ?? '';
  return name === '' ? undefined : propPlaces(source, name).find((one) => one.start === start);
}

/** What a component begins with between lines of `---` (slippers.templatetags.slippers.extract_template_parts). */
const frontMatter = /^\s*---[ \t]*\r?\n[\s\S]*?^---[ \t]*$/m;
