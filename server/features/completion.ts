import type { Completion, Kind } from '../project/kind';
import { type FileView, type Target, targetAt } from '../project/view';

/** What can be written at an offset, and what it replaces; undefined where nothing is expected. */
export function completion(
  view: FileView,
  offset: number,
  kinds: readonly Kind[],
): { target: Target; items: readonly Completion[] } | undefined {
  const target = targetAt(view, offset);
  if (target === undefined) return undefined;
  const found = kinds.filter((one) => one.kind === target.kind || one.fits?.(target));
  if (found.length === 0) return undefined;
  return { target, items: found.flatMap((kind) => kind.complete(view, target, offset)) };
}
