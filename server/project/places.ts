import type { ClassStatement, FunctionStatement, Statement, Unit } from '../python/syntax';
import type { Place } from '../python/values';
import type { Range } from '../text/range';
import type { FileStore } from './fileStore';
import type { Files } from './files';

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

/** The statement of a class or function; undefined where its file is not read or has changed under it. */
export function statementOf(
  files: FileStore,
  { path, unit, n }: Place,
): ClassStatement | FunctionStatement | undefined {
  const facts = files.facts(path);
  if (facts?.kind !== 'python') return undefined;
  const found = unit === '' ? facts.outline.module : facts.outline.bodies[unit];
  if (found === undefined) return undefined;
  let statements = definitions.get(found);
  if (statements === undefined) {
    statements = new Map(definitionsIn(found.statements).map((one) => [one.n, one]));
    definitions.set(found, statements);
  }
  return statements.get(n);
}

const definitions = new WeakMap<Unit, ReadonlyMap<number, ClassStatement | FunctionStatement>>();

/** The classes and functions among statements, at any depth. */
function definitionsIn(statements: readonly Statement[]): (ClassStatement | FunctionStatement)[] {
  return statements.flatMap((one) => {
    switch (one.kind) {
      case 'function':
        return [one];
      case 'class':
        return [one, ...definitionsIn(one.body)];
      case 'if':
        return definitionsIn([...one.then, ...one.otherwise]);
      case 'for':
        return definitionsIn([...one.body, ...one.otherwise]);
      case 'while':
      case 'with':
        return definitionsIn(one.body);
      case 'try':
        return definitionsIn([
          ...one.body,
          ...one.handlers.flatMap(({ body }) => body),
          ...one.otherwise,
          ...one.finally,
        ]);
      case 'match':
        return definitionsIn(one.cases.flat());
      default:
        return [];
    }
  });
}

/** The source of a class or function; undefined while its file's text is not read. */
export function sourceOf(files: FileStore & Files, place: Place): string | undefined {
  const text = files.text(place.path);
  const range = statementRange(files, place);
  return text === undefined || range === undefined ? undefined : text.slice(range.start, range.end);
}
