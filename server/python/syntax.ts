/**
 * Python's syntax in the small form that the index keeps. A node has no offsets: `n` numbers it within its unit
 * (a module's outline, or one function's body), and the unit's `ranges` tell where it stands. So a unit whose text only
 * moved is equal to what it was.
 */
export type Expression =
  | { readonly kind: 'name'; readonly n: number; readonly name: string }
  | { readonly kind: 'attribute'; readonly n: number; readonly of: Expression; readonly name: string }
  | { readonly kind: 'string'; readonly n: number; readonly value: string; readonly bytes?: true }
  | { readonly kind: 'fstring'; readonly n: number; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'number'; readonly n: number; readonly value: number }
  | { readonly kind: 'constant'; readonly n: number; readonly value: boolean | null }
  | { readonly kind: 'ellipsis'; readonly n: number }
  | { readonly kind: 'call'; readonly n: number; readonly callee: Expression; readonly args: readonly Argument[] }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly n: number; readonly items: readonly Expression[] }
  | { readonly kind: 'dict'; readonly n: number; readonly entries: readonly DictEntry[] }
  | { readonly kind: 'star'; readonly n: number; readonly value: Expression }
  | {
      readonly kind: 'binary';
      readonly n: number;
      readonly op: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'unary'; readonly n: number; readonly op: string; readonly operand: Expression }
  | {
      readonly kind: 'conditional';
      readonly n: number;
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: 'subscript'; readonly n: number; readonly of: Expression; readonly index: Expression }
  | {
      readonly kind: 'slice';
      readonly n: number;
      readonly lower?: Expression;
      readonly upper?: Expression;
      readonly step?: Expression;
    }
  | {
      readonly kind: 'comprehension';
      readonly n: number;
      readonly of: 'list' | 'set' | 'dict' | 'generator';
      readonly key?: Expression;
      readonly element: Expression;
      readonly clauses: readonly Clause[];
    }
  | {
      readonly kind: 'lambda';
      readonly n: number;
      readonly parameters: readonly FunctionParameter[];
      readonly body: Expression;
    }
  | { readonly kind: 'walrus'; readonly n: number; readonly name: string; readonly value: Expression }
  | { readonly kind: 'yield'; readonly n: number; readonly value?: Expression; readonly from: boolean }
  /** What the index has no use for: await, an error. */
  | { readonly kind: 'other'; readonly n: number; readonly what: string };

export type Clause =
  | { readonly kind: 'for'; readonly target: Expression; readonly iterable: Expression }
  | { readonly kind: 'if'; readonly test: Expression };

/** `key: value`, or `**value` where there is no key. */
export interface DictEntry {
  readonly key?: Expression;
  readonly value: Expression;
}

/** An argument of a call or a class; `star` for `*value` and `**value`. */
export interface Argument {
  readonly name?: string;
  readonly star?: 1 | 2;
  readonly value: Expression;
}

/** A parameter of a function; `star` for `*args` and `**kwargs`. A bare `*` is a starred parameter without a name. */
export interface FunctionParameter {
  readonly name: string;
  readonly star?: 1 | 2;
  readonly keywordOnly?: true;
  readonly default?: Expression;
  readonly annotation?: Expression;
}

export type Statement =
  | { readonly kind: 'import'; readonly n: number; readonly module: string; readonly as?: string }
  | {
      readonly kind: 'from';
      readonly n: number;
      readonly module: string;
      readonly level: number;
      readonly name: string;
      readonly as: string;
    }
  | { readonly kind: 'star-import'; readonly n: number; readonly module: string; readonly level: number }
  | {
      readonly kind: 'assign';
      readonly n: number;
      readonly targets: readonly Expression[];
      readonly value?: Expression;
      readonly annotation?: Expression;
    }
  | {
      readonly kind: 'augment';
      readonly n: number;
      readonly target: Expression;
      readonly op: string;
      readonly value: Expression;
    }
  | { readonly kind: 'expression'; readonly n: number; readonly value: Expression }
  | ClassStatement
  | FunctionStatement
  | {
      readonly kind: 'if';
      readonly n: number;
      readonly test: Expression;
      readonly then: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: 'for';
      readonly n: number;
      readonly target: Expression;
      readonly iterable: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | { readonly kind: 'while'; readonly n: number; readonly test: Expression; readonly body: readonly Statement[] }
  | {
      readonly kind: 'try';
      readonly n: number;
      readonly body: readonly Statement[];
      readonly handlers: readonly Handler[];
      readonly otherwise: readonly Statement[];
      readonly finally: readonly Statement[];
    }
  | {
      readonly kind: 'with';
      readonly n: number;
      readonly items: readonly { readonly value: Expression; readonly target?: Expression }[];
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: 'match';
      readonly n: number;
      readonly subject: Expression;
      readonly cases: readonly (readonly Statement[])[];
    }
  | { readonly kind: 'delete'; readonly n: number; readonly targets: readonly Expression[] }
  | { readonly kind: 'global'; readonly n: number; readonly names: readonly string[] }
  | { readonly kind: 'return'; readonly n: number; readonly value?: Expression }
  | { readonly kind: 'raise' | 'break' | 'continue'; readonly n: number };

/** `n` is the class's name, `n + 1` the whole statement. */
export interface ClassStatement {
  readonly kind: 'class';
  readonly n: number;
  readonly name: string;
  readonly bases: readonly Argument[];
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
}

/** `n` is the function's name, `n + 1` the whole statement. */
export interface FunctionStatement {
  readonly kind: 'function';
  readonly n: number;
  readonly name: string;
  readonly parameters: readonly FunctionParameter[];
  readonly decorators: readonly Expression[];
  readonly returns?: Expression;
  /** The id of the unit that holds the body, once somebody has asked for it. */
  readonly body: string;
}

/** An except clause: the dotted names of the exceptions it catches, none for a bare one. */
export interface Handler {
  readonly types: readonly string[];
  readonly body: readonly Statement[];
}

/** Statements that are known together: a module without its functions' bodies, or one such body. */
export interface Unit {
  readonly statements: readonly Statement[];
  /** Changes when, and only when, the statements do. */
  readonly fingerprint: string;
  /** For node `n`: start at `2n`, end at `2n + 1`, in UTF-16 offsets. */
  readonly ranges: readonly number[];
}
