import { type Check, didYouMean } from '../project/findings/finding';
import { useInstead } from '../project/findings/missingNames';
import { removedAddition } from '../project/findings/modernize';
import { templateErrors } from '../project/findings/templateErrors';
import { suggest } from '../text/suggest';

/** A library in `{% load %}` that no app brings, or a name that the library does not have. */
export const unknownLibrary: Check = {
  rule: 'unknown-library',
  severity: 'error',
  run: (view) =>
    templateErrors(view, ['unknown-library', 'unknown-import'], (error) => {
      const removed = error.code === 'unknown-library' && removedAddition(view, 'library', error.name ?? '', error);
      if (removed) return removed;
      const { byName } = view.project.libraries();
      const library = error.library === undefined ? undefined : byName.get(error.library);
      const candidates = library ? [...library.tags.keys(), ...library.filters.keys()] : [...byName.keys()];
      const other = error.name === undefined ? undefined : suggest(error.name, candidates);
      return { hint: didYouMean(other), fixes: useInstead(error, other) };
    }),
};
