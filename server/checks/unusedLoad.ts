import type { Check, Finding, Fix } from '../project/finding';
import type { FileView } from '../project/view';
import type { Library } from '../templates/library';
import { allNodes, type TagNode, type Template } from '../templates/nodes';
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
    let words: ReadonlySet<string> | undefined;
    for (const node of allNodes(template.tree)) {
      if (node.kind !== 'tag' || node.tag?.function !== 'django.template.defaulttags.load') continue;
      words ??= wordsOf(template.tree);
      found.push(...unusedIn(node, words, view));
    }
    return found;
  },
};

function unusedIn(node: TagNode, words: ReadonlySet<string>, view: FileView): Finding[] {
  const { text, project } = view;
  const { arguments: all } = node.opening;
  const textOf = ({ start, end }: Argument) => text.slice(start, end);
  const imports = all.filter(({ role }) => role === 'import');
  const libraries = all.filter(({ role }) => role === 'library');
  if (imports.length > 0) {
    const unused = imports.filter((one) => !mayUse(words, textOf(one)));
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

function isUnused(library: Library | undefined, words: ReadonlySet<string>): boolean {
  if (library === undefined || !library.certain) return false;
  return ![...library.tags.keys(), ...library.filters.keys()].some((name) => mayUse(words, name));
}

/** Whether a name stands anywhere in the template's tags: also as a mere word, where a tag may take the name of a filter. */
function mayUse(words: ReadonlySet<string>, name: string): boolean {
  return words.has(name) || name.split(/\W+/).some((part) => part !== name && words.has(part));
}

function wordsOf({ tokens, source }: Template): Set<string> {
  const words = new Set<string>();
  for (const { kind, start, end } of tokens) {
    if (kind !== 'block' && kind !== 'variable') continue;
    const contents = source.slice(start, end);
    if (/^\{%\s*load\s/.test(contents)) continue;
    for (const [word] of contents.matchAll(/[\p{L}\p{N}_]+/gu)) words.add(word);
  }
  return words;
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
