import type { Completion, Kind } from '../project/kind';
import { type FileView, type Target, targetAt } from '../project/view';
import type { Range } from '../text/range';

/** What can be written at an offset, and what it replaces. */
export interface Completions {
  readonly target: Target;
  readonly items: readonly Completion[];
  /** Whether there are more: these fit what is written, and whoever types on has to ask again. */
  readonly isIncomplete: boolean;
}

/** Of more than so many items only those are given that fit best: all of them would take longer to send than to find. */
const most = 500;

/** What can be written at an offset; undefined where nothing is expected. */
export function completion(view: FileView, offset: number, kinds: readonly Kind[]): Completions | undefined {
  const target = targetAt(view, offset);
  if (target === undefined) return undefined;
  const found = kinds.filter((one) => one.kind === target.kind || one.fits?.(target));
  if (found.length === 0) return undefined;
  const isWritten = ({ start }: Range, label: string) =>
    isIn(view.text.slice(start, offset).toLowerCase(), label.toLowerCase());
  let isIncomplete = false;
  const mayShow = (name: string): boolean => {
    const isShown = isWritten(target.replace, name);
    if (!isShown) isIncomplete = true;
    return isShown;
  };
  const items = found.flatMap((kind) => kind.complete(view, target, offset, mayShow));
  if (items.length <= most) return { target, items, isIncomplete };
  const fitting = items.filter(({ label, replace = target.replace }) => isWritten(replace, label));
  return { target, items: fitting.sort((a, b) => a.rank - b.rank).slice(0, most), isIncomplete: true };
}

/** Whether the characters stand in a label in their order, others between them: an editor shows nothing else. */
function isIn(written: string, label: string): boolean {
  let at = 0;
  for (const character of written) {
    at = label.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
