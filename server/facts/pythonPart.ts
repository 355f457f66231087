import type { OutlinePart } from '../python/outline';
import { type Imported, importedIn } from '../python/sites';
import { type AssignedNames, assignedNames } from './assigned';
import { readOutline } from './pythonOutline';
import { hasUses, parseForUses, pythonUses } from './pythonUses';
import type { Use } from './uses';

/** What the index keeps of some of a module's statements; offsets are those in their text. */
export interface PythonPart {
  readonly outline: OutlinePart;
  readonly imported: Imported;
  readonly assigned: AssignedNames;
  /** @param imports what the names are that the whole module imports */
  uses(imports: ReadonlyMap<string, string>): { uses: readonly Use[]; routeNames: readonly string[] };
}

/**
 * Reads whole statements of a module that is being edited: all that the index keeps of them.
 * @param wanted ids of further functions whose bodies somebody asked for
 * @param first the number of their first node
 */
export function extractPart(text: string, wanted: ReadonlySet<string>, first = 0): PythonPart {
  const { parsed, outline } = readOutline(text, wanted, first);
  const forUses = hasUses(text) ? parseForUses(text) : undefined;
  return {
    outline,
    imported: importedIn(forUses ?? parsed),
    assigned: assignedNames(text),
    uses: (imports) => (forUses ? pythonUses(text, forUses, imports) : { uses: [], routeNames: [] }),
  };
}
