import type { Occurrence } from '../kind';
import { isOwnFile, packageOf } from '../ownFiles';
import { rangeOf } from '../places';
import type { Project } from '../project';
import { aliasesOf } from '../urls/aliases';
import { likelyRoutes } from '../urls/lookup';
import { routeNames, splitName } from '../urls/names';
import type { Route } from '../urls/routes';
import { type FileView, findUses, type Location } from '../view';
import { mentions } from './mentions';
import { isRefusal, overwrite, type Refusal, type Renameable, type Renaming, refusedName } from './renaming';

/** A route is renamed where `path()` names it and wherever it is reversed; its namespaces stay. */
export function renameRoute({ project }: FileView, { range, name }: Occurrence): Renameable | Refusal {
  const last = splitName(name)[1];
  const names = everyName(project, name);
  const routes = [...names].flatMap((one) => likelyRoutes(project, one));
  if (routes.length === 0) return { refused: `No route is named '${name}', so there is nothing to rename.` };
  const refusal = routes.map((one) => refusedRoute(project, one)).find((one) => one !== undefined);
  if (refusal) return refusal;
  return {
    range: { start: range.end - last.length, end: range.end },
    name: last,
    to(written): Renaming | Refusal {
      // The namespaces may be written as well.
      const ahead = name.slice(0, -last.length);
      const newName = written.startsWith(ahead) ? written.slice(ahead.length) : written;
      const wrong = refusedName(newName, /^[^:'"\\\s{}%]+$/, 'A route');
      if (wrong) return wrong;
      const renamed = new Map(
        [...names].map((one) => [one, splitName(one)[0] + (one.includes(':') ? ':' : '') + newName]),
      );
      const taken = [...renamed.values()].find((one) => routeNames(project.routes()).names.has(one));
      if (taken !== undefined) return { refused: `There is already a route named '${taken}'.` };
      const definitions = routes.flatMap(({ namePlace }): Location[] => {
        const found = namePlace && rangeOf(project.files, namePlace);
        return found ? [{ path: namePlace.path, range: found }] : [];
      });
      const uses = findUses(project, 'route', names, (use) => names.has(use.name)).map(
        ({ path, range: { end } }): Location => ({ path, range: { start: end - last.length, end } }),
      );
      const changes = overwrite(project, [...definitions, ...uses], last, newName);
      if (isRefusal(changes)) return changes;
      const known = new Set(
        [...names].flatMap((one) =>
          changes.flatMap(({ path, range: { end } }) => [`${end - one.length} ${path}`, `${end} ${path}`]),
        ),
      );
      const { unsure, unseen } = mentions(
        project,
        { names: renamed, isTelling, what: `'${name}'`, functions, calls, tags },
        known,
      );
      const other = project.otherRouteNames().has(last)
        ? [{ why: `A URLconf that ROOT_URLCONF does not lead to has a route '${last}', too` }]
        : [];
      return { changes: [...changes, ...unsure], moves: [], unseen: [...unseen, ...other] };
    },
  };
}

/** All names that are renamed together: those of each path() by which one of the others is reversed. */
function everyName(project: Project, name: string): ReadonlySet<string> {
  const names = new Set([name]);
  for (const one of names) for (const other of aliasesOf(project, one)) names.add(other);
  return names;
}

function refusedRoute(project: Project, { name, namePlace, place, view }: Route): Refusal | undefined {
  if (namePlace) {
    if (isOwnFile(project, namePlace.path)) return undefined;
    return { refused: `'${name}' is defined in ${packageOf(project, namePlace.path)} and cannot be renamed here.` };
  }
  const site = project.routes().applications.get('admin') ?? [];
  if (site.includes(splitName(name!)[0]) || view?.dotted.startsWith('django.contrib.admin.'))
    return { refused: `'${name}' is defined in django.contrib.admin and cannot be renamed here.` };
  const where = place && isOwnFile(project, place.path) ? place.path.slice(project.workspace.length + 1) : 'a package';
  return {
    refused: `The name '${name}' is computed, by a router or the like in ${where}, and cannot be renamed here.`,
  };
}

/** Without a namespace a name is any word: only those that look like a route's name are worth a question. */
function isTelling(name: string): boolean {
  return /[:_-]/.test(name);
}

/** `reverse(name)`: a variable or what a function gives, but no plain string. */
const functions = ['reverse', 'reverse_lazy', 'redirect', 'resolve_url'];
const calls = /\b(?:reverse|reverse_lazy|redirect|resolve_url)\(\s*([A-Za-z_][\w.]*)(?=\s*[,)(])/g;
const tags = /\{%-?\s*url\s+([A-Za-z_][\w.]*)(?=[\s|%])/g;
