import { evaluate } from '../../python/expressions';
import { moduleFrame, newEvaluation } from '../../python/frame';
import { newHeap } from '../../python/heap';
import { resolve } from '../../python/resolve';
import type { Expression } from '../../python/syntax';
import { type Call, type ClassValue, dottedOf, type FunctionValue, likeliest, type Value } from '../../python/values';
import { instanceType } from './instances';
import { lastName, listOf, noneType, plain, type Type, unionOf, unknownType } from './type';
import type { Types } from './types';

type Written = Pick<FunctionValue | ClassValue, 'module' | 'place'>;

/** What an annotation says; undefined where there is none, or where it says nothing. */
export function annotationType(
  annotation: Expression | undefined,
  where: Written,
  types: Types,
  self?: Call,
): Type | undefined {
  if (annotation === undefined) return undefined;
  const type = read(annotation, where, types, self);
  return type.kind === 'unknown' ? undefined : type;
}

/** What the body of a class says of an attribute that it annotates. */
export function annotatedAttribute(owner: ClassValue, name: string, types: Types): Type | undefined {
  for (const statement of owner.statement.body) {
    if (statement.kind !== 'assign' || statement.annotation === undefined) continue;
    const [target] = statement.targets;
    if (target.kind === 'name' && target.name === name) return annotationType(statement.annotation, owner, types);
  }
  return undefined;
}

function read(annotation: Expression, where: Written, types: Types, self: Call | undefined): Type {
  switch (annotation.kind) {
    case 'constant':
      return annotation.value === null ? noneType : unknownType;
    case 'string': {
      // A forward reference.
      const names = annotation.value.trim().split('.');
      if (!names.every((name) => /^\w+$/.test(name))) return unknownType;
      const expression = names
        .slice(1)
        .reduce<Expression>((of, name) => ({ kind: 'attribute', n: annotation.n, of, name }), {
          kind: 'name',
          n: annotation.n,
          name: names[0],
        });
      return read(expression, where, types, self);
    }
    case 'binary':
      return annotation.op === '|'
        ? unionOf([read(annotation.left, where, types, self), read(annotation.right, where, types, self)])
        : unknownType;
    case 'subscript':
      return generic(annotation, where, types, self);
    case 'name':
    case 'attribute':
      return ofClass(evaluated(annotation, where, types), types, self);
    default:
      return unknownType;
  }
}

function generic(
  annotation: Extract<Expression, { kind: 'subscript' }>,
  where: Written,
  types: Types,
  self: Call | undefined,
): Type {
  const base = evaluated(annotation.of, where, types);
  const name = (dottedOf(base) ?? '').replace(/^.*\./, '');
  const given = annotation.index.kind === 'tuple' ? annotation.index.items : [annotation.index];
  const part = (at: number) => (given[at] ? read(given[at], where, types, self) : unknownType);
  if (/^(?:Optional)$/.test(name)) return unionOf([part(0), noneType]);
  if (name === 'Union') return unionOf(given.map((_, i) => part(i)));
  if (/^(?:ClassVar|Annotated|Final|Required|NotRequired|Awaitable)$/.test(name)) return part(0);
  if (/^(?:dict|Dict|Mapping|MutableMapping|OrderedDict|defaultdict)$/.test(name))
    return { kind: 'dict', entries: new Map(), key: () => part(0), rest: () => part(1) };
  if (/^(?:tuple|Tuple)$/.test(name) && given[1]?.kind !== 'ellipsis')
    return { kind: 'tuple', items: given.map((_, i) => () => part(i)) };
  if (lists.test(name)) return listOf(() => part(0), /^set|^Set/.test(name) ? 'set' : 'list');
  if (/^(?:\w*QuerySet|\w*Manager)$/.test(name)) {
    const row = part(0);
    return row.kind === 'model'
      ? { kind: 'queryset', label: row.label, isManager: name.endsWith('Manager') }
      : ofClass(base, types, self);
  }
  return ofClass(base, types, self);
}

const lists =
  /^(?:list|List|Sequence|MutableSequence|Iterable|Iterator|Generator|Collection|set|Set|frozenset|FrozenSet|AbstractSet|tuple|Tuple|deque)$/;

/** An instance of what an annotation names. */
function ofClass(value: Value, types: Types, self: Call | undefined): Type {
  const found = likeliest(value);
  if (found.kind === 'class') return instanceType(found, undefined, types);
  const dotted = dottedOf(found) ?? '';
  if (/^typing(?:_extensions)?\.Self$/.test(dotted)) return self ? types.typeOf(self) : unknownType;
  return (
    classNamed(dotted) ??
    (found.kind === 'ref' && /^[A-Z]/.test(lastName(dotted)) && !/^typing/.test(dotted)
      ? { kind: 'instance', class: found }
      : unknownType)
  );
}

/** An instance of a class of Python's own; undefined for any other. */
export function classNamed(dotted: string): Type | undefined {
  const name = lastName(dotted);
  if (/^builtins\.(?:str|int|float|bool|bytes|complex)$/.test(dotted)) return plain(name);
  if (/^datetime\.(?:date|datetime|time|timedelta)$/.test(dotted)) return plain(name);
  if (/^(?:decimal\.Decimal|uuid\.UUID|pathlib\.Path)$/.test(dotted)) return plain(name);
  if (/^django\.utils\.safestring\.(?:SafeString|SafeText|SafeData)$/.test(dotted)) return plain('str');
  if (/^(?:builtins|typing)\.(?:list|set|frozenset|List|Set|Iterable|Sequence|tuple)$/.test(dotted))
    return listOf(() => unknownType, name.toLowerCase());
  if (/^(?:builtins\.dict|typing\.(?:Dict|Mapping)|collections\.(?:OrderedDict|defaultdict|Counter))$/.test(dotted))
    return { kind: 'dict', entries: new Map(), rest: () => unknownType };
  return undefined;
}

/** The value of an expression that stands at a module's top. */
function evaluated(expression: Expression, { module, place }: Written, types: Types): Value {
  const { world } = types;
  const names = new Map(world.namespace(module)?.names);
  const evaluation = newEvaluation('', world, newHeap(), 200, false);
  const frame = { ...moduleFrame(evaluation, { module, path: place.path }, names), unit: place.unit };
  return resolve(evaluate(expression, frame), world);
}
