import { markdownOfDocstring } from '../project/docstrings/markdown';
import type { Completion, Kind, SnippetPiece } from '../project/kind';
import { rangeOf, sourceOf } from '../project/places';
import type { Project } from '../project/project';
import { renameRoute } from '../project/rename/route';
import { aliasesOf } from '../project/urls/aliases';
import { likelyRoutes } from '../project/urls/lookup';
import { readableRoute } from '../project/urls/readable';
import type { Route } from '../project/urls/routes';
import { findUses, type Location, type Target, useAt } from '../project/view';
import { docstringOf } from '../python/docstring';
import { type Range, touches } from '../text/range';

/** URL routes, by the name that `reverse()` and `{% url %}` take. */
export const route: Kind = {
  kind: 'route',
  at(view, offset) {
    const use = useAt(view, offset, 'route');
    if (use) return { range: use, name: use.name };
    for (const one of view.project.routes().list) {
      if (one.name === undefined || one.namePlace?.path !== view.path) continue;
      const range = rangeOf(view.project.files, one.namePlace);
      if (range && touches(range, offset)) return { range, name: one.name };
    }
    return undefined;
  },
  definitions({ project }, { name }) {
    const found = likelyRoutes(project, name).flatMap((one) => placeOfRoute(project, one) ?? []);
    // One path() that several includes lead to is one definition.
    return [...new Map(found.map((one) => [`${one.path} ${one.range.start}`, one])).values()];
  },
  typeDefinitions({ project }, { name }) {
    const places = likelyRoutes(project, name).flatMap(({ view }) => view?.place ?? []);
    const found = places.flatMap((place) => {
      const range = rangeOf(project.files, place);
      return range ? [{ path: place.path, range }] : [];
    });
    return [...new Map(found.map((one) => [`${one.path} ${one.range.start}`, one])).values()];
  },
  references({ project }, { name }) {
    const names = aliasesOf(project, name);
    return findUses(project, 'route', names, (use) => names.has(use.name));
  },
  describe({ project }, { name }) {
    const routes = likelyRoutes(project, name);
    return routes.length === 0 ? undefined : routes.map((one) => describeRoute(project, one)).join('\n\n---\n\n');
  },
  renaming: renameRoute,
  complete({ project, text }, target, _offset, mayShow) {
    const seen = new Set<string>();
    const items: Completion[] = [];
    const behind = placeForParameters(text, target);
    const { list } = project.routes();
    for (const one of list) {
      if (one.name === undefined || seen.has(one.name)) continue;
      seen.add(one.name);
      if (list.length > many && mayShow?.(one.name) === false) continue;
      items.push({
        label: one.name,
        kind: 'route',
        detail: readableRoute(one),
        insert: `${target.quote}${one.name}${target.quote}`,
        rank: one.name.startsWith('admin:') || one.view?.place?.path.includes('/site-packages/') ? 2 : 1,
        ...(behind && one.parameters.length > 0 && { snippet: withParameters(one, behind) }),
        documentation: () => detailsOf(project, one).join('\n\n'),
      });
    }
    return items;
  },
};

/** Of more routes than these only those are completed that fit what is written. */
const many = 500;

/** What an inserted name and its parameters replace, and the quotes around the name; undefined where something follows it, or no tag is written. */
function placeForParameters(text: string, { slot, replace, quote }: Target): ParameterPlace | undefined {
  if (slot?.tag?.tag?.function !== 'django.template.defaulttags.url') return undefined;
  const close = slot.quote || quote;
  const isClosed = slot.quote !== '' && text[replace.end] === slot.quote;
  const end = replace.end + (isClosed ? 1 : 0);
  if (!/^[ \t]*(?:%\}|as[ \t])/.test(text.slice(end, end + 80))) return undefined;
  return { open: quote, close, replace: { start: replace.start, end } };
}

interface ParameterPlace {
  readonly open: string;
  readonly close: string;
  readonly replace: Range;
}

function withParameters({ name, parameters }: Route, { open, close, replace }: ParameterPlace) {
  const given = parameters.flatMap((one): SnippetPiece[] => [` ${one}=`, { place: one }]);
  return { pieces: [`${open}${name}${close}`, ...given], replace };
}

function placeOfRoute(project: Project, one: Route): Location | undefined {
  const place = one.namePlace ?? one.place;
  const range = place && rangeOf(project.files, place);
  return range && { path: place.path, range };
}

function describeRoute(project: Project, one: Route): string {
  const name = `**${one.name ?? 'A route without a name'}**`;
  return [name, `\`${readableRoute(one)}\``, ...detailsOf(project, one)].join('\n\n');
}

/** What there is to say beside the name and the path, which a completion shows by itself. */
function detailsOf(project: Project, one: Route): string[] {
  const lines: string[] = [];
  if (one.view) lines.push(`View: \`${one.view.dotted}\``);
  if (one.parameters.length > 0)
    lines.push(`Parameters: ${one.parameters.map((parameter) => `\`${parameter}\``).join(', ')}`);
  const source = one.view?.place && sourceOf(project.files, one.view.place);
  const documentation = source && docstringOf(source);
  return [...lines, ...(documentation ? [markdownOfDocstring(documentation)] : [])];
}
