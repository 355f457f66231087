import { functionOf } from '../../templates/nodes';
import type { TextEdit } from '../../text/edits';
import { loadEdit } from '../libraries/loadTag';
import type { FileView } from '../view';
import type { Refactoring } from './refactoring';
import { freeName, pieceOf, tagsIn, wrapped } from './selection';

/**
 * Makes the selection a partial, shown where it stands, that `{% partial %}` and `template.html#name` can show too. Since Django 6.0,
 * before it by the package django-template-partials.
 */
export const extractPartial: Refactoring = {
  kind: 'extract',
  offer(view, selected) {
    const { template, text } = view;
    const piece = template && pieceOf(template.tree, selected);
    const loads = loadsForPartials(view, selected.start);
    if (piece === undefined || loads === undefined) return [];
    if ('cut' in piece) return [{ title: 'Make a partial of it', declined: piece.cut }];
    const bound = tagsIn(template!.tree, piece).find((node) => elsewhere.test(functionOf(node) ?? ''));
    if (bound?.kind === 'tag')
      return [{ title: 'Make a partial of it', declined: `A partial cannot hold '{% ${bound.opening.name.text} %}'.` }];
    const taken = new Set([...text.matchAll(/\{%\s*partialdef\s+(\S+)/g)].map((match) => match[1]));
    const name = freeName('part', (one) => taken.has(one));
    const replaced = wrapped(text, piece, `{% partialdef ${name} inline %}`, '{% endpartialdef %}');
    const edits = [...loads, { start: piece.start, end: piece.end, text: replaced }];
    return [{ title: `Make a partial '${name}' of it`, edits }];
  },
};

/** What has to be loaded for `{% partialdef %}`; undefined where there is none. */
function loadsForPartials({ project, template, uses }: FileView, offset: number): TextEdit[] | undefined {
  const { builtins, byName } = project.libraries();
  if (Number.parseInt(project.django().version, 10) >= 6 || builtins.some(({ tags }) => tags.has('partialdef')))
    return [];
  if (template === undefined || !byName.get('partials')?.tags.has('partialdef')) return undefined;
  const isLoaded = uses.some(({ kind, name, start }) => kind === 'library' && name === 'partials' && start < offset);
  return isLoaded ? [] : [loadEdit(template.tree, 'partials', offset)];
}

const elsewhere = /\.(?:do_extends|do_block|load|partialdef_func)$/;
