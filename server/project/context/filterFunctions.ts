import type { Libraries } from '../libraries/libraries';

/**
 * The function behind each filter's name; of names that several libraries give to different functions, a builtin's
 * (django.template.base.Parser.find_filter).
 */
export function filterFunctions({ builtins, byName }: Libraries): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const doubtful = new Set<string>();
  for (const library of byName.values())
    for (const [name, filter] of library.filters) {
      if (found.has(name) && found.get(name) !== filter.function) doubtful.add(name);
      found.set(name, filter.function);
    }
  for (const name of doubtful) found.delete(name);
  for (const library of builtins) for (const [name, filter] of library.filters) found.set(name, filter.function);
  return found;
}
