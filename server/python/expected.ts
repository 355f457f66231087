import { evaluate, settled } from './expressions';
import type { Frame } from './frame';
import { lookUp } from './names';
import { absoluteModule } from './resolve';
import type { Expression, Statement } from './syntax';
import { asString, dottedOf, likeliest, optionsOf, sameValue } from './values';

/** Whether a name is bound, where a `try` does nothing but ask for that; undefined for any other, and where nobody can tell. */
export function whetherBound(
  { body, handlers }: Extract<Statement, { kind: 'try' }>,
  frame: Frame,
): { readonly isBound: boolean; readonly handler: readonly Statement[] } | undefined {
  const [only, ...more] = body;
  const handler = handlers.find(({ types }) => types.includes('NameError'))?.body;
  const used = only?.kind === 'expression' || only?.kind === 'assign' ? only.value : undefined;
  if (handler && used && usesUnbound(used, frame)) return { isBound: false, handler };
  if (only?.kind !== 'expression' || only.value.kind !== 'name' || more.length > 0 || !handler) return undefined;
  const value = lookUp(only.value.name, frame, only.n);
  const isBuiltin = value.kind === 'ref' && value.dotted === `builtins.${only.value.name}`;
  const isOpen = optionsOf(value).some((option) => option.kind === 'unknown' && option.unbound);
  const isUnread = value.kind === 'unknown' && frame.evaluation.unreadStars.length > 0;
  return isOpen || isUnread ? undefined : { isBound: !isBuiltin, handler };
}

/** Whether an expression certainly uses a name that nothing binds. */
function usesUnbound(expression: Expression, frame: Frame): boolean {
  const uses = (one: Expression) => usesUnbound(one, frame);
  switch (expression.kind) {
    case 'name': {
      const value = lookUp(expression.name, frame, expression.n);
      return value.kind === 'ref' && value.dotted === `builtins.${expression.name}` && !ofPython.test(expression.name);
    }
    case 'attribute':
      return uses(expression.of);
    case 'binary':
      return uses(expression.left) || (expression.op !== 'and' && expression.op !== 'or' && uses(expression.right));
    case 'call':
      return uses(expression.callee) || expression.args.some(({ value }) => uses(value));
    case 'list':
    case 'tuple':
    case 'set':
      return expression.items.some(uses);
    case 'subscript':
      return uses(expression.of);
    default:
      return false;
  }
}

/** The names of Python's builtins. */
const ofPython =
  /^(?:__\w+__|[A-Z]\w*(?:Error|Exception|Exit|Group|Interrupt|Iteration|Warning)|NotImplemented|Ellipsis|abs|aiter|all|anext|any|ascii|bin|bool|breakpoint|bytearray|bytes|callable|chr|classmethod|compile|complex|copyright|credits|delattr|dict|dir|divmod|enumerate|eval|exec|exit|filter|float|format|frozenset|getattr|globals|hasattr|hash|help|hex|id|input|int|isinstance|issubclass|iter|len|license|list|locals|map|max|memoryview|min|next|object|oct|open|ord|pow|print|property|quit|range|repr|reversed|round|set|setattr|slice|sorted|staticmethod|str|sum|super|tuple|type|vars|zip)$/;

/**
 * The same for a `try` that does nothing but look at an attribute of a module or of Django's settings: whether that is
 * there. Undefined for any other, and where nobody can tell; one that goes on after it is known only where it does not.
 */
export function whetherSet(
  { body, handlers }: Extract<Statement, { kind: 'try' }>,
  frame: Frame,
): { readonly isBound: boolean; readonly handler: readonly Statement[] } | undefined {
  const [only, ...more] = body;
  const handler = handlers.find(({ types }) => types.includes('AttributeError'))?.body;
  const looked = only?.kind === 'return' || only?.kind === 'assign' ? only.value : undefined;
  if (looked === undefined || !handler) return undefined;
  const [of, name] = looked.kind === 'attribute' ? [looked.of, looked.name] : getAttr(looked, frame);
  if (of === undefined || name === undefined) return undefined;
  const object = likeliest(settled(evaluate(of, frame), frame));
  if (object.kind !== 'ref') return undefined;
  const attribute = `${object.dotted}.${name}`;
  const value = settled({ kind: 'ref', dotted: attribute }, frame);
  // What is looked up on the settings object itself, whose source says nothing of it, is not set.
  if (object.dotted === 'django.conf.settings' && value.kind === 'member') return { isBound: false, handler };
  if (value.kind === 'ref' && value.dotted === attribute)
    return object.dotted === 'django.conf.settings' || lacks(object.dotted, name, frame)
      ? { isBound: false, handler }
      : undefined;
  const isOpen = more.length > 0 || optionsOf(value).some((option) => option.kind === 'unknown');
  return isOpen ? undefined : { isBound: true, handler };
}

/** Whether a module that was read whole has no such name. */
function lacks(module: string, name: string, { evaluation: { world } }: Frame): boolean {
  const namespace = world.namespace(module);
  if (namespace === undefined || namespace.unreadStars.length > 0 || namespace.names.has('__getattr__')) return false;
  return !namespace.names.has(name) && world.hasModule(`${module}.${name}`) === false;
}

/** The same for a `try` that begins with a look into a dict: whether the key is there; not sure where other code may add it. */
export function whetherKept(
  { body, handlers }: Extract<Statement, { kind: 'try' }>,
  frame: Frame,
): { readonly isBound: boolean; readonly isOpen?: boolean; readonly handler: readonly Statement[] } | undefined {
  const [only, ...more] = body;
  const handler = handlers.find(({ types }) => types.includes('KeyError'))?.body;
  const looked = only?.kind === 'return' || only?.kind === 'assign' ? only.value : undefined;
  if (looked?.kind !== 'subscript' || looked.index.kind === 'slice' || !handler) return undefined;
  const dict = settled(evaluate(looked.of, frame), frame);
  const key = settled(evaluate(looked.index, frame), frame);
  if (dict.kind !== 'dict' || key.kind !== 'literal') return undefined;
  const entry = dict.entries.find((one) => sameValue(one.key, key));
  if (entry) return entry.maybe || more.length > 0 ? undefined : { isBound: true, handler };
  const unread = dict.entries.filter((one) => one.key.kind !== 'literal');
  if (unread.some(({ key }) => key.kind !== 'unknown' || !key.elsewhere)) return undefined;
  return { isBound: false, isOpen: unread.length > 0, handler };
}

/** The object and the name that `getattr(object, name)` looks at. */
function getAttr(call: Expression, frame: Frame): [Expression?, string?] {
  if (call.kind !== 'call' || call.callee.kind !== 'name' || call.callee.name !== 'getattr') return [];
  const [of, name, ...more] = call.args.map(({ value }) => value);
  return name && more.length === 0 ? [of, asString(settled(evaluate(name, frame), frame))] : [];
}

/** Whether a handler of these types is there for an import that fails. */
export function catchesImportError(types: readonly string[]): boolean {
  return (
    types.length === 0 || types.some((type) => /^(ImportError|ModuleNotFoundError|Exception|BaseException)$/.test(type))
  );
}

/** Whether a statement is an import, or a call of `import_module`. */
export function isImport(statement: Statement, frame: Frame): boolean {
  if (statement.kind === 'import' || statement.kind === 'from' || statement.kind === 'star-import') return true;
  return importedByCall(statement, frame) !== undefined;
}

/** The module that `import_module(…)` is given, where a statement does no more than that. */
function importedByCall(statement: Statement, frame: Frame): string | undefined {
  const call = statement.kind === 'expression' || statement.kind === 'assign' ? statement.value : undefined;
  if (call?.kind !== 'call' || call.args.length !== 1 || call.args[0].star) return undefined;
  const { callee } = call;
  const called = callee.kind === 'attribute' ? callee.name : callee.kind === 'name' ? callee.name : '';
  // Only a name that ends like this may be the function: nothing else is evaluated, which may do something.
  if (!/import_module$/.test(called) || dottedOf(evaluate(callee, frame)) !== 'importlib.import_module')
    return undefined;
  return asString(settled(evaluate(call.args[0].value, frame), frame));
}

/** Whether an import will succeed; undefined for other statements and where it is not known. */
export function importable(statement: Statement, frame: Frame): boolean | undefined {
  const { world } = frame.evaluation;
  if (statement.kind === 'import') return world.hasModule(statement.module);
  if (statement.kind !== 'from' && statement.kind !== 'star-import') {
    const imported = importedByCall(statement, frame);
    return imported === undefined ? undefined : world.hasModule(imported);
  }
  const module = absoluteModule(frame, statement.module, statement.level);
  if (module === undefined) return false;
  const found = module === '' ? true : world.hasModule(module);
  if (found !== true || statement.kind === 'star-import') return found;
  const namespace = world.namespace(module);
  if (namespace === undefined || namespace.names.has(statement.name) || namespace.unreadStars.length > 0) return true;
  if (namespace.names.has('__getattr__')) return undefined;
  return world.hasModule(`${module}.${statement.name}`);
}
