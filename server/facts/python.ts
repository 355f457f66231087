import { type FunctionContext, outline } from '../python/outline';
import { parsePython } from '../python/parse';
import type { PythonFacts } from './facts';
import { pythonUses } from './pythonUses';

/**
 * What the index keeps of a Python file: its outline, the bodies of functions that may matter, the names it uses.
 * @param wanted ids of further functions whose bodies somebody asked for
 */
export function extractPython(text: string, wanted: ReadonlySet<string> = new Set()): PythonFacts {
  const parsed = parsePython(text);
  return {
    kind: 'python',
    valid: parsed.valid,
    outline: outline(parsed, (context) => wanted.has(context.id) || keepsBody(context, text)),
    ...pythonUses(parsed, text),
  };
}

/**
 * Whether the index may have to run a function: one that makes URL patterns, that compiles a template tag, that wraps a
 * view, or that is a short helper at module level, which settings and URLconfs call.
 */
function keepsBody({ node, qualifiedName, inClass }: FunctionContext, text: string): boolean {
  const { start, length } = node.d.suite;
  if (length > longestBody) return false;
  if (inClass && methods.has(node.d.name.d.value)) return true;
  if (node.d.params.some((parameter) => parameter.d.name?.d.value === 'parser')) return true;
  if (!inClass && !qualifiedName.includes('.') && length <= shortHelper) return true;
  return telling.test(text.slice(start, start + length));
}

/** In UTF-16 units. */
const longestBody = 20_000;
const shortHelper = 600;

const methods = new Set(['get_urls', 'urls', 'ready', 'get_template_names', 'get_path_info', 'handle_token']);

const telling =
  /\b(?:path|re_path|url|include|static|i18n_patterns|wraps|update_wrapper|parser\.parse|nodelist_closing)\b\s*\(/;
