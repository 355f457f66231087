import { attribute, isFramework, resolve } from '../../python/resolve';
import { runFunction, runStatement } from '../../python/run';
import type { Expression, Statement } from '../../python/syntax';
import { madeClass } from '../../python/typeCall';
import {
  type Call,
  type ClassValue,
  dottedOf,
  type FunctionValue,
  likeliest,
  type Place,
  type Value,
} from '../../python/values';
import type { Namespace, World } from '../../python/world';
import type { Ancestry } from './ancestry';
import { isModel } from './declare';

/**
 * What a module, outside of its functions, does to models with code that is none of Django's: in calls that get one, such as
 * `register(Book)`, and in decorators of classes that are no models themselves. Gives the calls in it that were not computed.
 * @param known a world that knows the fields of models: the code is run once more in it
 */
export function doneToModels(module: string, world: World, known: World, ancestry: Ancestry): readonly Call[] {
  const namespace = isFramework(module) ? undefined : world.namespace(module);
  const unit = namespace && world.file?.(namespace.path);
  if (namespace === undefined || unit === undefined) return [];
  return unit.statements.flatMap((statement) => {
    const place = { path: namespace.path, unit: '', n: statement.n };
    const effects = getsModel(statement, namespace, world, ancestry)
      ? runStatement(statement, namespace, known)
      : decorators(statement, namespace, world, ancestry).flatMap(([decorator, value]) => {
          return runFunction(decorator, [value], known)?.effects ?? [];
        });
    return effects.map((effect) => foundAt(effect, place));
  });
}

/** The functions that decorate a class which is no model, the innermost first; those of models are run when these are made. */
function decorators(
  statement: Statement,
  { names }: Namespace,
  world: World,
  ancestry: Ancestry,
): [FunctionValue, ClassValue][] {
  if (statement.kind !== 'class' || statement.decorators.length === 0) return [];
  const value = names.get(statement.name);
  if (value?.kind !== 'class' || isModel(value, ancestry)) return [];
  return value.decorators.toReversed().flatMap((decorator): [FunctionValue, ClassValue][] => {
    const callee = likeliest(resolve(decorator, world));
    return callee.kind === 'function' && !isFramework(callee.module) ? [[callee, value]] : [];
  });
}

/** A class that code makes is found where the project asks for it: most often that code is a package's. */
function foundAt(effect: Call, place: Place): Call {
  const [made] = effect.args;
  return effect.callee === madeClass && made.kind === 'class' ? { ...effect, args: [{ ...made, place }] } : effect;
}

function getsModel(statement: Statement, namespace: Namespace, world: World, ancestry: Ancestry): boolean {
  if (statement.kind !== 'expression' || statement.value.kind !== 'call') return false;
  const { callee, args } = statement.value;
  const isGiven = args.some(({ value }) => {
    const given = named(value, namespace, world);
    return given?.kind === 'class' && isModel(given, ancestry);
  });
  return isGiven && isRun(named(callee, namespace, world), world);
}

/** What a name or a path of attributes stands for at the end of a module; undefined for any other expression. */
function named(expression: Expression, namespace: Namespace, world: World): Value | undefined {
  if (expression.kind === 'attribute') {
    const of = named(expression.of, namespace, world);
    return of && likeliest(resolve(attribute(of, expression.name, world), world));
  }
  const value = expression.kind === 'name' ? namespace.names.get(expression.name) : undefined;
  return value && likeliest(resolve(value, world));
}

/** Whether a function or method is one whose body is run. */
function isRun(callee: Value | undefined, world: World): boolean {
  if (callee?.kind === 'function') return !isFramework(callee.module);
  if (callee?.kind !== 'member') return false;
  const of = likeliest(resolve(callee.of, world));
  const type = of.kind === 'call' ? likeliest(resolve(of.callee, world)) : of;
  return type.kind === 'class' && !isFramework(dottedOf(type)!);
}
