import type { Frame } from '../../python/frame';
import type { Path } from '../../text/paths';

/** Finds the statement of a class or function again. */
export type StatementAt = (path: Path, unit: string, n: number) => unknown;

/**
 * Values of queries as JSON text: plain objects, arrays, maps and sets, shared parts and circles included. Of a Python
 * value the statement stays behind in the file's facts, and the evaluation that made it is over. Undefined for what
 * holds functions or the like.
 */
export function pack(value: unknown): string | undefined {
  const numbers = new Map<object, number>();
  const queue: object[] = [];
  const shapes = new Map<string, number>();
  const keys: string[][] = [];
  const scopes = new Map<object, object>();

  const reference = (one: unknown): unknown => {
    if (one === undefined) return [];
    if (typeof one === 'number' && !Number.isFinite(one)) return [special, String(one)];
    if (typeof one !== 'object' || one === null) {
      if (typeof one === 'function' || typeof one === 'symbol' || typeof one === 'bigint') throw new NotPlain();
      return one;
    }
    let number = numbers.get(one);
    if (number === undefined) {
      number = queue.push(one) - 1;
      numbers.set(one, number);
    }
    return [number];
  };

  const shapeOf = (names: string[]): number => {
    const text = names.join('\n');
    let shape = shapes.get(text);
    if (shape === undefined) {
      shape = keys.push(names) - 1;
      shapes.set(text, shape);
    }
    return shape;
  };

  /** What a lambda sees. The evaluation and the names of a module are those of whoever calls it. */
  const scopeOf = (frame: Frame): object => {
    let scope = scopes.get(frame);
    if (scope === undefined) {
      const { evaluation, yields, ...rest } = frame;
      scope = { ...rest, returns: [], names: frame.kind === 'module' ? new Map() : frame.names };
      scopes.set(frame, scope);
    }
    return scope;
  };

  const entry = (one: object): unknown[] => {
    if (Array.isArray(one)) return [kinds.array, ...one.map(reference)];
    if (one instanceof Map) return [kinds.map, ...[...one].flatMap(([key, item]) => [reference(key), reference(item)])];
    if (one instanceof Set) return [kinds.set, ...[...one].map(reference)];
    const prototype: unknown = Object.getPrototypeOf(one);
    if (prototype !== Object.prototype && prototype !== null) throw new NotPlain();
    const place = statementPlace(one);
    const names: string[] = [];
    const values: unknown[] = [];
    for (const name of Object.keys(one)) {
      const isStatement = place && name === 'statement';
      // What is computed when it is looked at may not be known yet.
      if (!isStatement && Object.getOwnPropertyDescriptor(one, name)?.get) throw new NotPlain();
      const item = isStatement ? undefined : (one as Record<string, unknown>)[name];
      names.push(name);
      if (isStatement) values.push(reference(place));
      else if (name === 'owner' && item !== undefined && isEvaluation(one)) values.push(0);
      else if (name === 'scope' && isLambda(one)) values.push(reference(scopeOf(item as Frame)));
      else values.push(reference(item));
    }
    return [kinds.shapes + shapeOf(names), ...values];
  };

  try {
    const top = reference(value);
    const entries: unknown[][] = [];
    for (let i = 0; i < queue.length; i++) entries.push(entry(queue[i]));
    return JSON.stringify([top, keys, entries]);
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** The value that was packed, made of new objects. */
export function unpack(text: string, statementAt: StatementAt): unknown {
  const [top, keys, entries] = JSON.parse(text) as [unknown, string[][], unknown[][]];
  const objects: unknown[] = entries.map(([kind]) =>
    kind === kinds.array ? [] : kind === kinds.map ? new Map() : kind === kinds.set ? new Set() : {},
  );
  const over = {};
  const value = (one: unknown): unknown => {
    if (!Array.isArray(one)) return one;
    if (one.length === 0) return undefined;
    return one[0] === special ? Number(one[1]) : objects[one[0] as number];
  };
  for (let i = 0; i < entries.length; i++) {
    const packed = entries[i];
    const object = objects[i];
    if (Array.isArray(object)) for (let j = 1; j < packed.length; j++) object.push(value(packed[j]));
    else if (object instanceof Set) for (let j = 1; j < packed.length; j++) object.add(value(packed[j]));
    else if (object instanceof Map)
      for (let j = 1; j < packed.length; j += 2) object.set(value(packed[j]), value(packed[j + 1]));
    else fill(object as Record<string, unknown>, keys[(packed[0] as number) - kinds.shapes], packed, value);
  }
  return value(top);

  function fill(
    object: Record<string, unknown>,
    names: readonly string[],
    packed: readonly unknown[],
    unpacked: (one: unknown) => unknown,
  ): void {
    const isPython = names[0] === 'kind';
    for (let j = 0; j < names.length; j++) {
      const name = names[j];
      if (isPython && name === 'owner' && packed[j + 1] === 0) object[name] = over;
      else if (isPython && name === 'statement') define(object, unpacked(packed[j + 1]) as PackedPlace);
      else object[name] = unpacked(packed[j + 1]);
    }
  }

  /** Most statements are never looked at, and those that are lead to their whole file. */
  function define(object: Record<string, unknown>, place: PackedPlace): void {
    Object.defineProperty(object, 'statement', {
      enumerable: true,
      configurable: true,
      get: () => statementAt(place.path, place.unit, place.n),
    });
  }
}

class NotPlain extends Error {}

const special = -1;
const kinds = { array: 0, map: 1, set: 2, shapes: 3 };

interface PackedPlace {
  readonly path: Path;
  readonly unit: string;
  readonly n: number;
}

/** The place of a class or function, which is that of its statement. */
function statementPlace(one: object): object | undefined {
  const { kind, statement, place } = one as { kind?: unknown; statement?: unknown; place?: object };
  return (kind === 'class' || kind === 'function') && statement !== undefined ? place : undefined;
}

/** Whether the `owner` of a value is the evaluation that made it. */
function isEvaluation(one: object): boolean {
  const { kind } = one as { kind?: unknown };
  return kind === 'list' || kind === 'tuple' || kind === 'set' || kind === 'dict' || kind === 'call';
}

function isLambda(one: object): boolean {
  return (one as { kind?: unknown }).kind === 'lambda';
}
