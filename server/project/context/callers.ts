import { findMember, isFramework, linearized, resolve } from '../../python/resolve';
import type { FunctionStatement, Statement } from '../../python/syntax';
import { type Call, type ClassValue, dottedOf, type FunctionValue, likeliest, type Value } from '../../python/values';
import type { World } from '../../python/world';
import type { Path } from '../../text/paths';
import { isTestName } from '../tests/testCode';
import { type Type, unionOf, unknownType } from '../types/type';
import type { Types } from '../types/types';
import { calledNames } from './calledNames';
import { functionRenderings, methodRenderings, viewRenderings } from './renderings';
import type { UsedView } from './routedViews';

/** What is needed to find where a project calls a function. */
export interface CallerSources {
  /** The files that import something by a name, or a module. */
  importersOf(name: string): readonly Path[];
  /** The class-based views of routes that derive from a class, the class itself among them. */
  viewsOf(value: ClassValue): readonly UsedView[];
  readonly types: Types;
}

/** How many files that import a function are looked into for its calls, and how many views that derive from a mixin. */
const mostFiles = 8;
const mostViews = 3;

/**
 * What a project gives to a function or class where it calls it, by the names of parameters. As nobody knows whether these are all
 * calls, each may be something else, too.
 */
export function givenByCallers(dotted: string, sources: CallerSources): ReadonlyMap<string, () => Type> {
  const { types, importersOf } = sources;
  const found = new Map<string, () => Type>();
  const target = likeliest(resolve({ kind: 'ref', dotted }, types.world));
  const called = target.kind === 'class' ? findMember(target, '__init__', types.world)?.value : target;
  if ((target.kind !== 'class' && target.kind !== 'function') || called?.kind !== 'function') return found;
  const name = target.kind === 'class' ? target.qualifiedName : target.statement.name;
  const paths = [...new Set([target.place.path, ...importersOf(name), ...importersOf(target.module)])];
  const sites = paths.slice(0, mostFiles).flatMap((path) => callersIn(path, name, types));
  const calls = sites.flatMap((site) => callsIn(site, dottedOf(target)!, sources));
  const parameters = called.statement.parameters.slice(target.kind === 'class' ? 1 : 0);
  for (const [i, { name, star, keywordOnly }] of parameters.entries()) {
    if (name === '' || star) continue;
    const values = calls.flatMap(
      ({ args, keywords }) => keywords.get(name) ?? (keywordOnly ? undefined : args[i]) ?? [],
    );
    if (values.length > 0) found.set(name, () => unionOf([...values.map((value) => types.typeOf(value)), unknownType]));
  }
  return found;
}

/** A function of a module, or a method of one of its classes. */
interface Caller {
  readonly module: string;
  readonly owner?: string;
  readonly statement: FunctionStatement;
}

/** The functions and methods of a file that call something of a name. */
function callersIn(path: Path, name: string, { files, modules }: Types): Caller[] {
  const module = modules.nameOf(path);
  const unit = module === undefined ? undefined : files.module(path);
  if (module === undefined || unit === undefined) return [];
  const all = [...functionsIn(unit.statements)].map((one) => ({
    ...one,
    module,
    body: files.body(path, one.statement.body),
  }));
  return all.filter(({ body }) => body && calledNames(body).has(name));
}

function* functionsIn(statements: readonly Statement[], owner?: string): Iterable<Omit<Caller, 'module'>> {
  for (const statement of statements) {
    if (statement.kind === 'function') yield { owner, statement };
    else if (statement.kind === 'class' && owner === undefined) yield* functionsIn(statement.body, statement.name);
    else if (statement.kind === 'if') yield* functionsIn([...statement.then, ...statement.otherwise], owner);
  }
}

/** The calls of a function that happen while another one runs. */
function callsIn({ module, owner, statement }: Caller, dotted: string, { types, viewsOf }: CallerSources): Call[] {
  const calls: Call[] = [];
  const world: World = {
    ...types.world,
    knownCall(path, call) {
      if (path === dotted) calls.push(call);
      return types.world.knownCall(path, call);
    },
  };
  const recording: Types = { ...types, world };
  const names = types.world.namespace(module)?.names;
  if (owner === undefined) {
    const value = functionNamed(names?.get(statement.name));
    if (value) functionRenderings(value, recording);
    return calls;
  }
  const type = names?.get(owner);
  const value = type && likeliest(type);
  if (value?.kind !== 'class') return calls;
  for (const view of viewsOf(value).slice(0, mostViews)) viewRenderings(view.value, view.given, recording);
  const method = calls.length > 0 ? undefined : functionNamed(value.members.get(statement.name));
  if (method) methodRenderings(method, value, recording);
  return calls;
}

function functionNamed(value: Value | undefined): FunctionValue | undefined {
  const likely = value && likeliest(value);
  return likely?.kind === 'function' ? likely : undefined;
}

/** Whether views of Django's kind can be made of a class. */
export function derivesFrom(value: UsedView['value'], base: ClassValue, types: Types): boolean {
  return (
    value.kind === 'class' &&
    !isFramework(value.module) &&
    linearized(value, types.world).some((one) => one.kind === 'class' && dottedOf(one) === dottedOf(base))
  );
}

/**
 * The files that import each name, from wherever, and each module. Tests are left out: what they give is made up.
 */
export function importersByName(
  paths: readonly Path[],
  { modules, importsOf }: { modules: Types['modules']; importsOf(module: string): Iterable<string> },
): ReadonlyMap<string, readonly Path[]> {
  const found = new Map<string, Path[]>();
  for (const path of paths) {
    const module = modules.nameOf(path);
    if (module === undefined || module.split('.').some(isTestName)) continue;
    const names = new Set<string>();
    for (const dotted of importsOf(module)) {
      names.add(dotted);
      names.add(dotted.slice(dotted.lastIndexOf('.') + 1));
    }
    for (const name of names) {
      const known = found.get(name);
      if (known) known.push(path);
      else found.set(name, [path]);
    }
  }
  return found;
}
