import type { Call, ClassValue, FunctionValue, Place, Ref } from '../../python/values';

/** What is known of a value that a template sees. What is not known is `unknown`, and nothing is ever said of that. */
export type Type =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' }
  /** A value of Python's own: `str`, `int`, `datetime`. */
  | { readonly kind: 'plain'; readonly name: string }
  /** An instance of a model, by its label; `extra` is what annotations add. */
  | { readonly kind: 'model'; readonly label: string; readonly extra?: ReadonlyMap<string, Type> }
  | QuerySet
  | Instance
  | { readonly kind: 'class'; readonly value: ClassValue | Ref }
  | { readonly kind: 'function'; readonly value: FunctionValue }
  /** A module, by its dotted name. */
  | { readonly kind: 'module'; readonly dotted: string }
  | Method
  | { readonly kind: 'list'; readonly of: string; readonly item: () => Type; readonly length?: number }
  | { readonly kind: 'tuple'; readonly items: readonly (() => Type)[] }
  | DictType
  | { readonly kind: 'union'; readonly options: readonly Type[] };

/** A manager or queryset of a model. */
export interface QuerySet {
  readonly kind: 'queryset';
  readonly label: string;
  /** The name of the model's manager that it came from; undefined for the default one. */
  readonly manager?: string;
  readonly isManager: boolean;
  /** What one row is, where it is no instance of the model. */
  readonly row?: Type;
  readonly extra?: ReadonlyMap<string, Type>;
}

/** An object of a class. */
export interface Instance {
  readonly kind: 'instance';
  readonly class: ClassValue | Ref;
  /** The call that made it, with its attributes where these are known. */
  readonly self?: Call;
  /** What a container such as a page holds. */
  readonly item?: () => Type;
}

/** A method, bound to what it is looked up on. */
export interface Method {
  readonly kind: 'method';
  readonly name: string;
  /** What it gives when it is called without arguments. */
  readonly result: () => Type;
  readonly place?: Place;
  /** Why Django does not call it: it changes data, or needs arguments. */
  readonly refused?: 'alters data' | 'needs arguments';
}

export interface DictType {
  readonly kind: 'dict';
  readonly entries: ReadonlyMap<string, { readonly type: () => Type; readonly place: Place | undefined }>;
  /** What other keys give; undefined where there are none. */
  readonly rest?: () => Type;
  readonly key?: () => Type;
  /** Set where no other keys can be added: the rows of `values()`, what `aggregate()` gives. */
  readonly isWhole?: true;
}

/** What nobody knows the type of. */
export const unknownType: Type = { kind: 'unknown' };
/** `None`. */
export const noneType: Type = { kind: 'none' };
/** A value of Python's own, by the name of its class. */
export const plain = (name: string): Type => ({ kind: 'plain', name });
/** A list, or what else one loops over. */
export const listOf = (item: () => Type, of = 'list'): Type => ({ kind: 'list', of, item });

/** One of several types; equal ones become one. */
export function unionOf(types: readonly Type[]): Type {
  const options: Type[] = [];
  for (const type of types)
    for (const option of type.kind === 'union' ? type.options : [type])
      if (!options.some((other) => sameType(other, option))) options.push(option);
  return options.length === 1 ? options[0] : options.length === 0 ? unknownType : { kind: 'union', options };
}

/** What a value may be. */
export function optionsOfType(type: Type): readonly Type[] {
  return type.kind === 'union' ? type.options : [type];
}

/** Whether anything is known of it: of a union one option is enough, None alone is not. */
export function isKnownType(type: Type): boolean {
  return optionsOfType(type).some((one) => one.kind !== 'unknown');
}

function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'unknown':
    case 'none':
      return true;
    case 'plain':
      return a.name === (b as typeof a).name;
    case 'model':
      return a.label === (b as typeof a).label && a.extra === (b as typeof a).extra;
    case 'queryset':
      return (
        a.label === (b as typeof a).label &&
        a.row === (b as typeof a).row &&
        a.extra === (b as typeof a).extra &&
        a.manager === (b as typeof a).manager
      );
    case 'instance':
      return (
        classPath(a.class) === classPath((b as Instance).class) &&
        a.self?.place.n === (b as Instance).self?.place.n &&
        a.item === (b as Instance).item
      );
    case 'module':
      return a.dotted === (b as typeof a).dotted;
    case 'class':
    case 'function':
      return a.value === (b as typeof a).value;
    default:
      return false;
  }
}

/** `module.QualifiedName`. */
export function classPath(value: ClassValue | Ref): string {
  return value.kind === 'ref' ? value.dotted : `${value.module}.${value.qualifiedName}`;
}

/** A type for people: `Order`, `QuerySet[Order]`, `str | None`. */
export function showType(type: Type, depth = 0): string {
  if (depth > 3) return '…';
  const show = (inner: () => Type) => showType(inner(), depth + 1);
  switch (type.kind) {
    case 'unknown':
      return 'unknown';
    case 'none':
      return 'None';
    case 'plain':
      return type.name;
    case 'model':
      return lastName(type.label);
    case 'queryset': {
      const row = type.row ? show(() => type.row!) : lastName(type.label);
      return `${type.isManager ? 'Manager' : 'QuerySet'}[${row}]`;
    }
    case 'instance':
      return lastName(classPath(type.class)) + (type.item ? `[${show(type.item)}]` : '');
    case 'class':
      return `type[${lastName(classPath(type.value))}]`;
    case 'function':
      return `${type.value.statement.name}()`;
    case 'module':
      return `module ${lastName(type.dotted)}`;
    case 'method':
      return `${type.name}()`;
    case 'list':
      return `${type.of}[${show(type.item)}]`;
    case 'tuple':
      return `tuple[${type.items.map(show).join(', ')}]`;
    case 'dict':
      return type.rest && type.entries.size === 0
        ? `dict[${type.key ? show(type.key) : 'str'}, ${show(type.rest)}]`
        : 'dict';
    case 'union': {
      // What else it may be is no reason not to say what is known.
      const known = type.options.filter(({ kind }) => kind !== 'unknown').map((one) => showType(one, depth + 1));
      return [...new Set(known.length < type.options.length ? [...known, '…'] : known)].join(' | ');
    }
  }
}

/** The last part of a dotted path. */
export function lastName(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1);
}
