import type { AssignedNames } from '../facts/assigned';
import type { FileFacts, TemplateFacts } from '../facts/facts';
import { sameStatements, withSameStatements } from '../python/sameStatements';
import type { Unit } from '../python/syntax';
import { sameItems } from '../text/same';
import type { Directory } from './files';

/** Whether the same names are given to attributes. */
export function sameAssigned(a: AssignedNames, b: AssignedNames): boolean {
  return sameItems(a.onSelf, b.onSelf) && sameItems(a.onOthers, b.onOthers);
}

/** Units are equal by what they say; where they stand is looked up in the facts at the moment of the answer. */
export function sameUnit(a: Unit | undefined, b: Unit | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameStatements(a, b));
}

/** The facts of a file that is being edited, with what the ones before say as well. */
export function withSameModule(before: FileFacts | undefined, now: FileFacts | undefined): FileFacts | undefined {
  if (before?.kind !== 'python' || now?.kind !== 'python') return now;
  return { ...now, outline: { ...now.outline, module: withSameStatements(before.outline.module, now.outline.module) } };
}

/** Whether a template declares the same. */
export function sameDeclared(
  a: TemplateFacts['declared'] | undefined,
  b: TemplateFacts['declared'] | undefined,
): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a folder has the same entries, and is read or not as before. */
export function sameDirectory(
  a: { entries: Directory | undefined; loaded: boolean },
  b: { entries: Directory | undefined; loaded: boolean },
): boolean {
  if (a.loaded !== b.loaded || a.entries?.size !== b.entries?.size) return false;
  for (const [name, isDirectory] of a.entries ?? []) if (b.entries?.get(name) !== isDirectory) return false;
  return true;
}
