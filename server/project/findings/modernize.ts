import { type OldForm, removedForm } from '../../django/oldForms';
import { allNodes, type Template } from '../../templates/nodes';
import { splitContents } from '../../templates/words';
import type { TextEdit } from '../../text/edits';
import type { Range } from '../../text/range';
import type { FileView } from '../view';
import type { Fix } from './finding';
import type { Addition } from './templateErrors';

/** For a name that Django once had: since when it is gone, and its modern form. Undefined for any other. */
export function removedAddition(
  view: FileView,
  kind: OldForm['kind'],
  name: string,
  range: Range,
): Addition | undefined {
  const form = removedForm(kind, name, view.project.django().version);
  if (form === undefined || view.template === undefined) return undefined;
  return {
    hint: ` Django ${form.removed} has removed it: ${form.instead}.`,
    fixes: modernize(view.template.tree, form, range),
  };
}

/** The fix that writes the modern form of an old one; none where that is not as simple. */
export function modernize(tree: Template, { kind, name }: OldForm, range: Range): Fix[] {
  const edits =
    kind === 'tag'
      ? comparison(tree, name, range.start)
      : kind === 'filter'
        ? lengthComparison(tree, range.start)
        : name === 'future'
          ? undefined
          : [{ start: range.start, end: range.end, text: 'static' }];
  const title =
    kind === 'tag' ? `Write '${name}' as 'if'` : kind === 'filter' ? "Compare the 'length'" : "Load 'static'";
  return edits ? [{ title, edits }] : [];
}

/** `{% ifequal a b %} … {% endifequal %}` as `{% if a == b %} … {% endif %}`. */
function comparison({ tokens, source }: Template, name: string, offset: number): TextEdit[] | undefined {
  const opening = tokens.findIndex(({ kind, start, end }) => kind === 'block' && start <= offset && offset < end);
  if (opening < 0) return undefined;
  const words = splitContents(source, tokens[opening].contents).words;
  if (words.length !== 3) return undefined;
  const [tag, left, right] = words;
  let depth = 0;
  for (const token of tokens.slice(opening)) {
    if (token.kind !== 'block') continue;
    const [word] = splitContents(source, token.contents).words;
    depth += word?.text === name ? 1 : word?.text === `end${name}` ? -1 : 0;
    if (depth > 0) continue;
    const operator = name === 'ifequal' ? '==' : '!=';
    return [
      { start: tag.start, end: right.end, text: `if ${left.text} ${operator} ${right.text}` },
      { start: word.start, end: word.end, text: 'endif' },
    ];
  }
  return undefined;
}

/** `{% if list|length_is:2 %}` as `{% if list|length == 2 %}`. */
function lengthComparison(tree: Template, offset: number): TextEdit[] | undefined {
  for (const node of allNodes(tree)) {
    if (node.kind !== 'tag' || node.tag?.function !== 'django.template.defaulttags.do_if') continue;
    for (const { opening } of node.branches) {
      for (const { expression } of opening.arguments) {
        const last = expression?.filters[expression.filters.length - 1];
        if (last?.name.start !== offset || last.argument === undefined) continue;
        const { argument } = last;
        const number = argument.kind === 'string' ? argument.text : tree.source.slice(argument.start, argument.end);
        return [{ start: last.name.start, end: argument.end, text: `length == ${number}` }];
      }
    }
  }
  return undefined;
}
