import { withinStatement } from './allowance';
import { assign, augment, remove } from './assign';
import { inlined } from './calls';
import { type ClassMemory, classAgain } from './classAgain';
import { catchesImportError, importable, isImport, whetherBound, whetherKept, whetherSet } from './expected';
import { evaluate, settled } from './expressions';
import { fork } from './fork';
import { type Frame, moduleFrame, newEvaluation, placeIn, step } from './frame';
import { type Heap, newHeap } from './heap';
import { load } from './load';
import { bind } from './names';
import { narrowed } from './narrow';
import { iterated } from './objects';
import { absoluteModule, isFramework, publicNames } from './resolve';
import { isStandardLibrary } from './stdlib';
import { isQueryset, raises } from './strict';
import type { ClassStatement, FunctionStatement, Statement } from './syntax';
import { withoutTemporaryBase } from './temporaryBase';
import {
  type ClassValue,
  dottedOf,
  type FunctionValue,
  isSequence,
  itemBy,
  type Likelihood,
  likeliest,
  literal,
  truth,
  unknown,
  type Value,
} from './values';
import type { ModuleSource, Namespace, World } from './world';

/**
 * Runs a module in the abstract: what its names are bound to after its last statement, as far as reading tells. Nothing
 * fails; what cannot be known becomes an unknown value with the reason. Conditions that cannot be decided run both ways,
 * and what depends on them is marked.
 */
export function evaluateModule(source: ModuleSource, world: World, started?: Heap, memory?: ClassMemory): Namespace {
  const heap = newHeap(started);
  const budget = started ? 1_000_000 : 100_000;
  const evaluation = newEvaluation(source.module, world, heap, budget, started !== undefined, { memory });
  const names = new Map<string, Value>([
    ['__file__', literal(source.path)],
    ['__name__', literal(source.module)],
  ]);
  heap.modules.set(source.module, names);
  heap.loaded.add(source.module);
  const frame = { ...moduleFrame(evaluation, source, names), isPackage: source.isPackage };
  for (const statement of source.unit.statements) {
    evaluation.changes = false;
    const interruption = withinStatement(frame, () => run([statement], frame));
    if (evaluation.changes) evaluation.steps.push({ statement });
    if (interruption) break;
  }
  const { effects, unreadStars, imports, steps, isShared } = evaluation;
  // What this one has made it may change in place, unlike what was made before.
  if (evaluation.takesOver && (isShared || evaluation.copies.size > 0)) return evaluateModule(source, world, started);
  // A lambda keeps the evaluation in which it was written, which must not keep all that this made.
  heap.modules.clear();
  evaluation.alive.clear();
  evaluation.copies.clear();
  return {
    module: source.module,
    path: source.path,
    names: frame.names,
    effects,
    unreadStars,
    imports,
    steps,
    isShared,
  };
}

/** What stops the statements behind it from running. */
export type Interruption = 'return' | 'break' | 'continue' | 'raise';

/** Runs statements in the frame; answers what stopped them, if anything surely did. */
export function run(statements: readonly Statement[], frame: Frame): Interruption | undefined {
  for (const statement of statements) {
    if (!step(frame)) return 'raise';
    const interruption = runOne(statement, frame);
    if (frame.evaluation.raised) return 'raise';
    if (interruption) return interruption;
  }
  return undefined;
}

function runOne(statement: Statement, frame: Frame): Interruption | undefined {
  switch (statement.kind) {
    case 'import':
      importModule(statement, frame);
      return undefined;
    case 'from': {
      const module = absoluteModule(frame, statement.module, statement.level);
      if (module) {
        load(module, frame.evaluation);
        load(`${module}.${statement.name}`, frame.evaluation);
      }
      const place = placeIn(frame, statement.n);
      const value: Value =
        module === undefined
          ? unknown('the relative import goes above the top package', place)
          : { kind: 'ref', dotted: module === '' ? statement.name : `${module}.${statement.name}`, place };
      frame.names.set(statement.as, value);
      return undefined;
    }
    case 'star-import':
      importStar(statement, frame);
      return undefined;
    case 'assign':
      if (statement.value) {
        const value = evaluate(statement.value, frame);
        for (const target of statement.targets) assign(target, value, frame);
      } else annotate(statement, frame);
      return undefined;
    case 'augment':
      augment(statement, frame);
      return undefined;
    case 'expression':
      evaluate(statement.value, frame);
      return undefined;
    case 'class':
      bind(
        statement.name,
        classAgain(statement, frame, () => classValue(statement, frame)),
        frame,
      );
      return undefined;
    case 'function':
      bind(statement.name, functionValue(statement, frame), frame);
      return undefined;
    case 'if': {
      // A class body leaves calls as they are, but what it asks has to be known.
      const asking: Frame = frame.kind === 'class' ? { ...frame, kind: 'function' } : frame;
      const asked = settled(evaluate(statement.test, asking), asking);
      if (frame.evaluation.raised) return 'raise';
      const test = isModule(asked, frame.evaluation.world) ? { value: true, certain: true } : truth(asked);
      if (test?.certain) return run(test.value ? statement.then : statement.otherwise, frame);
      const likely = test?.value ?? (statement.otherwise.length > 0 && !isGuard(statement.otherwise));
      const names = (holds: boolean) =>
        frame.kind === 'function' ? narrowed(statement.test, holds, frame) : undefined;
      return fork(frame, [
        { statements: statement.then, likelihood: likely ? 'likely' : 'unlikely', names: names(true) },
        { statements: statement.otherwise, likelihood: likely ? 'unlikely' : 'likely', names: names(false) },
      ]);
    }
    case 'for':
      return loop(statement, frame);
    case 'while':
      return repeat(statement, frame);
    case 'try':
      return attempt(statement, frame);
    case 'with':
      return runWith(statement, frame);
    case 'match':
      evaluate(statement.subject, frame);
      return fork(frame, [
        ...statement.cases.map((statements) => ({ statements, likelihood: 'unlikely' as Likelihood })),
        { statements: [], likelihood: 'unlikely' },
      ]);
    case 'delete':
      for (const target of statement.targets) remove(target, frame);
      return undefined;
    case 'global':
      if (frame.kind === 'function') frame.globalNames = new Set([...(frame.globalNames ?? []), ...statement.names]);
      return undefined;
    case 'return':
      return returned(statement.value ? evaluate(statement.value, frame) : literal(null), frame);
    default:
      return statement.kind;
  }
}

function isModule(value: Value, world: World): boolean {
  return value.kind === 'ref' && world.hasModule(value.dotted) === true;
}

function returned(value: Value, frame: Frame): Interruption {
  if (frame.evaluation.raised) return 'raise';
  frame.returns.push({ value, ...(frame.likelihood && { maybe: frame.likelihood }) });
  return 'return';
}

function importModule(statement: { module: string; as?: string; n: number }, frame: Frame): void {
  load(statement.module, frame.evaluation);
  const top = statement.module.split('.')[0];
  const dotted = statement.as === undefined ? top : statement.module;
  frame.names.set(statement.as ?? top, { kind: 'ref', dotted, place: placeIn(frame, statement.n) });
}

function importStar(statement: { module: string; level: number; n: number }, frame: Frame): void {
  const place = placeIn(frame, statement.n);
  const module = absoluteModule(frame, statement.module, statement.level);
  if (module) load(module, frame.evaluation);
  const namespace = module === undefined ? undefined : frame.evaluation.world.namespace(module);
  if (namespace === undefined) {
    frame.evaluation.unreadStars.push({ module: module ?? '.'.repeat(statement.level) + statement.module, place });
    return;
  }
  frame.evaluation.unreadStars.push(...namespace.unreadStars);
  for (const name of publicNames(namespace)) {
    // What the module has from this one, which is not done yet, is what stands here already.
    if (frame.names.has(name) && isFrom(namespace.names.get(name), `${frame.module}.${name}`, frame)) continue;
    frame.names.set(name, { kind: 'ref', dotted: `${module}.${name}`, place });
  }
}

/** Whether a value is a reference to a dotted path, by way of other modules or not. */
function isFrom(value: Value | undefined, dotted: string, { evaluation: { world } }: Frame): boolean {
  let current = value;
  for (let depth = 0; current?.kind === 'ref' && depth < 20; depth++) {
    if (current.dotted === dotted) return true;
    const dot = current.dotted.lastIndexOf('.');
    current = world.namespace(current.dotted.slice(0, Math.max(0, dot)))?.names.get(current.dotted.slice(dot + 1));
  }
  return false;
}

/** `name: Type` binds nothing in Python. In a class it still tells a reader that the attribute exists. */
function annotate(statement: Extract<Statement, { kind: 'assign' }>, frame: Frame): void {
  const target = statement.targets[0];
  if (frame.kind !== 'class' || target.kind !== 'name' || frame.names.has(target.name)) return;
  frame.names.set(target.name, unknown('only annotated, never assigned', placeIn(frame, statement.n)));
}

function classValue(statement: ClassStatement, frame: Frame): ClassValue {
  const bases: Value[] = [];
  const keywords = new Map<string, Value>();
  for (const base of statement.bases) {
    const value = evaluate(base.value, frame);
    if (base.name !== undefined) keywords.set(base.name, value);
    else bases.push(value);
  }
  const qualifiedName = frame.qualifiedPrefix + statement.name;
  const body: Frame = {
    ...frame,
    kind: 'class',
    qualifiedPrefix: `${qualifiedName}.`,
    names: new Map(),
    outer: frame.kind === 'function' ? [frame.names, ...frame.outer] : frame.outer,
    // What is unlikely in a class is so where there is the class.
    likelihood: undefined,
    returns: [],
  };
  run(statement.body, body);
  const decorators = statement.decorators.map((decorator) => evaluate(decorator, frame));
  const place = placeIn(frame, statement.n);
  const value = withoutTemporaryBase(
    {
      kind: 'class',
      module: frame.module,
      qualifiedName,
      bases,
      keywords,
      members: body.names,
      decorators,
      statement,
      place,
    },
    frame,
  );
  decorate(value, decorators, frame);
  return value;
}

function functionValue(statement: FunctionStatement, frame: Frame): FunctionValue {
  const decorators = statement.decorators.map((decorator) => evaluate(decorator, frame));
  const value: FunctionValue = {
    kind: 'function',
    module: frame.module,
    qualifiedName: frame.qualifiedPrefix + statement.name,
    statement,
    decorators,
    place: placeIn(frame, statement.n),
    ...(frame.kind === 'function' && {
      owner: frame.evaluation.owner,
      closure: new Map([...frame.outer.toReversed().flatMap((names) => [...names]), ...frame.names]),
    }),
    // A method of a local class sees the names of the function, and none of the class.
    ...(frame.kind === 'class' &&
      frame.outer.length > 0 && {
        closure: new Map(frame.outer.toReversed().flatMap((names) => [...names])),
      }),
  };
  decorate(value, decorators, frame);
  return value;
}

/** A decorator is called with what it decorates; what it makes of it is for the readers of `effects` to say. */
function decorate(value: ClassValue | FunctionValue, decorators: readonly Value[], frame: Frame): void {
  if (frame.kind === 'class') return;
  let itself = decorators.length > 0;
  for (const callee of decorators.toReversed()) {
    const { place } = value;
    if (frame.evaluation.isLive) itself = runDecorator(callee, value, frame) === value && itself;
    else frame.evaluation.changes ||= mayRegister(callee);
    frame.evaluation.effects.push({
      kind: 'call',
      callee,
      args: [value],
      keywords: new Map(),
      place,
      maybe: frame.likelihood,
    });
  }
  if (frame.evaluation.isLive && itself && value.kind === 'function') value.undecorated = true;
}

function runDecorator(callee: Value, value: ClassValue | FunctionValue, frame: Frame): Value | undefined {
  const decorator = likeliest(settled(callee, frame));
  const isOwn = (decorator.kind !== 'function' && decorator.kind !== 'member') || ownFunction(decorator, frame);
  if (!isOwn || !mayRegister(decorator)) return undefined;
  return inlined(decorator, { args: [value], keywords: new Map() }, frame, value.place);
}

function ownFunction(decorator: Value, frame: Frame): boolean {
  const target = decorator.kind === 'member' ? decorator.found?.value : decorator;
  return target?.kind === 'function' && (frame.evaluation.world.isOwn?.(target.module) ?? false);
}

/** Whether a decorator may put what it decorates somewhere. */
function mayRegister(callee: Value): boolean {
  const name = dottedOf(callee.kind === 'call' ? callee.callee : callee);
  return name === undefined || !(isFramework(name) || isStandardLibrary(name.split('.')[0]));
}

function loop(statement: Extract<Statement, { kind: 'for' }>, frame: Frame): Interruption | undefined {
  const iterable = likeliest(settled(evaluate(statement.iterable, frame), frame));
  if (frame.evaluation.raised) return 'raise';
  const items = isSequence(iterable)
    ? iterable.items
    : iterable.kind === 'dict'
      ? iterable.entries.map((entry) => ({ value: entry.key, maybe: entry.maybe }))
      : iterated(iterable, frame);
  if (items === undefined) {
    if (frame.evaluation.isStrict && raises('DatabaseError', isQueryset(iterable, frame), frame)) return 'raise';
    const place = placeIn(frame, statement.n);
    const item = { ...unknown('the items of the loop are not known', place), by: itemBy(iterable, place) };
    assign(statement.target, item, frame);
    fork(frame, [
      { statements: statement.body, likelihood: 'likely' },
      { statements: [], likelihood: 'unlikely' },
    ]);
    return undefined;
  }
  for (const item of [...items]) {
    assign(statement.target, item.value, frame);
    const interruption = item.maybe
      ? fork(frame, [
          { statements: statement.body, likelihood: item.maybe },
          { statements: [], likelihood: 'unlikely' },
        ])
      : run(statement.body, frame);
    if (interruption === 'break') return undefined;
    if (interruption === 'return' || interruption === 'raise') return interruption;
  }
  return run(statement.otherwise, frame);
}

/** `while`, turn by turn as long as it is certain that there is another one. */
function repeat(statement: Extract<Statement, { kind: 'while' }>, frame: Frame): Interruption | undefined {
  // What ends `while True:` is mostly something that is not known.
  const isEndless = statement.test.kind === 'constant' || statement.test.kind === 'number';
  for (let turn = 0; turn < mostTurns && !isEndless; turn++) {
    const test = truth(settled(evaluate(statement.test, frame), frame));
    if (!test?.certain) break;
    if (!test.value) return undefined;
    const interruption = run(statement.body, frame);
    if (interruption === 'break') return undefined;
    if (interruption === 'return' || interruption === 'raise') return interruption;
  }
  return fork(frame, [
    { statements: statement.body, likelihood: 'likely' },
    { statements: [], likelihood: 'unlikely' },
  ]);
}

const mostTurns = 50;

/**
 * `try`: of a body whose imports can be found, that body; of one with an import that cannot, what stands before it and
 * the handler. Where neither is known, or another exception is expected, the body is likely and the handlers possible.
 */
function attempt(statement: Extract<Statement, { kind: 'try' }>, frame: Frame): Interruption | undefined {
  const handler = statement.handlers.find((one) => catchesImportError(one.types));
  const missing = handler ? statement.body.findIndex((one) => importable(one, frame) === false) : -1;
  const asked = whetherBound(statement, frame);
  const kept = asked ? undefined : whetherKept(statement, frame);
  const set = asked ? undefined : (kept ?? whetherSet(statement, frame));
  let interruption: Interruption | undefined;
  if (asked) {
    interruption = run(asked.isBound ? statement.otherwise : asked.handler, frame);
  } else if (kept?.isOpen) {
    interruption = fork(frame, [
      { statements: kept.handler, likelihood: 'likely' },
      { statements: statement.body, likelihood: 'unlikely' },
    ]);
  } else if (set) {
    interruption = run(set.isBound ? [...statement.body, ...statement.otherwise] : set.handler, frame);
  } else if (handler && missing >= 0) {
    run(statement.body.slice(0, missing), frame);
    interruption = run(handler.body, frame);
  } else if (statement.handlers.every(({ body }) => body.at(-1)?.kind === 'raise')) {
    // Handlers that raise again are no second way, but say more of what went wrong.
    interruption = run([...statement.body, ...statement.otherwise], frame);
  } else {
    const imports = statement.body.filter((one) => isImport(one, frame));
    const sure = handler !== undefined && imports.length > 0 && imports.every((one) => importable(one, frame) === true);
    const whole = [...statement.body, ...statement.otherwise];
    if (sure && statement.handlers.length === 1) interruption = run(whole, frame);
    else
      interruption = fork(frame, [
        { statements: whole, likelihood: 'likely' },
        ...statement.handlers.map((one) => ({ statements: one.body, likelihood: 'unlikely' as const })),
      ]);
  }
  return run(statement.finally, frame) ?? interruption;
}

/** `with`: of `suppress(…)` as a `try` whose handler does nothing, of any other context manager as its statements. */
function runWith(statement: Extract<Statement, { kind: 'with' }>, frame: Frame): Interruption | undefined {
  const handlers: { types: readonly string[]; body: readonly Statement[] }[] = [];
  for (const item of statement.items) {
    const value = evaluate(item.value, frame);
    if (item.target) assign(item.target, value, frame);
    if (value.kind !== 'call' || dottedOf(value.callee) !== 'contextlib.suppress') continue;
    handlers.push({ types: value.args.map((type) => dottedOf(type)?.split('.').at(-1) ?? ''), body: [] });
  }
  if (handlers.length === 0) return run(statement.body, frame);
  const { n, body } = statement;
  return attempt({ kind: 'try', n, body, handlers, otherwise: [], finally: [] }, frame);
}

/** An else branch that only raises is no second way, but a check. */
function isGuard(statements: readonly Statement[]): boolean {
  return statements.length === 1 && statements[0].kind === 'raise';
}
