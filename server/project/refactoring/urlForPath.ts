import type { Range } from '../../text/range';
import type { Project } from '../project';
import { lookUp } from '../urls/lookup';
import { acceptedBy } from '../urls/reversing';
import type { Route } from '../urls/routes';
import type { FileView } from '../view';
import type { Refactoring } from './refactoring';

/** Writes the path in an `href` or `action` as the `{% url %}` of the only route that it leads to. */
export const urlForPath: Refactoring = {
  kind: 'rewrite',
  offer(view, selected) {
    const attribute = view.template && pathAt(view, selected);
    if (attribute === undefined) return [];
    const { start, end, quote } = attribute;
    const path = view.text.slice(start, end);
    const found = view.project.routes().list.flatMap((route) => {
      const values = match(route, path.slice(1));
      return values ? [{ route, values }] : [];
    });
    if (found.length !== 1 || found[0].route.name === undefined) return [];
    const [{ route, values }] = found;
    if (!isOnlyOne(view.project, route, values)) return [];
    const inner = quote === '"' ? "'" : '"';
    const shown = [...values].map(
      ([name, value]) => ` ${name}=${/^(?:0|[1-9]\d*)$/.test(value) ? value : inner + value + inner}`,
    );
    const tag = `{% url ${inner}${route.name}${inner}${shown.join('')} %}`;
    return [{ title: `Write the path as '${tag}'`, edits: [{ start, end, text: tag }] }];
  },
};

/** The path of the attribute around the cursor, up to its `?` or `#`; undefined where Django's tags are part of it. */
function pathAt({ text, template }: FileView, { start, end }: Range): (Range & { quote: string }) | undefined {
  const { tokens } = template!.tree;
  const at = firstBehind(tokens, start);
  const token = tokens
    .slice(Math.max(0, at - 2), at)
    .find((one) => one.kind === 'text' && one.start <= start && end <= one.end);
  if (token === undefined) return undefined;
  const pattern = /\s(?:href|action|hx-(?:get|post|put|patch|delete))=(["'])(\/(?!\/)[^"'?#\s]*)(?:[?#][^"']*)?\1/gi;
  for (const found of text.slice(token.start, token.end).matchAll(pattern)) {
    const whole = token.start + found.index;
    const from = whole + found[0].indexOf(found[1]) + 1;
    const to = from + found[2].length;
    if (whole <= start && end <= whole + found[0].length) return { start: from, end: to, quote: found[1] };
  }
  return undefined;
}

/** The index of the first token that starts behind an offset. */
function firstBehind(tokens: readonly Range[], offset: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle].start <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The parameters that a path gives to a route of `path()`; undefined where it does not match, or the route has a regular expression. */
function match(route: Route, path: string): Map<string, string> | undefined {
  if (/[\\^$()*+|[\]{}?]/.test(route.route)) return undefined;
  const names: string[] = [];
  const pattern = route.route.split(/(<[^<>]+>)/).map((part) => {
    const parameter = /^<(?:([^:]+):)?(\w+)>$/.exec(part);
    if (parameter === null) return part.replace(/[.]/g, '\\.');
    names.push(parameter[2]);
    return converters[parameter[1] ?? 'str'] ?? '(?!)';
  });
  const found = new RegExp(`^${pattern.join('')}$`).exec(path);
  return found === null ? undefined : new Map(names.map((name, i) => [name, found[i + 1]]));
}

/** django.urls.converters */
const converters: Readonly<Record<string, string>> = {
  int: '([0-9]+)',
  path: '(.+)',
  slug: '([-a-zA-Z0-9_]+)',
  str: '([^/]+)',
  uuid: '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})',
};

/** Whether the name and the arguments lead back to this route and no other one. */
function isOnlyOne(project: Project, route: Route, values: ReadonlyMap<string, string>): boolean {
  const { routes } = lookUp(project, route.name!);
  const given = { positional: 0, keywords: [...values.keys()] };
  return routes.length > 0 && routes.every((one) => one === route || acceptedBy(one)?.accepts(given) === false);
}
