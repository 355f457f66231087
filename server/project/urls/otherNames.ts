import type { Path } from '../../text/paths';
import type { Files } from '../files';
import type { Routes } from './routes';

/** Names, without namespaces, that files give to routes which ROOT_URLCONF does not lead to: those of the project, and those with such routes. */
export function readOtherRouteNames(
  { list }: Routes,
  pythonFiles: readonly Path[],
  files: Pick<Files, 'routeNames'>,
): ReadonlySet<string> {
  const reached = new Map<Path | undefined, Set<string>>();
  for (const { place, name } of list) {
    const names = reached.get(place?.path) ?? new Set();
    reached.set(place?.path, names.add(name?.slice(name.lastIndexOf(':') + 1) ?? ''));
  }
  const paths = new Set([...pythonFiles, ...[...reached.keys()].filter((path) => path !== undefined)]);
  return new Set([...paths].flatMap((path) => files.routeNames(path).filter((name) => !reached.get(path)?.has(name))));
}
