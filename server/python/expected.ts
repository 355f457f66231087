import type { Frame } from './frame';
import { lookUp } from './names';
import { absoluteModule } from './resolve';
import type { Statement } from './syntax';
import { optionsOf } from './values';

/** Whether a name is bound, where a `try` does nothing but ask for that; undefined for any other, and where nobody can tell. */
export function whetherBound(
  { body, handlers }: Extract<Statement, { kind: 'try' }>,
  frame: Frame,
): { readonly isBound: boolean; readonly handler: readonly Statement[] } | undefined {
  const [only, ...more] = body;
  const handler = handlers.find(({ types }) => types.includes('NameError'))?.body;
  if (only?.kind !== 'expression' || only.value.kind !== 'name' || more.length > 0 || !handler) return undefined;
  const value = lookUp(only.value.name, frame, only.n);
  const isBuiltin = value.kind === 'ref' && value.dotted === `builtins.${only.value.name}`;
  const isOpen = optionsOf(value).some((option) => option.kind === 'unknown' && option.unbound);
  const isUnread = value.kind === 'unknown' && frame.evaluation.unreadStars.length > 0;
  return isOpen || isUnread ? undefined : { isBound: !isBuiltin, handler };
}

/** Whether a handler of these types is there for an import that fails. */
export function catchesImportError(types: readonly string[]): boolean {
  return (
    types.length === 0 || types.some((type) => /^(ImportError|ModuleNotFoundError|Exception|BaseException)$/.test(type))
  );
}

/** Whether a statement is an import. */
export function isImport(statement: Statement): boolean {
  return statement.kind === 'import' || statement.kind === 'from' || statement.kind === 'star-import';
}

/** Whether an import will succeed; undefined for other statements and where it is not known. */
export function importable(statement: Statement, frame: Frame): boolean | undefined {
  const { world } = frame.evaluation;
  if (statement.kind === 'import') return world.hasModule(statement.module);
  if (statement.kind !== 'from' && statement.kind !== 'star-import') return undefined;
  const module = absoluteModule(frame, statement.module, statement.level);
  if (module === undefined) return false;
  const found = module === '' ? true : world.hasModule(module);
  if (found !== true || statement.kind === 'star-import') return found;
  const namespace = world.namespace(module);
  if (namespace === undefined || namespace.names.has(statement.name) || namespace.unreadStars.length > 0) return true;
  if (namespace.names.has('__getattr__')) return undefined;
  return world.hasModule(`${module}.${statement.name}`);
}
