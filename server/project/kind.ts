import type { Use } from '../facts/uses';
import type { TextEdit } from '../text/edits';
import type { Range } from '../text/range';
import type { Refusal, Renameable } from './rename/renaming';
import type { FileView, Location, Target } from './view';

/** Something in a file that stands for a thing of the project. */
export interface Occurrence {
  readonly range: Range;
  /** What identifies the thing for its kind: a route's full name, a template's name. */
  readonly name: string;
}

/** A kind of thing that one can point at: what a feature asks of it. */
export interface Kind {
  readonly kind: Use['kind'] | 'variable' | 'format' | 'argument' | 'registered component';
  /** The thing at the offset, where it is used or where it is defined. */
  at(view: FileView, offset: number): Occurrence | undefined;
  /** The thing that Python code gives to templates at the offset. It takes a look at all templates, so only who asks for all places of it asks for it. */
  given?(view: FileView, offset: number): Occurrence | undefined;
  /** Where it is defined; several where several definitions share the name. */
  definitions(view: FileView, occurrence: Occurrence): readonly Location[];
  /** Where that is defined which it stands for: the class of a value, the view of a route; absent for a kind that stands for nothing else. */
  typeDefinitions?(view: FileView, occurrence: Occurrence): readonly Location[];
  /** Where the workspace uses it, definitions left out. */
  references(view: FileView, occurrence: Occurrence): readonly Location[];
  /** Markdown for a hover; undefined where there is nothing to say. */
  describe(view: FileView, occurrence: Occurrence): string | undefined;
  /** What it takes to rename it, or why it cannot be; absent for a kind whose things have no name of their own. */
  renaming?(view: FileView, occurrence: Occurrence): Renameable | Refusal;
  /** Whether such things can be written where another kind of name is expected, too. */
  fits?(target: Target): boolean;
  /**
   * What can be written at a place where such a name is expected.
   * @param mayShow whether something of a name fits what is written: of very many only those have to be answered
   */
  complete(view: FileView, target: Target, offset: number, mayShow?: (name: string) => boolean): readonly Completion[];
}

/** One thing that can be inserted. */
export interface Completion {
  readonly label: string;
  readonly kind:
    | 'route'
    | 'template'
    | 'tag'
    | 'filter'
    | 'library'
    | 'file'
    | 'block'
    | 'variable'
    | 'field'
    | 'property'
    | 'method'
    | 'keyword'
    | 'parameter'
    | 'value'
    | 'component';
  /** Short, beside the label. */
  readonly detail?: string;
  /** What replaces the target's range. */
  readonly insert: string;
  /** Another range that is replaced. */
  readonly replace?: Range;
  /** What is written instead by those who can show places to type in. */
  readonly snippet?: {
    readonly pieces: readonly SnippetPiece[];
    readonly replace?: Range;
    /** Whether the item says nothing to others. */
    readonly isAll?: true;
    /** Whether there is something to choose from for its only place. */
    readonly asks?: true;
  };
  /** Further changes, such as a missing `{% load %}`. */
  readonly edits?: readonly TextEdit[];
  /** 0 for what fits best. */
  readonly rank: number;
  /** The place among those of the same rank, where the alphabet is not the order. */
  readonly order?: number;
  /** Markdown; computed when the item is looked at. */
  readonly documentation?: () => string | undefined;
}

/** Text, a place to type in with what it says at first, or the place where the cursor is left. */
export type SnippetPiece = string | { readonly place: string } | { readonly end: true };
