import { matchesIn } from '../python/matches';
import { type FunctionContext, type OutlinePart, outlinePart } from '../python/outline';
import { type ParsedPython, parsePython } from '../python/parse';
import { skim } from '../python/skim';

/**
 * Reads whole statements of a module: their outline, with the bodies of functions that may matter.
 * @param wanted ids of further functions whose bodies somebody asked for
 * @param first the number of their first node
 */
export function readOutline(
  text: string,
  wanted: ReadonlySet<string>,
  first = 0,
): { readonly parsed: ParsedPython; readonly outline: OutlinePart } {
  const isTelling = matchesIn(telling, text);
  const isRunnable = (start: number, end: number) => end - start <= longestBody && isTelling(start, end);
  const keeps = (start: number, end: number) => (isRunnable(start, end) ? 'whole' : 'nothing');
  const parsed = parsePython(wanted.size > 0 ? text : skim(text, { keeps, isTelling, outside: 'whole' }));
  const keepsBody = ({ node, id }: FunctionContext) => {
    const { start, length } = node.d.suite;
    return wanted.has(id) || isRunnable(parsed.offsetOf(start), parsed.offsetOf(start + length));
  };
  return { parsed, outline: outlinePart(parsed, keepsBody, first) };
}

/** In UTF-16 units. */
const longestBody = 20_000;

/** What stands in a function that is likely to be run: one that makes URL patterns, compiles a template tag, or wraps a view. */
const telling = /\b(?:path|re_path|url|include|static|i18n_patterns|wraps|update_wrapper)\s*\(|\bparser\b/;
