import { assign } from './assign';
import { callExpression } from './calls';
import { type Frame, placeIn, step } from './frame';
import { settingChange } from './heap';
import { heldBy } from './keeper';
import { membership } from './membership';
import { isEmptyElsewhere, lookUp } from './names';
import { alive, instanceAttribute, iterated, keptAttribute, superAttribute } from './objects';
import { pathAttribute, pathJoin } from './paths';
import { attribute, isSameClass, resolve } from './resolve';
import { isSurelyNone, raises } from './strict';
import { subscript } from './subscript';
import type { Clause, Expression } from './syntax';
import { notComputed, unknownLike } from './undecided';
import {
  asString,
  type Call,
  choice,
  type Dict,
  type DictItem,
  type Item,
  isSequence,
  itemBy,
  likeliest,
  literal,
  optionsOf,
  type Place,
  type Sequence,
  sameValue,
  truth,
  unknown,
  unknownItems,
  type Value,
} from './values';

/** What an expression is, as far as reading tells. */
export function evaluate(expression: Expression, frame: Frame): Value {
  const place = placeIn(frame, expression.n);
  switch (expression.kind) {
    case 'name':
      return lookUp(expression.name, frame, expression.n);
    case 'attribute':
      return attributeOf(evaluate(expression.of, frame), expression.name, frame, place);
    case 'string':
      return literal(expression.value, place);
    case 'number':
    case 'constant':
      return literal(expression.value, place);
    case 'ellipsis':
      return { kind: 'ref', dotted: 'builtins.Ellipsis', place };
    case 'fstring':
      return formatted(expression, frame, place);
    case 'call':
      return callExpression(expression, frame);
    case 'list':
    case 'tuple':
    case 'set':
      return sequence(expression.kind, itemsOf(expression.items, frame), frame, place);
    case 'dict':
      return dict(expression, frame, place);
    case 'star':
      return evaluate(expression.value, frame);
    case 'binary':
      return binaryExpression(expression, frame, place);
    case 'unary':
      return unary(expression.op, settled(evaluate(expression.operand, frame), frame), place);
    case 'conditional': {
      const test = truth(settled(evaluate(expression.test, frame), frame));
      if (test?.certain) return evaluate(test.value ? expression.then : expression.otherwise, frame);
      const then = evaluate(expression.then, frame);
      const otherwise = evaluate(expression.otherwise, frame);
      return choice(test && !test.value ? [otherwise, then] : [then, otherwise]);
    }
    case 'subscript':
      return subscript(evaluate(expression.of, frame), expression.index, frame, place);
    case 'comprehension':
      return comprehension(expression, frame, place);
    case 'lambda':
      return { kind: 'lambda', parameters: expression.parameters, body: expression.body, scope: frame, place };
    case 'walrus': {
      const value = evaluate(expression.value, frame);
      frame.names.set(expression.name, value);
      return value;
    }
    case 'yield': {
      frame.yields ??= [];
      const value = expression.value ? evaluate(expression.value, frame) : literal(null, place);
      const items = expression.from ? spread(value, frame, place) : [{ value }];
      frame.yields.push(
        ...items.map((item) => (frame.depth > 0 && frame.likelihood ? { ...item, maybe: frame.likelihood } : item)),
      );
      return literal(null, place);
    }
    case 'slice':
      return unknown('a slice', place);
    default:
      return unknown(expression.what, place);
  }
}

/** A new list, tuple or set that this evaluation owns. */
export function sequence(kind: Sequence['kind'], items: Item[], frame: Frame, place?: Place): Sequence {
  return { kind, items, place, depth: frame.depth, owner: frame.evaluation.owner };
}

/** The value with references followed: what a condition, a loop or an operator looks at. */
export function settled(value: Value, frame: Frame): Value {
  return value.kind === 'choice'
    ? choice(value.options.map((option) => settled(option, frame)))
    : followed(value, frame);
}

function followed(value: Value, frame: Frame): Value {
  const found = resolve(value, frame.evaluation.world);
  // What another module leaves empty may be filled by a third one.
  if (value.kind === 'ref' && isEmptyElsewhere(found, frame)) frame.evaluation.isShared = true;
  return found;
}

/** The attribute of a value; of paths and references it is known what it is. */
export function attributeOf(of: Value, name: string, frame: Frame, place: Place): Value {
  const owner = likeliest(of);
  if (raises('AttributeError', isSurelyNone(of), frame)) return unknown(`None has no '${name}'`, place);
  if (owner.kind === 'path') return pathAttribute(owner, name, frame, place);
  if (name.startsWith('__')) {
    const kept = keptAttribute(likeliest(settled(owner, frame)), name, frame, place);
    if (kept) return kept;
  }
  const instance = owner.kind === 'call' ? alive(owner, frame) : undefined;
  if (instance?.attributes) return instanceAttribute(instance, name, frame, place);
  if (owner.kind === 'call' && isSuper(owner))
    return superAttribute(name, frame, place) ?? { kind: 'member', of: superOf(owner, frame), name, place };
  // What code has set on the settings object is no longer known behind this evaluation.
  const setting = owner.kind === 'ref' ? settingChange(frame.evaluation.heap, `${owner.dotted}.${name}`) : undefined;
  if (setting) return setting;
  const value = attribute(owner, name, frame.evaluation.world);
  return value.kind === 'ref' || value.kind === 'member' ? { ...value, place } : value;
}

function isSuper(call: Call): boolean {
  return call.callee.kind === 'ref' && call.callee.dotted === 'builtins.super';
}

/** `super()` as Python takes it within a method: with the class and the instance. */
function superOf(call: Call, { method }: Frame): Call {
  return method && call.args.length === 0 ? { ...call, args: [method.owner, method.self] } : call;
}

/** `left op right`. */
export function binary(op: string, left: Value, right: Value, frame: Frame, place: Place): Value {
  const a = settled(left, frame);
  const b = settled(right, frame);
  if (op === 'in' || op === 'not in') {
    const container = likeliest(b);
    return membership(op, a, heldBy(container, frame) ?? container, place, (item) => settled(item, frame));
  }
  if (a.kind === 'choice' || b.kind === 'choice') {
    const results = optionsOf(a)
      .slice(0, 4)
      .flatMap((x) =>
        optionsOf(b)
          .slice(0, 4)
          .map((y) => binary(op, x, y, frame, place)),
      );
    return choice(results);
  }
  if (op === '+' && isSequence(a)) {
    const items = isSequence(b) ? b.items : [{ value: unknownItems(b, place) }];
    return sequence(a.kind, [...a.items, ...items], frame, place);
  }
  if (op === '+' && isSequence(b)) {
    return sequence(b.kind, [{ value: unknownItems(a, place) }, ...b.items], frame, place);
  }
  if (a.kind === 'set' && b.kind === 'set' && /^[|&^-]$/.test(op)) return combinedSets(op, a, b, frame, place);
  if (op === '/' && a.kind === 'path') return pathJoin(a, [b], place);
  if (op === '|' && a.kind === 'dict' && b.kind === 'dict')
    return mergedDict([...a.entries, ...b.entries], frame, place);
  if (op === '%' && a.kind === 'literal' && typeof a.value === 'string')
    return percentFormatted(a.value, b, frame, place);
  if (/^(?:is(?: not)?|[!=]=)$/.test(op) && isModuleAndNone(a, b, frame))
    return literal(op === 'is not' || op === '!=', place);
  if (op === '==' || op === 'is') return compared(a, b, place, (same) => same);
  if (op === '!=' || op === 'is not') return compared(a, b, place, (same) => !same);
  if (isSequence(a) && isSequence(b) && /[<>]/.test(op)) return literal(compareTuples(op, a, b), place);
  if (a.kind !== 'literal' || b.kind !== 'literal') return notComputed(op, [a, b], place);
  return arithmetic(op, a.value, b.value, place);
}

/** `|`, `&`, `-` and `^` of sets. Whether an unknown item is also in the other set cannot be told: it stays. */
function combinedSets(op: string, a: Sequence, b: Sequence, frame: Frame, place: Place): Value {
  const hasIn = (set: Sequence) => (item: Item) => set.items.some((other) => sameValue(other.value, item.value));
  const [inA, inB] = [hasIn(a), hasIn(b)];
  const kept = a.items.filter((item) => op === '|' || inB(item) === (op === '&') || item.value.kind === 'unknown');
  const added = op === '|' || op === '^' ? b.items.filter((item) => !inA(item)) : [];
  return sequence('set', [...kept, ...added], frame, place);
}

function arithmetic(
  op: string,
  a: string | number | boolean | null,
  b: string | number | boolean | null,
  place: Place,
): Value {
  if (typeof a === 'string' && typeof b === 'string' && op === '+') return literal(a + b, place);
  if (typeof a === 'string' && typeof b === 'number' && op === '*')
    return literal(a.repeat(Math.max(0, Math.min(b, 100))), place);
  if (typeof a === 'number' && typeof b === 'number') {
    const results: Record<string, () => number | boolean> = {
      '+': () => a + b,
      '-': () => a - b,
      '*': () => a * b,
      '/': () => a / b,
      '//': () => Math.floor(a / b),
      '%': () => ((a % b) + b) % b,
      '**': () => a ** b,
      '<': () => a < b,
      '>': () => a > b,
      '<=': () => a <= b,
      '>=': () => a >= b,
    };
    const result = results[op];
    if (result) return literal(result(), place);
  }
  return unknown('an operation that is not computed', place);
}

/** Whether one of two values is a module and the other None. */
function isModuleAndNone(a: Value, b: Value, frame: Frame): boolean {
  const isModule = (value: Value) => value.kind === 'ref' && frame.evaluation.world.hasModule(value.dotted) === true;
  return (isNone(a) && isModule(b)) || (isModule(a) && isNone(b));
}

function compared(a: Value, b: Value, place: Place, answer: (same: boolean) => boolean): Value {
  if (sameValue(a, b) && a.kind !== 'unknown') return literal(answer(true), place);
  if ((isNone(a) && isObject(b)) || (isObject(a) && isNone(b))) return literal(answer(false), place);
  const plain = (value: Value) => value.kind === 'literal' || isSequence(value) || value.kind === 'path';
  // No class or function equals a plain value.
  const isDefinition = (value: Value) => value.kind === 'class' || value.kind === 'function' || value.kind === 'lambda';
  if (a.kind === 'class' && b.kind === 'class') return literal(answer(isSameClass(a, b)), place);
  const differ = (isDefinition(a) && b.kind === 'literal') || (isDefinition(b) && a.kind === 'literal');
  return differ || (plain(a) && plain(b))
    ? literal(answer(false), place)
    : unknownLike(true, 'a comparison with a value that is not known', place);
}

function isNone(value: Value): boolean {
  return value.kind === 'literal' && value.value === null;
}

/** Whether a value is surely an object of its own. */
function isObject(value: Value): boolean {
  return (
    value.kind === 'class' || value.kind === 'function' || (value.kind === 'call' && value.callee.kind === 'class')
  );
}

/** Compares version tuples such as `sys.version_info >= (3, 10)`. */
function compareTuples(op: string, a: Sequence, b: Sequence): boolean {
  const numbers = (list: Sequence) =>
    list.items.map((item) => (item.value.kind === 'literal' ? Number(item.value.value) : Number.NaN));
  const [x, y] = [numbers(a), numbers(b)];
  let order = 0;
  for (let i = 0; i < Math.max(x.length, y.length) && order === 0; i++) order = (x[i] ?? -1) - (y[i] ?? -1);
  return op === '<' ? order < 0 : op === '<=' ? order <= 0 : op === '>' ? order > 0 : order >= 0;
}

function binaryExpression(expression: Extract<Expression, { kind: 'binary' }>, frame: Frame, place: Place): Value {
  const left = evaluate(expression.left, frame);
  if (expression.op !== 'and' && expression.op !== 'or')
    return binary(expression.op, left, evaluate(expression.right, frame), frame, place);
  const value = settled(left, frame);
  const test = truth(value);
  const takesRight = expression.op === 'and';
  if (test?.certain) return test.value === takesRight ? evaluate(expression.right, frame) : value;
  const right = evaluate(expression.right, frame);
  return choice(test !== undefined && test.value !== takesRight ? [value, right] : [right, value]);
}

function unary(op: string, operand: Value, place: Place): Value {
  if (op === 'not') {
    const test = truth(operand);
    if (test === undefined) return unknownLike(true, 'the negation of a value that is not known', place);
    return test.certain
      ? literal(!test.value, place)
      : choice([literal(!test.value, place), literal(test.value, place)]);
  }
  const value = likeliest(operand);
  if (value.kind === 'literal' && typeof value.value === 'number') {
    return literal(op === '-' ? -value.value : op === '~' ? ~value.value : value.value, place);
  }
  return unknown('an operation that is not computed', place);
}

function itemsOf(expressions: readonly Expression[], frame: Frame): Item[] {
  return expressions.flatMap((expression): Item[] => {
    if (expression.kind !== 'star') return [{ value: evaluate(expression, frame) }];
    return spread(evaluate(expression.value, frame), frame, placeIn(frame, expression.n));
  });
}

/** The items that `*value` gives; one unknown item where they are not known. */
export function spread(value: Value, frame: Frame, place: Place): Item[] {
  const list = likeliest(settled(value, frame));
  if (isSequence(list)) return [...list.items];
  if (list.kind === 'dict') return list.entries.map((entry) => ({ value: entry.key, maybe: entry.maybe }));
  const items = iterated(list, frame);
  return items ? [...items] : [{ value: unknownItems(list, place) }];
}

function dict(expression: Extract<Expression, { kind: 'dict' }>, frame: Frame, place: Place): Value {
  const entries = expression.entries.flatMap((entry): DictItem[] => {
    if (entry.key) return [{ key: settled(evaluate(entry.key, frame), frame), value: evaluate(entry.value, frame) }];
    const value = likeliest(settled(evaluate(entry.value, frame), frame));
    if (value.kind === 'dict') return value.entries;
    const open = unknown('more keys that are not known', place);
    return [{ key: open, value: open }];
  });
  return mergedDict(entries, frame, place);
}

/** A dict of entries of which the last of each key counts. */
export function mergedDict(entries: readonly DictItem[], frame: Frame, place?: Place): Dict {
  const merged: DictItem[] = [];
  for (const entry of entries) {
    const at = merged.findIndex((other) => sameValue(other.key, entry.key));
    if (at >= 0) merged[at] = entry;
    else merged.push(entry);
  }
  return { kind: 'dict', entries: merged, place, depth: frame.depth, owner: frame.evaluation.owner };
}

function formatted(expression: Extract<Expression, { kind: 'fstring' }>, frame: Frame, place: Place): Value {
  let text = '';
  for (const part of expression.parts) {
    const piece = typeof part === 'string' ? part : textOf(settled(evaluate(part, frame), frame));
    if (piece === undefined) return unknownLike('', 'a formatted string with a part that is not known', place);
    text += piece;
  }
  return literal(text, place);
}

/** What `str(value)` gives. */
export function textOf(value: Value): string | undefined {
  const likely = likeliest(value);
  if (likely.kind === 'path') return likely.value;
  if (likely.kind !== 'literal') return undefined;
  if (typeof likely.value === 'boolean') return likely.value ? 'True' : 'False';
  return likely.value === null ? 'None' : String(likely.value);
}

function percentFormatted(template: string, value: Value, frame: Frame, place: Place): Value {
  const likely = likeliest(value);
  const values = likely.kind === 'tuple' ? likely.items.map((item) => item.value) : [likely];
  let next = 0;
  let failed = false;
  const text = template.replace(/%(?:\((\w+)\))?([sdr%])/g, (_, key: string | undefined, type: string) => {
    if (type === '%') return '%';
    const entry =
      key !== undefined && likely.kind === 'dict'
        ? likely.entries.find((one) => asString(one.key) === key)?.value
        : values[next++];
    const piece = entry && textOf(settled(entry, frame));
    failed ||= piece === undefined;
    return piece ?? '';
  });
  return failed ? unknownLike('', 'a formatted string with a part that is not known', place) : literal(text, place);
}

function comprehension(expression: Extract<Expression, { kind: 'comprehension' }>, frame: Frame, place: Place): Value {
  const items: Item[] = [];
  const entries: DictItem[] = [];
  const names = frame.names;
  frame.names = new Map(names);
  const then = (maybe?: 'likely' | 'unlikely'): void => {
    const value = evaluate(expression.element, frame);
    const mark = maybe && { maybe };
    if (expression.key) entries.push({ key: evaluate(expression.key, frame), value, ...mark });
    else items.push({ value, ...mark });
  };
  const complete = each(expression.clauses, 0, frame, then);
  const open = {
    ...unknown('items of a comprehension over a value that is not known', place),
    ...(!complete && { by: unknownElement(expression, frame) }),
  };
  frame.names = names;
  if (expression.of === 'dict')
    return mergedDict(complete ? entries : [...entries, { key: open, value: open }], frame, place);
  return sequence(
    expression.of === 'generator' ? 'list' : expression.of,
    complete ? items : [...items, { value: open }],
    frame,
    place,
  );
}

/** What a comprehension makes of an item that is not known; nothing of it happens. */
function unknownElement(expression: Extract<Expression, { kind: 'comprehension' }>, frame: Frame): Value {
  const { effects } = frame.evaluation;
  const before = effects.length;
  for (const clause of expression.clauses) {
    if (clause.kind === 'if') continue;
    const place = placeIn(frame, clause.target.n);
    const [known] = spread(evaluate(clause.iterable, frame), frame, place);
    const over = likeliest(settled(evaluate(clause.iterable, frame), frame));
    const item =
      known && known.value.kind !== 'unknown' ? known.value : { ...unknown('an item', place), by: itemBy(over, place) };
    assign(clause.target, item, frame);
  }
  const value = evaluate(expression.element, frame);
  effects.length = before;
  return value;
}

/** Runs `then` for each combination of a comprehension's loops; false where some loop is over unknown items. */
function each(
  clauses: readonly Clause[],
  at: number,
  frame: Frame,
  then: (maybe?: 'likely' | 'unlikely') => void,
  maybe?: 'likely' | 'unlikely',
): boolean {
  const clause = clauses[at];
  if (clause === undefined) {
    then(maybe);
    return true;
  }
  if (clause.kind === 'if') {
    const test = truth(settled(evaluate(clause.test, frame), frame));
    if (test?.certain) return test.value ? each(clauses, at + 1, frame, then, maybe) : true;
    return each(clauses, at + 1, frame, then, test?.value ? 'likely' : (maybe ?? (test ? 'unlikely' : 'likely')));
  }
  let complete = true;
  for (const item of spread(evaluate(clause.iterable, frame), frame, placeIn(frame, clause.target.n))) {
    if (!step(frame)) return false;
    if (item.value.kind === 'unknown') complete = false;
    else {
      assign(clause.target, item.value, frame);
      complete = each(clauses, at + 1, frame, then, item.maybe ?? maybe) && complete;
    }
  }
  return complete;
}
