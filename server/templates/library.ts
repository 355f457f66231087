/**
 * What a template tag library registers, as `django.template.Library` holds it. The parser is handed
 * libraries; it knows no project.
 */
export interface Library {
  readonly tags: ReadonlyMap<string, Tag>;
  readonly filters: ReadonlyMap<string, Filter>;
  /** Whether all that the library registers is known. Where not, any name may be in it. */
  readonly certain: boolean;
}

export interface Tag {
  readonly name: string;
  /** How it was registered: a compile function (`register.tag`), or one of the shortcuts that make one. */
  readonly kind: 'compiled' | 'simple' | 'simple_block' | 'inclusion';
  /** Dotted path of the function, as in `django.template.defaulttags.do_if`. Picks the grammar of a tag that Django defines. */
  readonly function: string;
  /** The parameters that a template can give; undefined where not known. Only shortcuts have them. */
  readonly signature?: Signature;
  /**
   * The tag names that a compile function parses until: first those that continue the block
   * (`else`), then those that close it (`endif`). Undefined where not known, empty for a tag without a block.
   */
  readonly block?: { readonly branches: readonly string[]; readonly ends: readonly string[]; readonly raw?: boolean };
  /** Whether a `/` at the end of the tag closes its block where it stands. */
  readonly selfCloses?: true;
  /** Whether `block` is known (an undefined block of a certain tag means that it has none). */
  readonly certain: boolean;
  /** Set where the compile function does nothing but raise an error: what it says. */
  readonly refuses?: string;
  /** For an inclusion tag, or one that is made of a component: the name of its template, where that is known. */
  readonly template?: string;
}

export interface Filter {
  readonly name: string;
  readonly function: string;
  /** How many arguments besides the value: least and most; undefined where not known. */
  readonly arguments?: { readonly least: number; readonly most: number };
}

/** The parameters of a simple or inclusion tag that the template fills: `context` and `content` are left out. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  /** Name of `*args`. */
  readonly varargs?: string;
  /** Name of `**kwargs`. */
  readonly varkw?: string;
  /** A registration that Django refuses when the tag is used (a missing `context` or `content` parameter): Django's words. */
  readonly error?: string;
}

export interface Parameter {
  readonly name: string;
  readonly hasDefault: boolean;
  readonly keywordOnly: boolean;
}
