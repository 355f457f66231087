import type { Call, ClassValue, Place, Value } from '../../python/values';

/** A field as a class body or a mixin declares it, before it belongs to a concrete model. */
export interface DeclaredField {
  readonly name: string;
  /** Dotted path of the field's class, where it is defined. */
  readonly class: string;
  /** The field's classes, the field's own first. */
  readonly ancestors: readonly string[];
  /** The call that makes it, as it is written. */
  readonly source?: Call;
  /** The same as Django's own constructor gets it. */
  readonly call: Call | undefined;
  readonly place: Place | undefined;
  readonly relation: RelationKind | undefined;
  /** What Django adds by itself: `id`, parent links. */
  readonly auto?: 'pk' | 'parent-link';
  /** The target of a relation that Django adds by itself. */
  readonly target?: string;
  /** `True` of a GenericRelation that came from a concrete parent: it has no reverse of its own. */
  readonly inheritedFromConcrete?: boolean;
}

export type RelationKind =
  | 'foreign-key'
  | 'one-to-one'
  | 'many-to-many'
  | 'generic-foreign-key'
  | 'generic-relation'
  | 'foreign-object';

/** A field of a model. */
export interface ModelField extends DeclaredField {
  /** Label of the model that the relation leads to; undefined where it is none, or its target is not known. */
  readonly to?: string;
  /** Why the target is not known. */
  readonly problem?: string;
}

/** A reverse relation, as the model at its other end has it (django.db.models.fields.reverse_related). */
export interface ReverseRelation {
  readonly accessor: string;
  readonly queryName: string;
  /** Label of the model with the field. */
  readonly from: string;
  readonly field: string;
  /** Whether the accessor gives one object instead of a manager. */
  readonly single: boolean;
  readonly place: Place | undefined;
}

export interface Model {
  /** `app_label.Name`. */
  readonly label: string;
  readonly app: string;
  readonly name: string;
  readonly value: ClassValue;
  readonly place: Place;
  readonly abstract: boolean;
  readonly proxy: boolean;
  /** The setting that names the model in its place, where that names another one. */
  readonly swapped?: string;
  /** All forward fields, inherited ones included. */
  readonly fields: readonly ModelField[];
  /** Names of the fields that the model does not share with a concrete parent. */
  readonly localFields: ReadonlySet<string>;
  /** Labels of the concrete models that it inherits from. */
  readonly parents: readonly string[];
  /** Label of the model whose table it uses: for a proxy the one behind it. */
  readonly concrete: string;
  readonly managers: readonly ModelManager[];
  readonly meta: ReadonlyMap<string, Value>;
  readonly reverse: readonly ReverseRelation[];
}

export interface ModelManager {
  readonly name: string;
  /** The call that makes it; undefined for the `objects` that Django adds. */
  readonly value: Value | undefined;
  readonly place: Place | undefined;
}
