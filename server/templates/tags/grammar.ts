import type { ArgumentRole, Reading } from '../reading';

/** How one of Django's own tags is written. */
export interface Grammar {
  /** Whether `read` looks at more than the tag itself, or changes what the tags behind it mean. */
  readonly isBound?: true;
  /** Reads the tag's arguments: collects them and the errors in the reading. */
  read(reading: Reading): void;
  /** The block that a tag of this name opens; where it depends on the arguments, without them all that it can hold. */
  readonly block?: Block | ((name: string, reading?: Reading) => Block);
  /**
   * Reads a tag that continues or closes the block, once `read` has seen the opening one. Answers whether the block
   * goes on. Without it a tag of `ends` closes the block, whatever follows its name.
   */
  next?(reading: Reading, opening: Reading): 'goes on' | 'ends';
  /** Called when the block is closed. */
  closed?(opening: Reading): void;
  /** What can be written as the next argument, behind the words that are already there. */
  expects?(before: readonly string[]): Expectation;
}

/** The tags that continue and close a block. */
export interface Block {
  readonly branches: readonly string[];
  readonly ends: readonly string[];
  /** The branches that may still follow a branch; without an entry all of them. */
  readonly after?: Readonly<Record<string, readonly string[]>>;
  /**
   * What the block may hold: anything; nothing that is read, until a tag whose whole contents are the end (`comment`);
   * or text and variable names only (`blocktranslate`).
   */
  readonly content?: 'raw' | 'message';
}

export interface Expectation {
  readonly role: ArgumentRole;
  /** Words of the tag's own syntax that fit as well. */
  readonly words?: readonly string[];
  /** Whether a value can only be given with a name before it. */
  readonly isNamed?: true;
}

/** A block without branches. */
export function blockUntil(end: string): Block {
  return { branches: [], ends: [end] };
}
