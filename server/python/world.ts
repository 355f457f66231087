import type { Path } from '../text/paths';
import type { Heap } from './heap';
import type { Statement, Unit } from './syntax';
import type { Call, ClassValue, Place, Ref, Value } from './values';

/** A class and its bases in the method resolution order; a reference stands for a base that cannot be read. */
export type Line = readonly (ClassValue | Ref)[];

/** What evaluation may ask of what lies outside the module. Each answer may be undefined: not known (yet). */
export interface World {
  /** A module as evaluated; undefined where there is none that can be read, or while it is itself being evaluated. */
  namespace(module: string): Namespace | undefined;
  /** Whether a module can be imported; undefined where that is not known, for want of an environment. */
  hasModule(module: string): boolean | undefined;
  /** The longest first part of a dotted path that is a module; '' where none is, as far as is known. */
  moduleWithin(dotted: string): string;
  /** The body of a function, by the id that its statement names. */
  body(path: Path, id: string): Unit | undefined;
  /** The statements of a Python file, as a module's. */
  file?(path: Path): Unit | undefined;
  /** What installed packages declare as entry points; undefined where the packages are not known. */
  entryPoints?(): readonly { group: string; name: string; module: string; attribute: string }[] | undefined;
  /** The names in a folder, with whether each is a folder itself. */
  directory(path: Path): ReadonlyMap<string, boolean> | undefined;
  /** The value of an environment variable; undefined where the variables of the running process say nothing. */
  environmentVariable(name: string): string | undefined;
  /** A value that is known without looking at source, such as `django.conf.settings.DEBUG`. */
  known(dotted: string): Value | undefined;
  /** What Django has changed when it is ready to answer a request; undefined where that is not known (yet). */
  started?(): Heap | undefined;
  /** Whether what importing a module changes elsewhere is of interest: it is part of an app, or of the project. */
  isOwn?(module: string): boolean;
  /** What a dotted path leads to, one step of the way, where that is remembered. */
  referred?(dotted: string): Value | undefined;
  /** The method resolution order of a class where it is remembered; undefined where it has to be computed. */
  lineOf?(owner: ClassValue): Line | undefined;
  /** An attribute that has been set on a class from outside, by the class's dotted path. */
  classAttribute?(dotted: string, name: string): Value | undefined;
  /** An attribute that has been set on an instance which another evaluation made. */
  instanceAttribute?(instance: Call, name: string): Value | undefined;
  /** What a framework gives a class that its source does not show, such as a model's `_meta`. */
  classGift?(owner: ClassValue, name: string): Value | undefined;
  /** What a module's name is taken to be bound to, given the value in its source. */
  assigned(name: string, value: Value): Value;
  /** The result of a call that is known without looking at source. */
  knownCall(dotted: string, call: Call): Value | undefined;
}

/** The source of a module that is to be evaluated. */
export interface ModuleSource {
  /** Dotted name. */
  readonly module: string;
  readonly path: Path;
  readonly isPackage: boolean;
  readonly unit: Unit;
}

/** A module's names after its last statement. */
export interface Namespace {
  readonly module: string;
  readonly path: Path;
  readonly names: ReadonlyMap<string, Value>;
  /** Every call at module level whose result was not computed, decorators included, in order. */
  readonly effects: readonly Call[];
  /** Modules that the code imports by a name it computes. */
  readonly imports: ReadonlySet<string>;
  /** What importing the module does to others, in order. */
  readonly steps: readonly Step[];
  /** Whether it looks at what other modules may have changed before it is imported. */
  readonly isShared: boolean;
  /** Star imports of modules that could not be read: any name may come from these. */
  readonly unreadStars: readonly { readonly module: string; readonly place: Place }[];
}

/** One thing that importing a module does to others: it imports one, or runs a statement that changes one. */
export type Step = { readonly module: string } | { readonly statement: Statement };
