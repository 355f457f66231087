import type { Evaluation, Frame } from './frame';
import type { ClassStatement } from './syntax';
import type { Call, ClassValue, Value } from './values';

/** The classes of modules that are evaluated again and again, while somebody edits them. */
export interface ClassMemory {
  readonly known: WeakMap<ClassStatement, KnownClass>;
  /** Computes; `stands` answers later whether all that was asked for meanwhile is as it was, and is absent where nobody can tell. */
  record<T>(compute: () => T): { readonly value: T; readonly stands?: () => boolean };
}

interface KnownClass {
  /** The one of an evaluation before that is equal to it, where one was kept in its place. */
  value: ClassValue;
  /** The names of the module that its statement looked at. */
  readonly names: ReadonlyMap<string, Value | undefined>;
  readonly effects: readonly Call[];
  readonly stands: () => boolean;
}

/**
 * The class that a statement of a module makes: the one that it made in an evaluation before, where that looked at nothing
 * that is different now, and did nothing but make it.
 */
export function classAgain(statement: ClassStatement, frame: Frame, make: () => ClassValue): ClassValue {
  const { evaluation } = frame;
  const { memory } = evaluation;
  if (memory === undefined || frame.kind !== 'module' || frame.depth > 0 || frame.likelihood !== undefined)
    return make();
  const known = memory.known.get(statement);
  if (known && areSame(known.names, frame.names) && known.stands()) {
    evaluation.effects.push(...known.effects);
    evaluation.takesOver = true;
    return known.value;
  }
  const before = doneIn(evaluation);
  const effects = evaluation.effects.length;
  const names = new Map<string, Value | undefined>();
  evaluation.noted = names;
  const { value, stands } = memory.record(make);
  const isNoted = evaluation.noted === names;
  evaluation.noted = undefined;
  if (stands && isNoted && doneIn(evaluation) === before && !holdsInstance(value, evaluation))
    memory.known.set(statement, { value, names, effects: evaluation.effects.slice(effects), stands });
  else memory.known.delete(statement);
  return value;
}

function areSame(names: KnownClass['names'], now: ReadonlyMap<string, Value>): boolean {
  for (const [name, value] of names) if (!isSame(value, now.get(name))) return false;
  return true;
}

/** An import makes the same reference each time. */
function isSame(before: Value | undefined, now: Value | undefined): boolean {
  if (before?.kind !== 'ref' || now?.kind !== 'ref') return before === now;
  return before.dotted === now.dotted && before.place?.n === now.place?.n && before.place?.path === now.place?.path;
}

/** What an evaluation has done to others, as a text to compare. */
function doneIn({ steps, imports, unreadStars, alive, copies, changes, isShared, raised }: Evaluation): string {
  return [steps.length, imports.size, unreadStars.length, alive.size, copies.size, changes, isShared, raised].join();
}

/** Whether a value has something in it that the evaluation which made it may still change in place. */
function holdsInstance(value: Value, evaluation: Evaluation, depth = 0): boolean {
  if (depth > 20) return true;
  const holds = (one: Value) => holdsInstance(one, evaluation, depth + 1);
  switch (value.kind) {
    case 'class':
      return value.module === evaluation.module && [...value.members.values()].some(holds);
    case 'function':
      return value.owner === evaluation.owner;
    case 'call':
      return value.attributes !== undefined || value.args.some(holds) || [...value.keywords.values()].some(holds);
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.some((item) => holds(item.value));
    case 'dict':
      return value.entries.some((entry) => holds(entry.key) || holds(entry.value));
    case 'choice':
      return value.options.some(holds);
    default:
      return false;
  }
}
