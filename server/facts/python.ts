import { outline } from '../python/outline';
import { parsePython } from '../python/parse';
import { skim } from '../python/skim';
import type { PythonFacts } from './facts';
import { mayUse, pythonUses } from './pythonUses';

/**
 * What the index keeps of a Python file: its outline, the bodies of functions that may matter, the names it uses.
 * @param wanted ids of further functions whose bodies somebody asked for
 */
export function extractPython(text: string, wanted: ReadonlySet<string> = new Set()): PythonFacts {
  const parsed = parsePython(
    wanted.size > 0 || renamed.test(text) ? text : skim(text, (body) => isRunnable(body) || mayUse.test(body)),
  );
  return {
    kind: 'python',
    valid: parsed.valid,
    outline: outline(parsed, ({ node, id }) => {
      const { start, length } = node.d.suite;
      return wanted.has(id) || (length <= longestBody && isRunnable(text.slice(start, start + length)));
    }),
    ...pythonUses(parsed, text),
  };
}

/** Whether a function is likely to be run: one that makes URL patterns, compiles a template tag, or wraps a view. */
function isRunnable(body: string): boolean {
  return telling.test(body);
}

/** In UTF-16 units. */
const longestBody = 20_000;

const telling = /\b(?:path|re_path|url|include|static|i18n_patterns|wraps|update_wrapper)\s*\(|\bparser\b/;

/** A name that the index looks for, imported under another one. */
const renamed =
  /\bimport\b[^\n]*\b(?:reverse|reverse_lazy|redirect|resolve_url|render|render_to_string|get_template|select_template|TemplateResponse|path|re_path)\s+as\b/;
