/**
 * Python's method resolution order (C3) of a class among known ones: the class first, its farthest base last. Bases that
 * are not known are left out; bases that cannot be ordered are taken depth first, since what was released runs.
 */
export function methodResolutionOrder(
  path: string,
  basesOf: (path: string) => readonly string[] | undefined,
): readonly string[] {
  const bases = (basesOf(path) ?? []).filter((base) => basesOf(base) !== undefined);
  return [path, ...merge([...bases.map((base) => methodResolutionOrder(base, basesOf)), bases])];
}

function merge(lists: readonly (readonly string[])[]): string[] {
  const rest = lists.filter((list) => list.length > 0);
  if (rest.length === 0) return [];
  const heads = rest.map((list) => list[0]);
  const next = heads.find((head) => rest.every((list) => !list.slice(1).includes(head))) ?? heads[0];
  return [next, ...merge(rest.map((list) => list.filter((path) => path !== next)))];
}
