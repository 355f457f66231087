import type { Range } from '../text/range';

/** What is wrong; stable, for rules and quick fixes to build on. */
export type TemplateErrorCode =
  /** `{{ }}` or `{% %}`. */
  | 'empty-tag'
  /** The tag has no end, and a tag behind it ends it for Django. */
  | 'unfinished-tag'
  | 'unknown-tag'
  | 'unknown-filter'
  | 'unknown-library'
  /** A name in `{% load name from library %}` that the library does not have. */
  | 'unknown-import'
  | 'unclosed-tag'
  /** A tag that closes or continues a block where another block, or none, is open. */
  | 'mismatched-tag'
  /** A value or filter chain that cannot be read. */
  | 'invalid-expression'
  | 'invalid-filter-arguments'
  | 'invalid-arguments'
  /** A tag inside a block that may not hold it. */
  | 'invalid-content'
  | 'duplicate-block'
  | 'duplicate-partial'
  | 'duplicate-extends'
  | 'extends-not-first'
  /** The tag's function raises an error wherever it is used. */
  | 'broken-tag';

/** Something that Django's template compiler refuses. The range is as narrow as can be: what to underline. */
export interface TemplateError extends Range {
  readonly code: TemplateErrorCode;
  /** For people. */
  readonly message: string;
  /** The token that Django's own error names. */
  readonly token: Range;
  /** The name that is wrong: of the tag, filter, library, block, partial or argument. */
  readonly name?: string;
  /** For an unknown import: the library. */
  readonly library?: string;
  /** For an unknown tag or filter: the libraries that have it. */
  readonly definedIn?: readonly string[];
  /** For an unclosed or mismatched tag, and for what a block cannot hold: the name of the tag that most likely stays open, with its place. */
  readonly open?: Range & { readonly name: string };
  /** For those: the tag names that would close it. */
  readonly ends?: readonly string[];
}
