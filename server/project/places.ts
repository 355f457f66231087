import type { Place } from '../python/values';
import type { Range } from '../text/range';
import type { FileStore, Files } from './files';

/** Where a place stands now; undefined where its file is not read or has changed under it. */
export function rangeOf(files: FileStore, place: Place): Range | undefined {
  const facts = files.facts(place.path);
  if (facts?.kind !== 'python') return undefined;
  const unit = place.unit === '' ? facts.outline.module : facts.outline.bodies[place.unit];
  const start = unit?.ranges[2 * place.n];
  return start === undefined ? undefined : { start, end: unit.ranges[2 * place.n + 1] };
}

/** The whole statement of a class or function, whose place is that of its name. */
export function statementRange(files: FileStore, place: Place): Range | undefined {
  return rangeOf(files, { ...place, n: place.n + 1 });
}

/** The source of a class or function; undefined while its file's text is not read. */
export function sourceOf(files: FileStore & Files, place: Place): string | undefined {
  const text = files.text(place.path);
  const range = statementRange(files, place);
  return text === undefined || range === undefined ? undefined : text.slice(range.start, range.end);
}
