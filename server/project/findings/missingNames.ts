import type { TemplateError } from '../../templates/errors';
import { suggest } from '../../text/suggest';
import type { Entries } from '../libraries/libraries';
import { loadEdit } from '../libraries/loadTag';
import { registeredNames } from '../libraries/scopes';
import type { FileView } from '../view';
import { didYouMean, type Fix } from './finding';
import { removedAddition } from './modernize';
import type { Addition } from './templateErrors';

/** For a tag or filter that is not known: the library to load, or a similar name. */
export function missingName(view: FileView, kind: Entries, error: TemplateError): Addition {
  const tree = view.template!.tree;
  const loads = (error.definedIn ?? []).map(
    (library): Fix => ({ title: `Load the library '${library}'`, edits: [loadEdit(tree, library, error.start)] }),
  );
  if (loads.length > 0 || error.name === undefined) return { fixes: loads };
  const removed = removedAddition(view, kind === 'tags' ? 'tag' : 'filter', error.name, error);
  if (removed) return removed;
  const other = suggest(error.name, registeredNames(view, kind, error.start).keys());
  return { hint: didYouMean(other), fixes: useInstead(error, other) };
}

/** The fix that writes a suggested name over the wrong one. */
export function useInstead(range: { readonly start: number; readonly end: number }, other: string | undefined): Fix[] {
  return other === undefined
    ? []
    : [{ title: `Use '${other}'`, edits: [{ start: range.start, end: range.end, text: other }] }];
}
