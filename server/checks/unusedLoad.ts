import type { Check, Finding, Fix } from '../project/findings/finding';
import type { FileView } from '../project/view';
import type { Library } from '../templates/library';
import { type TagNode, type Template, tagsOf } from '../templates/nodes';
import type { Argument } from '../templates/reading';
import { deleteWithLine, type TextEdit } from '../text/edits';

/** A library, or a name of one, that `{% load %}` makes known and nothing in the template uses. */
export const unusedLoad: Check = {
  rule: 'unused-load',
  severity: 'hint',
  run(view) {
    const { template } = view;
    if (template?.name === undefined || template.tree.errors.length > 0) return [];
    const found: Finding[] = [];
    const words = createWords(template.tree);
    for (const node of tagsOf(template.tree, 'django.template.defaulttags.load'))
      found.push(...unusedIn(node, words, view));
    return found;
  },
};

function unusedIn(node: TagNode, words: Words, view: FileView): Finding[] {
  const { text, project } = view;
  const { arguments: all } = node.opening;
  const textOf = ({ start, end }: Argument) => text.slice(start, end);
  const imports = all.filter(({ role }) => role === 'import');
  const libraries = all.filter(({ role }) => role === 'library');
  if (imports.length > 0) {
    const unused = imports.filter((one) => !words.hasAny(wordsFor([textOf(one)])));
    return unused.map((one) => ({
      range: rangeOf(one),
      message: `'${textOf(one)}' is not used.`,
      tag: 'unnecessary',
      fixes: removal(
        `Remove '${textOf(one)}'`,
        node,
        imports,
        unused.length === imports.length ? imports : [one],
        text,
      ),
    }));
  }
  const { byName, certain } = project.libraries();
  if (!certain) return [];
  const unused = libraries.filter((one) => isUnused(byName.get(textOf(one)), words));
  return unused.map((one) => ({
    range: rangeOf(one),
    message: `The library '${textOf(one)}' is not used.`,
    tag: 'unnecessary',
    fixes: removal(`Remove '${textOf(one)}' from the load`, node, libraries, [one], text),
  }));
}

function rangeOf({ start, end }: Argument) {
  return { start, end };
}

function isUnused(library: Library | undefined, words: Words): boolean {
  if (library === undefined || !library.certain) return false;
  return !words.hasAny(wordsFor([...library.tags.keys(), ...library.filters.keys()]));
}

/** The words that say that one of the names may be used: what matters of a name with other characters is each part. */
function wordsFor(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => name.split(/\W+/).concat(name)));
}

/** The words in a template's tags, `{% load %}` left out; also mere words, where a tag may take the name of a filter. */
interface Words {
  /** Whether one of these stands there. */
  hasAny(wanted: ReadonlySet<string>): boolean;
}

/** Reads no further than it takes to find what is asked for: most libraries are used soon after they are loaded. */
function createWords({ tokens, source }: Template): Words {
  const known = new Set<string>();
  let next = 0;
  const readOn = (): string[] => {
    const { kind, start, end } = tokens[next++];
    if (kind !== 'block' && kind !== 'variable') return [];
    const contents = source.slice(start, end);
    return /^\{%\s*load\s/.test(contents) ? [] : (contents.match(/[\p{L}\p{N}_]+/gu) ?? []);
  };
  return {
    hasAny(wanted) {
      for (const word of wanted) if (known.has(word)) return true;
      while (next < tokens.length) {
        const words = readOn();
        for (const word of words) known.add(word);
        if (words.some((word) => wanted.has(word))) return true;
      }
      return false;
    },
  };
}

function removal(
  title: string,
  node: TagNode,
  all: readonly Argument[],
  gone: readonly Argument[],
  text: string,
): Fix[] {
  const edit: TextEdit =
    gone.length === all.length ? deleteWithLine(text, node) : { ...wordWithSpace(gone[0], text), text: '' };
  return [{ title, edits: [edit] }];
}

function wordWithSpace({ start, end }: Argument, text: string) {
  let from = start;
  while (/\s/.test(text[from - 1])) from--;
  return { start: from, end };
}
