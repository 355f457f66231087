import type { TextEdit } from '../../text/edits';
import type { Path } from '../../text/paths';
import type { Range } from '../../text/range';
import type { FileView } from '../view';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A rule: what it finds in one file. Its documentation lies beside it, in a Markdown file of the rule's name. */
export interface Check {
  readonly rule: string;
  readonly severity: Severity;
  run(view: FileView): readonly Finding[];
  /** What it finds once the rules before it have run. */
  runAfter?(view: FileView, before: RulesBefore): readonly Finding[];
}

/** What a rule knows of those that ran before it. */
export interface RulesBefore {
  /** What they found, in the order of the rules; also what a comment silences. */
  readonly found: readonly Diagnostic[];
  /** Whether the user's settings let a rule run. */
  isOn(rule: string): boolean;
}

/** A problem in a file. */
export interface Finding {
  readonly range: Range;
  /** For people; ends with a full stop or a question mark. */
  readonly message: string;
  /** Another place that has to do with it, with what is there as a sentence. */
  readonly related?: { readonly range: Range; readonly message: string };
  /** How editors show it besides: what is not needed is faded, what is deprecated struck through. */
  readonly tag?: 'unnecessary' | 'deprecated';
  /** What may be done about it, the best first. */
  readonly fixes?: readonly Fix[];
}

/** A finding with the rule that made it. */
export interface Diagnostic extends Finding {
  readonly rule: string;
  readonly severity: Severity;
}

export interface Fix {
  /** An imperative, as in a menu: `Load the library 'humanize'`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** A file to create. */
  readonly create?: { readonly path: Path; readonly text: string };
}

/** `Did you mean 'x'?` behind a message, where there is something to suggest. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : ` Did you mean '${suggestion}'?`;
}
