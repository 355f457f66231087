import { unitOf } from './outline';
import type { Statement, Unit } from './syntax';

/** Whether two units say the same; where they stand does not count. */
export function sameStatements(a: Unit, b: Unit): boolean {
  return sameTree(a.statements, b.statements);
}

/** A unit with the statements of the one before in the place of those that are equal: these need not be compared again. */
export function withSameStatements(before: Unit, now: Unit): Unit {
  const statements = withSame(before.statements, now.statements);
  return statements === now.statements ? now : unitOfRanges(statements, now);
}

/** A list of statements with those of the list before in the place of the equal ones; the list before, where that is all of it. */
export function withSame(before: readonly Statement[], now: readonly Statement[]): readonly Statement[] {
  const moved = before.length - now.length;
  let count = 0;
  const kept = (statement: Statement, i: number): Statement => {
    for (const other of [before[i], before[i + moved]]) {
      if (other?.kind !== statement.kind || !sameTree(other, statement)) continue;
      count++;
      return other;
    }
    return statement;
  };
  const statements = now.map(kept);
  if (count === 0) return now;
  return moved === 0 && count === statements.length ? before : statements;
}

/** In a function of its own, whose scope holds nothing else: what looks ranges up must not keep the unit before, and that the one before it. */
function unitOfRanges(statements: readonly Statement[], now: Unit): Unit {
  return unitOf(statements, () => now.ranges);
}

/** Whether two trees of plain data are equal. */
export function sameTree(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameTree(item, b[i]));
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  let count = 0;
  for (const key in one) {
    if (one[key] === undefined) continue;
    if (!sameTree(one[key], other[key])) return false;
    count++;
  }
  for (const key in other) if (other[key] !== undefined) count--;
  return count === 0;
}
