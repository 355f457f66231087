import { absoluteModule } from '../../python/resolve';
import type { Statement } from '../../python/syntax';
import type { Files } from '../files';
import type { Module, Modules } from './modules';

/** What following imports needs of a project. */
export interface ImportContext {
  readonly files: Files;
  readonly modules: Modules;
}

/** The same, with what remembers the imports of each module. */
export interface KnownImports extends ImportContext {
  readonly importsOf: (module: string) => Iterable<string>;
}

/**
 * Whether all files are read that some modules lead to by imports. What rests on many modules waits for that: begun
 * before, it would be done anew with every file that comes in.
 * @param follows whether the imports of a module count, too; of others only those to a depth of a few modules do
 */
export function areImportsRead(
  roots: Iterable<string>,
  follows: (module: string) => boolean,
  context: KnownImports,
): boolean {
  const seen = new Map<string, number>();
  const queue: string[] = [];
  const add = (module: string, depth: number): void => {
    if ((seen.get(module) ?? Number.POSITIVE_INFINITY) <= depth) return;
    seen.set(module, depth);
    const parent = module.lastIndexOf('.');
    if (parent > 0) add(module.slice(0, parent), depth);
    queue.push(module);
  };
  for (const root of roots) add(root, 0);
  let complete = true;
  for (let module = queue.pop(); module !== undefined; module = queue.pop()) {
    const path = context.modules.find(module)?.path;
    if (path === undefined) continue;
    if (!context.files.isRead(path)) complete = false;
    const depth = follows(module) ? 0 : seen.get(module)! + 1;
    if (depth <= deepest) for (const imported of context.importsOf(module)) add(imported, depth);
  }
  return complete;
}

const deepest = 2;

/** The modules that a module imports when it runs, those of its functions left out. */
export function* importsOf(module: string, { files, modules }: ImportContext): Iterable<string> {
  const found = modules.find(module);
  const unit = found?.path === undefined ? undefined : files.module(found.path);
  if (found !== undefined && unit !== undefined) yield* importsIn(unit.statements, found);
}

/** The same of the statements of a module, or of a function in it. */
export function* importsIn(statements: readonly Statement[], { name, isPackage }: Module): Iterable<string> {
  const from = { module: name, isPackage };
  for (const statement of importStatements(statements)) {
    if (statement.kind === 'import') yield statement.module;
    else {
      const target = absoluteModule(from, statement.module, statement.level);
      if (target === undefined) continue;
      yield target;
      if (statement.kind === 'from') yield target === '' ? statement.name : `${target}.${statement.name}`;
    }
  }
}

type Import = Extract<Statement, { kind: 'import' | 'from' | 'star-import' }>;

function importStatements(statements: readonly Statement[], found: Import[] = []): readonly Import[] {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'import':
      case 'from':
      case 'star-import':
        found.push(statement);
        break;
      case 'if':
        if (!isTypeChecking(statement)) importStatements(statement.then, found);
        importStatements(statement.otherwise, found);
        break;
      case 'try':
        importStatements(statement.body, found);
        for (const { body } of statement.handlers) importStatements(body, found);
        importStatements(statement.otherwise, found);
        break;
      case 'with':
      case 'for':
      case 'class':
        importStatements(statement.body, found);
    }
  }
  return found;
}

function isTypeChecking({ test }: Extract<Statement, { kind: 'if' }>): boolean {
  return (test.kind === 'name' || test.kind === 'attribute') && test.name === 'TYPE_CHECKING';
}
