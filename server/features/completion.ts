import type { Completion, Kind } from '../project/kind';
import { type FileView, type Target, targetAt } from '../project/view';

/** What can be written at an offset, and what it replaces; undefined where nothing is expected. */
export function completion(
  view: FileView,
  offset: number,
  kinds: readonly Kind[],
): { target: Target; items: readonly Completion[] } | undefined {
  const target = targetAt(view, offset);
  const kind = target && kinds.find((one) => one.kind === target.kind);
  return kind && { target, items: kind.complete(view, target, offset) };
}
