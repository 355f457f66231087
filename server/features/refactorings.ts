import { extractInclude } from '../project/refactoring/extractInclude';
import { extractPartial } from '../project/refactoring/extractPartial';
import type { Offer, Refactoring } from '../project/refactoring/refactoring';
import { urlForPath } from '../project/refactoring/urlForPath';
import { wrapInBlock } from '../project/refactoring/wrapInBlock';
import type { FileView } from '../project/view';
import type { Range } from '../text/range';

/** Every refactoring. A new one is a file and a line here. */
const all: readonly Refactoring[] = [urlForPath, wrapInBlock, extractInclude, extractPartial];

/** What can be done with a selection in a template, and what cannot with the reason. */
export function refactorings(view: FileView, selected: Range): { fix: Offer; kind: Refactoring['kind'] }[] {
  if (view.template === undefined) return [];
  return all.flatMap(({ kind, offer }) => offer(view, selected).map((fix) => ({ fix, kind })));
}
