import { matchesIn } from '../python/matches';
import { outline } from '../python/outline';
import { parsePython } from '../python/parse';
import { type Kept, skim } from '../python/skim';
import type { PythonFacts } from './facts';
import { mayUse, pythonUses } from './pythonUses';

/**
 * What the index keeps of a Python file: its outline, the bodies of functions that may matter, the names it uses.
 * @param wanted ids of further functions whose bodies somebody asked for
 */
export function extractPython(text: string, wanted: ReadonlySet<string> = new Set()): PythonFacts {
  const isRenamed = renamed.test(text);
  const isTelling = isRenamed ? () => true : matchesIn(mayUse, text);
  const isRunnable = matchesIn(telling, text);
  const isWhole = wanted.size > 0 || isRenamed;
  const keeps = (start: number, end: number): Kept => {
    if (end - start <= longestBody && isRunnable(start, end)) return 'whole';
    return isTelling(start, end) ? 'lines' : 'nothing';
  };
  const parsed = parsePython(isWhole ? text : skim(text, { keeps, isTelling }));
  return {
    kind: 'python',
    valid: parsed.valid,
    outline: outline(parsed, ({ node, id }) => {
      const start = parsed.offsetOf(node.d.suite.start);
      const end = parsed.offsetOf(node.d.suite.start + node.d.suite.length);
      return wanted.has(id) || (end - start <= longestBody && isRunnable(start, end));
    }),
    ...pythonUses(parsed, isTelling),
  };
}

/** In UTF-16 units. */
const longestBody = 20_000;

/** What stands in a function that is likely to be run: one that makes URL patterns, compiles a template tag, or wraps a view. */
const telling = /\b(?:path|re_path|url|include|static|i18n_patterns|wraps|update_wrapper)\s*\(|\bparser\b/;

/** A name that the index looks for, imported under another one. */
const renamed =
  /\bimport\b[^\n]*\b(?:reverse|reverse_lazy|redirect|resolve_url|render|render_to_string|get_template|select_template|TemplateResponse|path|re_path)\s+as\b/;
