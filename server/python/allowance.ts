import type { Frame } from './frame';
import { dottedOf, type FunctionValue, unknown, type Value } from './values';

/** The steps that one call into an installed package may take. */
const perCall = 3_000;
/** The steps that all long calls of one of its functions may take while one module is evaluated. */
const perFunction = 20_000;
/** The steps that a package which is no part of an app may take while Django starts. */
const perPackage = 5_000;
/** The steps that one statement of an installed module may take. All long ones of a module may take twice as many. */
const perStatement = 10_000;
/** The same where a module is evaluated on top of what startup has done: it may decorate all routes of a package. */
const perStartedStatement = 50_000;
/** A call that takes this many steps is a long one. */
const long = 1_000;

/**
 * Runs a function's body. Where one package calls into another, installed one, that may take so many steps only: a
 * library that reads its own data (the names of all currencies, say) would use up what the module itself needs. What
 * such a call gives is then unknown, and evaluation goes on behind it.
 */
export function withinAllowance(target: FunctionValue, caller: Frame, run: () => Value): Value | undefined {
  const { evaluation } = caller;
  const library = packageOf(target);
  if (!isInstalled(target.place.path) || packageOf(caller) === library) return run();
  const isElsewhere = evaluation.isOwn?.(target.module) === false;
  const spentThere = evaluation.spent.get(library) ?? 0;
  if (isElsewhere && spentThere > perPackage) return undefined;
  const name = dottedOf(target)!;
  const spent = evaluation.spent.get(name) ?? 0;
  const before = evaluation.budget;
  const allowed = Math.min(before, perCall, perFunction - spent);
  evaluation.budget = allowed;
  const value = run();
  const taken = allowed - Math.max(evaluation.budget, 0);
  const isUsedUp = evaluation.budget < 0;
  evaluation.budget = before - taken;
  if (isElsewhere) evaluation.spent.set(library, spentThere + taken);
  if (isUsedUp || taken >= long) evaluation.spent.set(name, isUsedUp ? perFunction : spent + taken);
  return isUsedUp && before > allowed ? tooLong(target) : value;
}

/** What a function gives that takes more steps than are left. */
export function tooLong(target: FunctionValue): Value {
  return unknown(`${dottedOf(target)}() does more than is followed`, target.place);
}

/**
 * Runs a statement of a module. In an installed package such a one may take so many steps only, and all that are long
 * together. Answers what stopped the module, if anything surely did: not that.
 */
export function withinStatement<T>(
  frame: Frame,
  run: () => T | undefined,
  most = frame.evaluation.isLive ? perStartedStatement : perStatement,
): T | undefined {
  const { evaluation, module, path } = frame;
  if (!isInstalled(path)) return run();
  const spent = evaluation.spent.get(`${module}:`) ?? 0;
  const before = evaluation.budget;
  const allowed = Math.min(before, most, Math.max(2 * most - spent, long));
  evaluation.budget = allowed;
  const interruption = run();
  const taken = allowed - Math.max(evaluation.budget, 0);
  const isUsedUp = evaluation.budget < 0;
  evaluation.budget = before - taken;
  if (taken >= long) evaluation.spent.set(`${module}:`, spent + taken);
  return isUsedUp && before > allowed ? undefined : interruption;
}

/**
 * Runs a statement that does something to other modules while its module is imported. Importing one takes nothing of
 * what the importing call may take: `ready()` of an app may import all others.
 */
export function withinImport<T>(frame: Frame, run: () => T | undefined): void {
  const { evaluation } = frame;
  const before = evaluation.budget;
  const { reserve } = evaluation;
  evaluation.budget = reserve;
  withinStatement(frame, run, perStatement);
  evaluation.reserve -= reserve - evaluation.budget;
  evaluation.budget = before;
}

function isInstalled(path: string): boolean {
  return /\/(?:site|dist)-packages\//.test(path);
}

function packageOf({ module }: { readonly module: string }): string {
  return module.split('.', 1)[0];
}
