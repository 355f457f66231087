import { matchesIn } from '../python/matches';
import { type FunctionContext, type OutlinePart, outlinePart } from '../python/outline';
import { parsePython } from '../python/parse';
import { type Imported, importedIn } from '../python/sites';
import { type Kept, skim } from '../python/skim';
import { type AssignedNames, assignedNames } from './assigned';
import { mayUse, pythonUses } from './pythonUses';
import type { Use } from './uses';

/** What the index keeps of some of a module's statements; offsets are those in their text. */
export interface PythonPart {
  /** Whether Python would accept the text. */
  readonly valid: boolean;
  readonly outline: OutlinePart;
  readonly imported: Imported;
  readonly assigned: AssignedNames;
  /** @param imports what the names are that the whole module imports */
  uses(imports: ReadonlyMap<string, string>): { uses: readonly Use[]; routeNames: readonly string[] };
}

/**
 * Reads whole statements of a module: their outline, the bodies of functions that may matter, the names they use.
 * @param wanted ids of further functions whose bodies somebody asked for
 * @param first the number of their first node
 */
export function extractPart(text: string, wanted: ReadonlySet<string>, first = 0): PythonPart {
  const isRenamed = renames(text);
  const isTelling = isRenamed ? () => true : matchesIn(mayUse, text);
  const isRunnable = matchesIn(telling, text);
  const isWhole = wanted.size > 0 || isRenamed;
  const keeps = (start: number, end: number): Kept => {
    if (end - start <= longestBody && isRunnable(start, end)) return 'whole';
    return isTelling(start, end) ? 'lines' : 'nothing';
  };
  const parsed = parsePython(isWhole ? text : skim(text, { keeps, isTelling }));
  const keepsBody = ({ node, id }: FunctionContext) => {
    const start = parsed.offsetOf(node.d.suite.start);
    const end = parsed.offsetOf(node.d.suite.start + node.d.suite.length);
    return wanted.has(id) || (end - start <= longestBody && isRunnable(start, end));
  };
  return {
    valid: parsed.valid,
    outline: outlinePart(parsed, keepsBody, first),
    imported: importedIn(parsed),
    assigned: assignedNames(text),
    uses: (imports) => pythonUses(parsed, imports, isTelling),
  };
}

/** Whether a text imports a name that the index looks for under another one: then all of the module has to be read. */
export function renames(text: string): boolean {
  return renamed.test(text);
}

/** In UTF-16 units. */
const longestBody = 20_000;

/** What stands in a function that is likely to be run: one that makes URL patterns, compiles a template tag, or wraps a view. */
const telling = /\b(?:path|re_path|url|include|static|i18n_patterns|wraps|update_wrapper)\s*\(|\bparser\b/;

/** A name that the index looks for, imported under another one. */
const renamed =
  /\bimport\b[^\n]*\b(?:reverse|reverse_lazy|redirect|resolve_url|render|render_to_string|get_template|select_template|TemplateResponse|path|re_path)\s+as\b/;
