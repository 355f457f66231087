import type { Path } from '../text/paths';
import type { ClassMemory } from './classAgain';
import { type Heap, worldWith } from './heap';
import type { Call, ClassValue, Item, Likelihood, Place, Value } from './values';
import type { Step, World } from './world';

/** One evaluation of a module, with all functions that it calls. */
export interface Evaluation {
  /** What the values that it makes name as their owner: they outlive it, and must not keep all that it knew. */
  readonly owner: object;
  readonly world: World;
  /** The module that is evaluated; none where a function is called from outside. */
  readonly module: string;
  readonly effects: Call[];
  readonly unreadStars: { module: string; place: Place }[];
  /** Modules imported by name, as `import_module()` does. */
  readonly imports: Set<string>;
  readonly heap: Heap;
  /** Whether imports run what the imported modules do to others; else that is only noted. */
  readonly isLive: boolean;
  /** Whether a module is part of an app or of the project, where that makes a difference: others may take few steps. */
  readonly isOwn?: (module: string) => boolean;
  readonly steps: Step[];
  /** Instances with their attributes, by the call that stands for one. */
  readonly alive: Map<Call, Call>;
  /** The copies of what other evaluations made. */
  readonly copies: Set<Value>;
  /** Set when something of another module has been changed. */
  changes: boolean;
  /** Set when something has been looked at that depends on what is imported before. */
  isShared: boolean;
  /** The exception that is on its way up, by its class's name. */
  raised?: string;
  /** The classes of evaluations before; absent where these are not kept. */
  readonly memory?: ClassMemory;
  /** Set where errors count that are certain of what the code is given, such as that of a key which a dict lacks. */
  readonly isStrict?: true;
  /** The names of the module that are looked at, while somebody wants to know. */
  noted?: Map<string, Value | undefined>;
  /** Set when a class of an evaluation before has been taken over. */
  takesOver: boolean;
  /** Statements and calls left before evaluation gives up: code may loop. */
  budget: number;
  /** The steps left for what importing modules does: whoever imports one does not pay for that. */
  reserve: number;
  /** The steps that functions of libraries and statements of modules took, by their dotted path, and whole packages, by name. */
  readonly spent: Map<string, number>;
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
  /** The names of the functions around it, the innermost first. */
  readonly outer: readonly ReadonlyMap<string, Value>[];
  /** How many uncertain branches enclose the statement. */
  depth: number;
  /** Whether the innermost uncertain branch is likely to run. */
  likelihood: Likelihood | undefined;
  /** How many calls of functions enclose the frame. */
  readonly callDepth: number;
  /** What return statements gave so far, each with whether its branch is likely to run. */
  readonly returns: Item[];
  /** What yield expressions gave so far, where there was one. */
  yields?: Item[];
  /** The names that a function says are global. */
  globalNames?: Set<string>;
  /** In a method: the class that defines it, and the instance or class that it is called on. */
  readonly method?: { readonly owner: ClassValue; readonly self: Value };
}

/** An evaluation that has yet to begin, of at most `budget` steps. A live one runs what imports do to other modules. */
export function newEvaluation(
  module: string,
  world: World,
  heap: Heap,
  budget: number,
  isLive: boolean,
  { isOwn, memory, isStrict }: Pick<Evaluation, 'isOwn' | 'memory' | 'isStrict'> = {},
): Evaluation {
  const evaluation: Evaluation = {
    owner: {},
    world: worldWith(world, heap, () => {
      evaluation.isShared = true;
    }),
    module,
    effects: [],
    unreadStars: [],
    imports: new Set(),
    heap,
    isLive,
    isOwn,
    memory,
    isStrict,
    takesOver: false,
    steps: [],
    alive: new Map(),
    copies: new Set(),
    changes: false,
    isShared: false,
    budget,
    reserve: budget,
    spent: new Map(),
  };
  return evaluation;
}

/** The frame in which a module's statements run. */
export function moduleFrame(
  evaluation: Evaluation,
  { module, path }: { readonly module: string; readonly path: Path },
  names: Map<string, Value>,
): Frame {
  return {
    evaluation,
    module,
    path,
    isPackage: path.endsWith('/__init__.py'),
    unit: '',
    kind: 'module',
    qualifiedPrefix: '',
    names,
    outer: [],
    depth: 0,
    likelihood: undefined,
    callDepth: 0,
    returns: [],
  };
}

/** The place of node `n` of the unit that the frame evaluates. */
export function placeIn(frame: Frame, n: number): Place {
  return { path: frame.path, unit: frame.unit, n };
}

/** Counts one step; false when the budget is used up. */
export function step(frame: Frame): boolean {
  return frame.evaluation.budget-- > 0;
}
