import type { Path } from '../text/paths';
import type { Call, ClassValue, Item, Likelihood, Place, Value } from './values';
import type { World } from './world';

/** One evaluation of a module, with all functions that it calls. */
export interface Evaluation {
  readonly world: World;
  readonly effects: Call[];
  readonly unreadStars: { module: string; place: Place }[];
  /** Modules imported by name, as `import_module()` does. */
  readonly imports: Set<string>;
  /** Attributes set on instances that other evaluations made. */
  readonly changed: Map<Call, Map<string, Value>>;
  /** The exception that is on its way up, by its class's name. */
  raised?: string;
  /** Statements and calls left before evaluation gives up: code may loop. */
  budget: number;
}

/** Where evaluation stands: in a module, a class body, or a function's body. */
export interface Frame {
  readonly evaluation: Evaluation;
  readonly module: string;
  readonly path: Path;
  readonly isPackage: boolean;
  readonly unit: string;
  readonly kind: 'module' | 'class' | 'function';
  readonly qualifiedPrefix: string;
  names: Map<string, Value>;
  /** The names around it: of a class its module's, of a function its closure and module. */
  readonly outer: readonly ReadonlyMap<string, Value>[];
  /** How many uncertain branches enclose the statement. */
  depth: number;
  /** Whether the innermost uncertain branch is likely to run. */
  likelihood: Likelihood | undefined;
  /** How many calls of functions enclose the frame. */
  readonly callDepth: number;
  /** What return statements gave so far. */
  readonly returns: Value[];
  /** What yield expressions gave so far, where there was one. */
  yields?: Item[];
  /** In a method: the class that defines it, and the instance or class that it is called on. */
  readonly method?: { readonly owner: ClassValue; readonly self: Value };
}

/** The place of node `n` of the unit that the frame evaluates. */
export function placeIn(frame: Frame, n: number): Place {
  return { path: frame.path, unit: frame.unit, n };
}

/** Counts one step; false when the budget is used up. */
export function step(frame: Frame): boolean {
  return frame.evaluation.budget-- > 0;
}
