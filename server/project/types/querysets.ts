import { resolve } from '../../python/resolve';
import { asString, type Call, dottedOf, likeliest, type Value } from '../../python/values';
import { modelInstance } from './anyModel';
import { attributeOf } from './attributes';
import { lastName, listOf, type Method, noneType, plain, type QuerySet, type Type, unionOf, unknownType } from './type';
import type { Types } from './types';

/** The methods of django.db.models.query.QuerySet and of the managers of relations. */
export const querysetMethods: ReadonlySet<string> = new Set(
  'all count exists first last distinct reverse none values values_list latest earliest iterator get_queryset get filter exclude order_by annotate alias aggregate select_related prefetch_related only defer using extra union intersection difference select_for_update in_bulk dates datetimes contains complex_filter raw explain create bulk_create bulk_update get_or_create update_or_create update delete add remove clear set'.split(
    ' ',
  ),
);

const altering = new Set('create bulk_create bulk_update get_or_create update_or_create update delete'.split(' '));
/** Of the managers of relations alone. */
const relating = new Set('add remove clear set'.split(' '));
const needing = new Set('using dates datetimes contains complex_filter raw'.split(' '));

/** Why templates cannot call one of them; undefined where they can, or where there may be none. */
export function querysetRefusal(name: string, isManager: boolean): Method['refused'] {
  if (altering.has(name) || (isManager && relating.has(name))) return 'alters data';
  return needing.has(name) ? 'needs arguments' : undefined;
}

const same = new Set([
  '_clone',
  '_chain',
  'all',
  'filter',
  'exclude',
  'order_by',
  'distinct',
  'reverse',
  'none',
  'alias',
  'select_related',
  'prefetch_related',
  'only',
  'defer',
  'using',
  'extra',
  'union',
  'intersection',
  'difference',
  'select_for_update',
  'complex_filter',
  'get_queryset',
  'iterator',
  'db_manager',
]);

/** What a method of a queryset or manager gives; undefined for one that Django's does not have. */
export function queryResult(type: QuerySet, name: string, call: Call | undefined, types: Types): Type | undefined {
  const rows: QuerySet = { ...type, isManager: false };
  const row: Type = type.row ?? { kind: 'model', label: type.label, ...(type.extra && { extra: type.extra }) };
  if (same.has(name)) return rows;
  switch (name.replace(/^a(?=first|last|get|count|exists|earliest|latest|create|aggregate)/, '')) {
    case 'annotate':
      return annotated(rows, call, types);
    case 'first':
    case 'last':
      return unionOf([row, noneType]);
    case 'get':
    case 'earliest':
    case 'latest':
      return row;
    case 'create':
      return modelInstance(type.label);
    case 'get_or_create':
    case 'update_or_create':
      return { kind: 'tuple', items: [() => modelInstance(type.label), () => plain('bool')] };
    case 'count':
      return plain('int');
    case 'exists':
    case 'contains':
      return plain('bool');
    case 'in_bulk':
      return { kind: 'dict', entries: new Map(), key: () => unknownType, rest: () => row };
    case 'dates':
      return listOf(() => plain('date'));
    case 'datetimes':
      return listOf(() => plain('datetime'));
    case 'bulk_create':
      return listOf(() => row);
    case 'aggregate':
      return aggregated(type, call, types);
    case 'values':
      return { ...rows, row: valuesRow(type, call, types) };
    case 'values_list':
      return { ...rows, row: listRow(type, call, types) };
    case 'get_by_natural_key':
    case 'get_for_model':
    case 'get_for_id':
    case 'get_current':
      // Of django.contrib's managers, and by convention of others.
      return djangosRows.has(type.label) || name === 'get_by_natural_key' ? row : undefined;
    default:
      return undefined;
  }
}

const djangosRows = new Set(['contenttypes.ContentType', 'sites.Site']);

function annotated(type: QuerySet, call: Call | undefined, types: Types): QuerySet {
  if (call === undefined) return type;
  const added = annotations(type, call, types);
  const extra = new Map([...(type.extra ?? []), ...added]);
  const row: Type | undefined =
    type.row?.kind === 'dict'
      ? {
          ...type.row,
          entries: new Map([
            ...type.row.entries,
            ...added.map(([name, one]) => [name, { type: () => one, place: undefined }] as const),
          ]),
        }
      : type.row;
  return { ...type, extra, ...(row && { row }) };
}

function annotations(type: QuerySet, call: Call, types: Types): [string, Type][] {
  const named = [...call.keywords].map(([name, value]): [string, Type] => [name, expressionType(type, value, types)]);
  // `annotate(Count("lines"))` names it `lines__count` (django.db.models.aggregates.Aggregate.default_alias).
  const unnamed = call.args.flatMap((value): [string, Type][] => {
    const one = likeliest(value);
    const field = one.kind === 'call' ? asString(one.args[0]) : undefined;
    const name = one.kind === 'call' ? lastName(dottedOf(one.callee) ?? '') : '';
    return field && name ? [[`${field}__${name.toLowerCase()}`, expressionType(type, value, types)]] : [];
  });
  return [...unnamed, ...named];
}

/** What a query expression gives, by its class (django.db.models.aggregates, expressions and functions). */
function expressionType(type: QuerySet, value: Value, types: Types): Type {
  const expression = likeliest(value);
  if (expression.kind === 'literal')
    return typeof expression.value === 'string' ? pathType(type, expression.value, types) : types.typeOf(expression);
  if (expression.kind !== 'call') return unknownType;
  const name = lastName(dottedOf(expression.callee) ?? '');
  const [first] = expression.args;
  if (/^(?:Count|Length|RowNumber|Rank|DenseRank|StrIndex|Ord)$/.test(name) || /^Extract\w*$/.test(name))
    return plain('int');
  if (
    /^(?:Concat|Lower|Upper|Trim|LTrim|RTrim|Left|Right|Substr|Replace|LPad|RPad|Repeat|Chr|MD5|SHA\d+|StringAgg)$/.test(
      name,
    )
  )
    return plain('str');
  if (name === 'Exists') return plain('bool');
  if (name === 'Now') return plain('datetime');
  if (/^(?:F|Max|Min|Sum|OuterRef)$/.test(name) && first)
    return pathType(type, asString(resolve(first, types.world)) ?? '', types);
  if (name === 'Value' && first) return types.typeOf(first);
  if (name === 'Avg' || name === 'StdDev') return plain('float');
  return unknownType;
}

/** The field that a path of lookups leads to. */
function pathType(type: QuerySet, path: string, types: Types): Type {
  let current: Type = { kind: 'model', label: type.label, ...(type.extra && { extra: type.extra }) };
  for (const name of path.split('__')) {
    if (current.kind === 'queryset') current = { kind: 'model', label: current.label };
    current = attributeOf(current, name, types)?.type() ?? unknownType;
  }
  return current.kind === 'method' ? unknownType : current;
}

function aggregated(type: QuerySet, call: Call | undefined, types: Types): Type {
  if (call === undefined) return unknownType;
  return {
    kind: 'dict',
    ...(call.open ? { rest: () => unknownType } : { isWhole: true }),
    entries: new Map(
      annotations(type, call, types).map(([name, one]) => [name, { type: () => one, place: call.place }]),
    ),
  };
}

function valuesRow(type: QuerySet, call: Call | undefined, types: Types): Type {
  const names = namesOf(call, types);
  if (names === undefined) return { kind: 'dict', entries: new Map(), rest: () => unknownType };
  const fields =
    names.length > 0 ? names : (types.models().byLabel.get(type.label)?.fields ?? []).map(({ name }) => name);
  const added = call ? annotations(type, { ...call, args: [] }, types) : [];
  const columns = [
    ...fields.map((name) => [name, () => columnType(type, name, types)] as const),
    ...added.map(([name, one]) => [name, () => one] as const),
  ];
  return {
    kind: 'dict',
    ...(names.length > 0 && { isWhole: true }),
    entries: new Map(columns.map(([name, one]) => [name, { type: one, place: call?.place }])),
  };
}

function listRow(type: QuerySet, call: Call | undefined, types: Types): Type {
  const names = namesOf(call, types);
  if (names === undefined || names.length === 0) return listOf(() => unknownType, 'tuple');
  const flat = call?.keywords.get('flat');
  if (flat?.kind === 'literal' && flat.value === true) return columnType(type, names[0], types);
  return { kind: 'tuple', items: names.map((name) => () => columnType(type, name, types)) };
}

/** In a row a relation is the key of what it leads to. */
function columnType(type: QuerySet, name: string, types: Types): Type {
  const found = pathType(type, name, types);
  return found.kind === 'model' || found.kind === 'queryset' ? unknownType : found;
}

function namesOf(call: Call | undefined, types: Types): string[] | undefined {
  if (call === undefined || call.open) return undefined;
  const names = call.args.map((argument) => asString(resolve(argument, types.world)));
  return names.every((name) => name !== undefined) ? names : undefined;
}
