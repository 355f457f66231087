import type { Kind } from '../project/kind';
import type { Refusal, Renameable, Renaming } from '../project/rename/renaming';
import type { FileView } from '../project/view';

/** What can be renamed at an offset; undefined where nothing of ours is, a refusal where it must not be. */
export function renameable(view: FileView, offset: number, kinds: readonly Kind[]): Renameable | Refusal | undefined {
  for (const kind of kinds) {
    const occurrence = kind.renaming && (kind.at(view, offset) ?? kind.given?.(view, offset));
    if (occurrence === undefined) continue;
    // A file that is not read yet may use the name.
    return view.project.isComplete() ? kind.renaming!(view, occurrence) : stillReading;
  }
  return undefined;
}

/** All that a new name for the thing at an offset changes. */
export function rename(
  view: FileView,
  offset: number,
  name: string,
  kinds: readonly Kind[],
): Renaming | Refusal | undefined {
  const found = renameable(view, offset, kinds);
  return found === undefined || 'refused' in found ? found : found.to(name);
}

const stillReading: Refusal = {
  refused: 'The project is still being read, so that not every use is known yet. Try again in a moment.',
};
