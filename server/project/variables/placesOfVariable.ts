import { isOwnFile } from '../ownFiles';
import type { Project } from '../project';
import type { Location } from '../view';
import { type VariableNode, variableFamily } from './family';
import { givenPlaces } from './givers';

/** Everywhere in the workspace where a variable is named, in the order of paths, but for its definitions. */
export function placesOfVariable(
  project: Project,
  node: VariableNode,
  name: string,
  definitions: readonly Location[],
): Location[] {
  const { places, sources } = variableFamily(project, node, name);
  const given = sources.flatMap((source) => givenPlaces(project, source, name) ?? []);
  const isDefinition = (one: Location) =>
    definitions.some(
      ({ path, range }) => path === one.path && range.start <= one.range.start && one.range.end <= range.end,
    );
  const found = [...places.filter(({ path }) => isOwnFile(project, path)), ...given].filter(
    (one) => !isDefinition(one),
  );
  const key = ({ path, range: { start } }: Location) => `${path} ${String(start).padStart(9, '0')}`;
  return [...new Map(found.map((one) => [key(one), { path: one.path, range: one.range }])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, place]) => place);
}
