import type { Path } from '../text/paths';
import type { ClassStatement, Expression, FunctionParameter, FunctionStatement } from './syntax';
import type { World } from './world';

/** Where something is written: a node of a unit of a file. The module's own unit is ''. */
export interface Place {
  readonly path: Path;
  readonly unit: string;
  readonly n: number;
}

/** Whether two places are one; so are two that are not known. */
export function isSamePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a?.path === b?.path && a?.unit === b?.unit && a?.n === b?.n;
}

/** What an expression is, as far as reading tells. */
export type Value =
  | Literal
  | Sequence
  | Dict
  | PathValue
  | Ref
  | ClassValue
  | FunctionValue
  | LambdaValue
  | Call
  | Member
  | Choice
  | Unknown;

export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
  readonly place?: Place;
}

/** A list, tuple or set. While a module is evaluated lists change, as in Python; afterwards nobody changes them. */
export interface Sequence {
  readonly kind: 'list' | 'tuple' | 'set';
  items: Item[];
  readonly place?: Place;
  /** How many uncertain branches enclosed the making of the list: what is added deeper is only perhaps in it. */
  readonly depth: number;
  /** The evaluation that made it. Another one copies it before it changes it. */
  readonly owner: object;
}

export interface Item {
  readonly value: Value;
  /** Set where it is not sure that the item is there: whether it is likely to be. */
  readonly maybe?: Likelihood;
}

export type Likelihood = 'likely' | 'unlikely';

export interface Dict {
  readonly kind: 'dict';
  entries: DictItem[];
  /** What a `defaultdict` makes the values of missing keys with. */
  readonly factory?: Value;
  readonly place?: Place;
  readonly depth: number;
  readonly owner: object;
}

export interface DictItem extends Item {
  readonly key: Value;
}

/** A `pathlib` path. */
export interface PathValue {
  readonly kind: 'path';
  readonly value: Path;
  readonly place?: Place;
}

/** Something named by its dotted path, to be looked up where it is needed: an imported module, class, function or value. */
export interface Ref {
  readonly kind: 'ref';
  readonly dotted: string;
  readonly place?: Place;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly module: string;
  readonly qualifiedName: string;
  readonly bases: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** In the order of the class body; the last binding of a name stands at the place of its first, as in Python. */
  readonly members: ReadonlyMap<string, Value>;
  readonly decorators: readonly Value[];
  readonly statement: ClassStatement;
  readonly place: Place;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly module: string;
  readonly qualifiedName: string;
  readonly statement: FunctionStatement;
  readonly decorators: readonly Value[];
  readonly place: Place;
  /** Set where its decorators have run and gave the function itself back. */
  undecorated?: true;
  /** The evaluation that made it, for a function within a function, and the attributes that this has set on it. */
  readonly owner?: object;
  attributes?: Map<string, Value>;
  /** The names around the function, for a function within a function. */
  readonly closure?: ReadonlyMap<string, Value>;
}

/** A lambda, with the frame that it was written in. */
export interface LambdaValue {
  readonly kind: 'lambda';
  readonly parameters: readonly FunctionParameter[];
  readonly body: Expression;
  /** What its body sees; known to the evaluation alone. */
  readonly scope: object;
  readonly place: Place;
}

/** The result of a call that is not computed: an instance of a class, or what an unknown function returns. */
export interface Call {
  readonly kind: 'call';
  readonly callee: Value;
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  /** Set where `*args` or `**kwargs` could not be read: further arguments may be given. */
  readonly open?: true;
  readonly place: Place;
  /** The innermost branch the call stands in. */
  readonly maybe?: Likelihood;
  /** For an instance of a class whose code can be run: its own attributes. They change while the evaluation that made it goes on. */
  readonly attributes?: Map<string, Value>;
  /** Further attributes, which are looked up only when one of them is asked for. */
  readonly late?: (name: string, world: World) => Value | undefined;
  /** The evaluation that made the instance. Another one keeps what it changes to itself. */
  readonly owner?: object;
}

/** An attribute of a value that has no known attributes, such as a call's result. */
export interface Member {
  readonly kind: 'member';
  readonly of: Value;
  readonly name: string;
  readonly place?: Place;
  /** For a method reached through `super()`: where it was found. */
  readonly found?: FoundMember;
}

/** A member of a class, with the class of the hierarchy that defines it. */
export interface FoundMember {
  readonly value: Value;
  readonly owner: ClassValue;
}

/** One of several values; the first is the likeliest. */
export interface Choice {
  readonly kind: 'choice';
  readonly options: readonly Value[];
}

export interface Unknown {
  readonly kind: 'unknown';
  /** For people: why this cannot be known without running the code. */
  readonly reason: string;
  readonly place?: Place;
  /** Among a list's items: the value whose items would stand here. */
  readonly itemsOf?: Value;
  /** For the result of a function: that it always raises an error. */
  readonly raises?: true;
  /** Among a list's items: that other code may add more. */
  readonly elsewhere?: true;
  /** Among a name's values: the name is not bound at all. */
  readonly unbound?: true;
  /** For what an assignment to several names takes out of a value: that value, and which part of it. */
  readonly partOf?: { readonly value: Value; readonly index: number };
  /** How it was come by, for those who ask of which type it is: an item of that, an attribute, a slice. */
  readonly by?: Value;
}

/** A literal; without a place where no code writes it. */
export function literal(value: Literal['value'], place?: Place): Literal {
  return { kind: 'literal', value, place };
}

/** A value that nobody knows, with the reason for people. */
export function unknown(reason: string, place?: Place): Unknown {
  return { kind: 'unknown', reason, place };
}

/** What stands for an item of a value, where its items are not known. */
export function itemBy(of: Value, place?: Place): Member {
  return { kind: 'member', of, name: '[]', place };
}

/** Stands in a list for the items of a value that has no items that could be read. */
export function unknownItems(itemsOf: Value, place?: Place): Unknown {
  return itemsOf.kind === 'unknown'
    ? { ...itemsOf, ...(itemsOf.by && { by: itemBy(itemsOf.by, place) }) }
    : { kind: 'unknown', reason: 'more items that are not known', place, itemsOf };
}

/** One of the values, the likeliest first; equal literals become one. */
export function choice(values: readonly Value[]): Value {
  const options: Value[] = [];
  for (const value of values) {
    for (const option of value.kind === 'choice' ? value.options : [value]) {
      if (options.length === mostOptions) return { kind: 'choice', options: [...options, oneOfMany] };
      if (!options.some((other) => sameValue(other, option)) && !isOneMore(option, options)) options.push(option);
    }
  }
  return options.length === 1 ? options[0] : { kind: 'choice', options };
}

/** Code that goes through all of a library's data has no end of values, each of which says nothing. */
const mostOptions = 64;

const oneOfMany: Unknown = { kind: 'unknown', reason: 'one of very many values' };

/** Whether there are enough of its like: of what is not known for one reason, a few say all that there is to say. */
function isOneMore(option: Value, options: readonly Value[]): boolean {
  if (option.kind !== 'unknown') return false;
  return options.filter((other) => other.kind === 'unknown' && other.reason === option.reason).length >= 4;
}

/** A place in no file, of what no code makes. */
export const nowhere: Place = { path: '', unit: '', n: 0 };

/**
 * A call without arguments, which stands for an instance of a class.
 * @param attributes its own attributes, where code that looks at them can be run
 */
export function callOf(callee: Value, place: Place, attributes?: Map<string, Value>, owner: object = {}): Call {
  const made: Call = { kind: 'call', callee, args: [], keywords: new Map(), place };
  return attributes === undefined ? made : { ...made, attributes, owner };
}

/** The value itself, or of several the likeliest. */
export function likeliest(value: Value): Value {
  return value.kind === 'choice' ? likeliest(value.options[0]) : value;
}

/** All that the value may be. */
export function optionsOf(value: Value): readonly Value[] {
  return value.kind === 'choice' ? value.options.flatMap(optionsOf) : [value];
}

/** The string a value likely is; undefined for anything else. Paths count as their text. */
export function asString(value: Value | undefined): string | undefined {
  const likely = value && likeliest(value);
  if (likely?.kind === 'path') return likely.value;
  return likely?.kind === 'literal' && typeof likely.value === 'string' ? likely.value : undefined;
}

/** Whether a value likely is None. */
export function isNone(value: Value): boolean {
  const likely = likeliest(value);
  return likely.kind === 'literal' && likely.value === null;
}

/** The items of a list, tuple or set; undefined for anything else. */
export function asItems(value: Value | undefined): readonly Item[] | undefined {
  const likely = value && likeliest(value);
  return likely && isSequence(likely) ? likely.items : undefined;
}

/** The value of a string key of a dict; undefined where there is none. */
export function entryOf(value: Value | undefined, key: string): Value | undefined {
  const likely = value && likeliest(value);
  if (likely?.kind !== 'dict') return undefined;
  return likely.entries.findLast((entry) => asString(entry.key) === key)?.value;
}

/** Whether a value is a list, a tuple or a set. */
export function isSequence(value: Value): value is Sequence {
  return value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set';
}

/** Whether a value is true in a condition: sure, likely, or undefined where nothing can be told. */
export function truth(value: Value): { readonly value: boolean; readonly certain: boolean } | undefined {
  if (value.kind === 'choice') {
    const truths = value.options.map(truth);
    const first = truths.find((option) => option !== undefined);
    if (first === undefined) return undefined;
    return { value: first.value, certain: truths.every((option) => option?.certain && option.value === first.value) };
  }
  switch (value.kind) {
    case 'literal':
      return { value: Boolean(value.value), certain: true };
    case 'list':
    case 'tuple':
    case 'set': {
      const sure = value.items.some((item) => item.maybe === undefined && item.value.kind !== 'unknown');
      const likely = value.items.some((item) => item.maybe !== 'unlikely');
      return { value: likely, certain: sure || value.items.length === 0 };
    }
    case 'dict':
      return { value: value.entries.length > 0, certain: value.entries.every((entry) => entry.maybe === undefined) };
    case 'path':
    case 'class':
    case 'function':
    case 'lambda':
      return { value: true, certain: true };
    case 'call':
      // An object is true unless its class says otherwise; what a function returns may be anything.
      return value.callee.kind === 'class' || value.callee.kind === 'member'
        ? { value: true, certain: false }
        : undefined;
    default:
      return undefined;
  }
}

/** Whether two values are surely the same. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'literal' && b.kind === 'literal') return a.value === b.value;
  if (a.kind === 'path' && b.kind === 'path') return a.value === b.value;
  if (a.kind === 'ref' && b.kind === 'ref') return a.dotted === b.dotted;
  if (a.kind === 'class' && b.kind === 'class')
    return a.module === b.module && a.qualifiedName === b.qualifiedName && a.place.n === b.place.n;
  if (a.kind === 'unknown' && b.kind === 'unknown')
    return a.reason === b.reason && (a.by === b.by || (a.by?.kind === 'literal' && b.by?.kind === 'literal'));
  if (a.kind === 'tuple' && b.kind === 'tuple') {
    return a.items.length === b.items.length && a.items.every((item, i) => sameValue(item.value, b.items[i].value));
  }
  return false;
}

/** `module.QualifiedName` of a class or function, the dotted path of a reference. */
export function dottedOf(value: Value): string | undefined {
  if (value.kind === 'ref') return value.dotted;
  if (value.kind === 'class' || value.kind === 'function') return `${value.module}.${value.qualifiedName}`;
  return undefined;
}

/** Where a value is written, of several the likeliest; undefined for what no code writes. */
export function placeOf(value: Value): Place | undefined {
  return value.kind === 'choice' ? placeOf(value.options[0]) : value.place;
}
