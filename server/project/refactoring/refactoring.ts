import type { Range } from '../../text/range';
import type { Fix } from '../finding';
import type { FileView } from '../view';

/** A change that is offered where it makes sense, whether or not anything is wrong there. */
export interface Refactoring {
  readonly kind: 'extract' | 'rewrite';
  /** What can be done with a selection, or at the cursor where that is empty. */
  offer(view: FileView, selected: Range): readonly Fix[];
}
