import type { Library, Tag } from './library';
import type { Knowledge } from './scope';
import { grammarFunctions } from './tags';

/** Functions that are registered under other names than their own without `do_`, `_tag` and `_func`. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  do_block_translate: ['blocktranslate', 'blocktrans'],
  do_translate: ['translate', 'trans'],
};

/**
 * Django's own tags, as if all of them were loaded, for reading a template of which no project is known. Nothing is
 * certain: a project can register other tags under the same names.
 */
export const standardKnowledge: Knowledge = { builtins: [standardLibrary()], libraries: new Map(), certain: false };

function standardLibrary(): Library {
  const tags = new Map<string, Tag>();
  for (const path of grammarFunctions()) {
    const function_ = path.slice(path.lastIndexOf('.') + 1);
    for (const name of NAMES[function_] ?? [function_.replace(/^do_|_tag$|_func$/g, '')]) {
      tags.set(name, { name, kind: 'compiled', function: path, certain: true });
    }
  }
  return { tags, filters: new Map(), certain: false };
}
