import type { Tag } from '../../templates/library';

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
  return components?.flatMap(([name, template]): Tag[] => {
    const tag = { kind: 'compiled', function: slippersComponent, template, certain: true } as const;
    return [
      { ...tag, name },
      { ...tag, name: `#${name}`, block: { branches: [], ends: [`/${name}`] } },
    ];
  });
}

/** The names and templates below `components:`, of YAML that is as plain as that. */
function readComponents(source: string): [string, string][] | undefined {
  const found: [string, string][] = [];
  let indent: number | undefined;
  let isInside = false;
  for (const line of source.split(/\r?\n/)) {
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
    found.push([(entry[1] ?? entry[2] ?? entry[3])!, (entry[4] ?? entry[5] ?? entry[6])!]);
  }
  return found;
}
