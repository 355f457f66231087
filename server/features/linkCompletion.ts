import type { Completion, Kind } from '../project/kind';
import { loadEdit } from '../project/libraries/loadTag';
import { registeredNames } from '../project/libraries/scopes';
import type { FileView } from '../project/view';
import { attributeValueAt } from '../templates/htmlAttribute';
import { htmlOf, isHtmlAt } from '../templates/virtualHtml';
import type { TextEdit } from '../text/edits';
import type { Range } from '../text/range';

/** A tag for the value of an attribute that leads somewhere. */
export interface LinkCompletion {
  readonly label: string;
  readonly kind: Completion['kind'];
  readonly detail?: string;
  /** What is typed to find it. */
  readonly filter: string;
  /** The tag, up to where the next thing is to be typed. */
  readonly pieces: readonly string[];
  readonly edits?: readonly TextEdit[];
  readonly rank: number;
}

const PAGES = /^(?:href|action|formaction|src|(?:data-)?hx-(?:get|post|put|patch|delete|push-url|replace-url))$/;
const FILES = /^(?:href|xlink:href|src|srcset|poster|data)$/;
/** Elements whose links lead to files rather than to pages. */
const FILE_ELEMENTS = new Set([
  'link',
  'script',
  'img',
  'source',
  'video',
  'audio',
  'track',
  'image',
  'use',
  'embed',
  'object',
  'input',
]);

/**
 * `{% url %}` and `{% static %}` for the value of an attribute such as `href`, and what they replace; undefined in other
 * places. The parameters of a route are places to type in. A missing `{% load static %}` is added.
 */
export function linkCompletion(
  view: FileView,
  offset: number,
  kinds: readonly Kind[],
): { replace: Range; items: readonly LinkCompletion[] } | undefined {
  if (view.template === undefined || !isHtmlAt(view.template.tree, offset)) return undefined;
  const found = attributeValueAt(htmlOf(view.template.tree, offset), offset);
  if (found === undefined) return undefined;
  const { element, attribute, value, quote } = found;
  const typed = view.text.slice(value.start, offset);
  if (/[\s{}<>]/.test(typed)) return undefined;
  const rest = /^[^\s"'<>{}]*/.exec(view.text.slice(offset, value.end))![0];
  const isFile = FILE_ELEMENTS.has(element);
  const outer = quote === '' ? '"' : '';
  const inner = quote === "'" ? '"' : "'";
  const place: Place = { view, offset, typed, outer, inner };
  return {
    replace: { start: value.start, end: offset + rest.length },
    items: [
      ...(PAGES.test(attribute) ? pages(place, kinds, isFile ? 4 : 0) : []),
      ...(FILES.test(attribute) ? files(place, kinds, isFile ? 0 : 4) : []),
    ],
  };
}

interface Place {
  readonly view: FileView;
  readonly offset: number;
  readonly typed: string;
  /** Quotes for the value, where it has none. */
  readonly outer: string;
  /** Quotes for what stands in the tag. */
  readonly inner: string;
}

function pages({ view, offset, typed, outer, inner }: Place, kinds: readonly Kind[], rank: number): LinkCompletion[] {
  const parameters = new Map<string, readonly string[]>();
  for (const route of view.project.routes().list)
    if (route.name !== undefined && !parameters.has(route.name)) parameters.set(route.name, route.parameters);
  return named('route', kinds, view, offset).map((item) => {
    const start = `${outer}{% url ${inner}${item.label}${inner}`;
    const needed = parameters.get(item.label) ?? [];
    const pieces = needed.map((name, i) => `${i === 0 ? start : ''} ${name}=`);
    return {
      label: `{% url ${inner}${item.label}${inner} %}`,
      kind: item.kind,
      detail: item.detail,
      // Who types a path looks for the route with that path.
      filter: typed.startsWith('/') && item.detail ? item.detail : item.label,
      pieces: needed.length === 0 ? [`${start} %}${outer}`] : [...pieces, ` %}${outer}`],
      rank: rank + item.rank,
    };
  });
}

function files({ view, offset, outer, inner }: Place, kinds: readonly Kind[], rank: number): LinkCompletion[] {
  const { template, project } = view;
  if (!project.libraries().byName.has('static')) return [];
  const isLoaded = registeredNames(view, 'tags', offset).has('static');
  const edits = isLoaded ? undefined : [loadEdit(template!.tree, 'static', offset)];
  return named('static', kinds, view, offset).map((item) => {
    const tag = `{% static ${inner}${item.label}${inner} %}`;
    return {
      label: tag,
      kind: item.kind,
      detail: item.detail,
      filter: item.label,
      pieces: [outer + tag + outer],
      edits,
      rank: rank + item.rank,
    };
  });
}

function named(
  wanted: 'route' | 'static',
  kinds: readonly Kind[],
  view: FileView,
  offset: number,
): readonly Completion[] {
  const kind = kinds.find((one) => one.kind === wanted);
  return kind?.complete(view, { kind: wanted, replace: { start: offset, end: offset }, quote: '' }, offset) ?? [];
}
