import type { Range } from '../../text/range';
import type { Fix } from '../findings/finding';
import type { FileView } from '../view';

/** A change that is offered where it makes sense, whether or not anything is wrong there. */
export interface Refactoring {
  readonly kind: 'extract' | 'rewrite';
  /** What can be done with a selection, or at the cursor where that is empty. */
  offer(view: FileView, selected: Range): readonly Offer[];
}

export type Offer = Fix | Declined;

/** What somebody may look for and cannot be done with the selection. */
export interface Declined {
  readonly title: string;
  /** Why: a sentence for people. */
  readonly declined: string;
}
