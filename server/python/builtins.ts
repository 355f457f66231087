import { type Arguments, callValue } from './calls';
import { directoryOf } from './directory';
import { entryPointsCall } from './entryPoints';
import { environmentCall } from './environment';
import { execCall, includeCall } from './execCall';
import { attributeOf, mergedDict, sequence, settled, spread, textOf } from './expressions';
import { findAll } from './findAll';
import type { Frame } from './frame';
import { globalsCall } from './globalsCall';
import { isCallable, isInstance, isSubclass } from './isinstance';
import { load } from './load';
import { method } from './methods';
import { setAttribute } from './objects';
import { pathCall } from './paths';
import { resolve } from './resolve';
import { isSurelyNone } from './strict';
import { typeCall } from './typeCall';
import {
  asItems,
  asString,
  choice,
  type DictItem,
  type Item,
  isSequence,
  itemBy,
  likeliest,
  literal,
  optionsOf,
  type Place,
  sameValue,
  truth,
  unknown,
  type Value,
} from './values';

/** The result of a call of one of Python's own functions, for those that settings and URLconfs are written with. */
export function builtinCall(dotted: string, given: Arguments, frame: Frame, place: Place): Value | undefined {
  const own = dotted.startsWith('builtins.') ? functions[dotted.slice(9)] : functions[dotted];
  if (own) return typed(own(given, frame, place), { kind: 'ref', dotted }, given, place);
  if (dotted.startsWith('builtins.str.')) {
    const text = given.args[0] && likeliest(settled(given.args[0], frame));
    const args = given.args.slice(1);
    return text?.kind === 'literal' ? method(text, dotted.slice(13), { ...given, args }, frame, place) : undefined;
  }
  return pathCall(dotted, given, frame, place) ?? environmentCall(dotted, given, frame, place);
}

/** What a call gives that is not computed is of a type that its callee tells. */
export function typed<T extends Value | undefined>(
  result: T,
  callee: Value,
  given: Arguments,
  place: Place,
): T | Value {
  if (result?.kind !== 'unknown' || result.by || result.raises) return result;
  return { ...result, by: { kind: 'call', callee, ...given, place } };
}

/** The entries of a dict that is made of pairs of a key and a value; undefined where one of them is no such pair. */
function pairsOf(value: Value, frame: Frame): DictItem[] | undefined {
  const entries = asItems(value)?.map((item): DictItem | undefined => {
    const pair = asItems(likeliest(settled(item.value, frame)));
    return pair?.length === 2 ? { ...item, key: settled(pair[0].value, frame), value: pair[1].value } : undefined;
  });
  return entries?.includes(undefined) ? undefined : (entries as DictItem[] | undefined);
}

type Builtin = (given: Arguments, frame: Frame, place: Place) => Value | undefined;

const functions: Record<string, Builtin> = {
  list: collect('list'),
  tuple: collect('tuple'),
  set: collect('set'),
  frozenset: collect('set'),
  iter: collect('list'),
  dict: ({ args, keywords }, frame, place) => {
    const first = args[0] && likeliest(settled(args[0], frame));
    const entries = first?.kind === 'dict' ? first.entries : first ? pairsOf(first, frame) : [];
    if (entries === undefined) return unknown('a dict of pairs', place);
    const named = [...keywords].map(([key, value]) => ({ key: literal(key, place), value }));
    return mergedDict([...entries, ...named], frame, place);
  },
  str: ({ args }, frame, place) => {
    const text = args[0] ? textOf(settled(args[0], frame)) : '';
    return text === undefined ? unknown('the text of a value that is not known', place) : literal(text, place);
  },
  int: ({ args }, frame, place) => {
    const value = args[0] && likeliest(settled(args[0], frame));
    const number =
      value?.kind === 'literal' && value.value !== null ? Number.parseInt(String(Number(value.value)), 10) : Number.NaN;
    return Number.isNaN(number) ? unknown('a number that is not known', place) : literal(number, place);
  },
  bool: ({ args }, frame, place) => {
    const test = args[0] ? truth(settled(args[0], frame)) : { value: false, certain: true };
    if (test === undefined) return unknown('the truth of a value that is not known', place);
    return test.certain
      ? literal(test.value, place)
      : choice([literal(test.value, place), literal(!test.value, place)]);
  },
  callable: ({ args }, frame, place) => {
    const value = args[0] && likeliest(settled(args[0], frame));
    const answer = value && isCallable(value, frame);
    return answer === undefined ? unknown('whether an object can be called', place) : literal(answer, place);
  },
  len: ({ args }, frame, place) => {
    const value = args[0] && likeliest(settled(args[0], frame));
    if (value && isSequence(value) && value.items.every((item) => !item.maybe && item.value.kind !== 'unknown'))
      return literal(value.items.length, place);
    if (value?.kind === 'literal' && typeof value.value === 'string') return literal(value.value.length, place);
    return unknown('the length of a value that is not known', place);
  },
  sorted: ({ args, keywords }, frame, place) => {
    const items = itemsOf(args[0], frame, place);
    const texts = items.map((item) => textOf(item.value));
    if (keywords.has('key') || texts.includes(undefined)) return sequence('list', items, frame, place);
    const order = items
      .map((item, i) => ({ item, text: texts[i]! }))
      .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
    const reverse = keywords.get('reverse');
    if (reverse && truth(reverse)?.value) order.reverse();
    return sequence(
      'list',
      order.map((entry) => entry.item),
      frame,
      place,
    );
  },
  filter: ({ args: [test, of] }, frame, place) => {
    const wanted = test && likeliest(settled(test, frame));
    if (wanted === undefined || of === undefined) return undefined;
    const isNone = wanted.kind === 'literal' && wanted.value === null;
    const items = itemsOf(of, frame, place).flatMap((item): Item[] => {
      const asked = truth(settled(isNone ? item.value : callValue(test, [item.value], frame, place), frame));
      if (asked?.certain) return asked.value ? [item] : [];
      return [{ ...item, maybe: item.maybe ?? (asked?.value === false ? 'unlikely' : 'likely') }];
    });
    return sequence('list', items, frame, place);
  },
  map: ({ args: [change, of, ...more] }, frame, place) => {
    if (change === undefined || of === undefined || more.length > 0) return undefined;
    const items = itemsOf(of, frame, place).map((item) =>
      item.value.kind === 'unknown' ? item : { ...item, value: callValue(change, [item.value], frame, place) },
    );
    return sequence('list', items, frame, place);
  },
  reversed: ({ args }, frame, place) => sequence('list', itemsOf(args[0], frame, place).reverse(), frame, place),
  range: ({ args }, frame, place) => {
    const numbers = args
      .map((arg) => likeliest(settled(arg, frame)))
      .map((arg) => (arg.kind === 'literal' ? Number(arg.value) : Number.NaN));
    const [start, end, stride] = numbers.length > 1 ? numbers : [0, numbers[0]];
    const count = Math.ceil((end - start) / (stride ?? 1));
    if (!(count <= 1000)) return unknown('a range that is not known', place);
    return sequence(
      'list',
      Array.from({ length: Math.max(0, count) }, (_, i) => ({ value: literal(start + i * (stride ?? 1), place) })),
      frame,
      place,
    );
  },
  enumerate: ({ args }, frame, place) => {
    const items = itemsOf(args[0], frame, place).map(
      (item, i): Item => ({ ...item, value: pair(literal(i, place), item.value, frame, place) }),
    );
    return sequence('list', items, frame, place);
  },
  zip: ({ args }, frame, place) => {
    const lists = args.map((arg) => itemsOf(arg, frame, place));
    const length = lists.length > 0 ? Math.min(...lists.map((list) => list.length)) : 0;
    const rows = Array.from({ length }, (_, i) => ({
      value: sequence(
        'tuple',
        lists.map((list) => ({ ...list[i], value: one(list[i].value, place) })),
        frame,
        place,
      ),
    }));
    return sequence('list', rows, frame, place);
  },
  isinstance: ({ args }, frame, place) => isInstance(args[0], args[1], frame, place),
  issubclass: ({ args }, frame, place) => isSubclass(args[0], args[1], frame, place),
  classmethod: ({ args }) => decorated(args[0], 'classmethod'),
  staticmethod: ({ args }) => decorated(args[0], 'staticmethod'),
  getattr: ({ args }, frame, place) => {
    const [of, name, fallback] = args;
    const text = name && textOf(settled(name, frame));
    if (of === undefined || text === undefined) return unknown('an attribute that is not known', place);
    if (fallback && isSurelyNone(settled(of, frame))) return fallback;
    const value = attributeOf(likeliest(settled(of, frame)), text, frame, place);
    const found = value.kind === 'ref' ? resolve(value, frame.evaluation.world) : value;
    if (fallback === undefined) return found;
    if (isMissing(found)) return fallback;
    const bound = optionsOf(found).filter((option) => option.kind !== 'unknown' || !option.unbound);
    if (bound.length < optionsOf(found).length) return choice([fallback, ...bound]);
    return found.kind === 'ref' || found.kind === 'unknown' ? choice([fallback, found]) : found;
  },
  setattr: ({ args }, frame, place) => {
    const [of, name, value] = args;
    const text = name && textOf(settled(name, frame));
    if (of && value && text !== undefined) setAttribute(likeliest(settled(of, frame)), text, value, frame);
    return literal(null, place);
  },
  globals: (_, frame, place) => globalsCall(frame, place),
  locals: ({ args }, frame, place) =>
    frame.kind === 'module' && args.length === 0 ? globalsCall(frame, place) : undefined,
  dir: ({ args }, frame, place) => directoryOf(args[0], frame, place),
  type: ({ args }, frame, place) => typeCall(args, frame, place),
  'type.__new__': ({ args }, frame, place) => typeCall(args.slice(1), frame, place, args[0]),
  'types.resolve_bases': ({ args }) => args[0],
  'django.db.models.base.ModelBase': ({ args }, frame, place) => typeCall(args, frame, place),
  hasattr: ({ args }, frame, place) => {
    const [of, name] = args;
    const text = name && textOf(settled(name, frame));
    const owner = of && likeliest(settled(of, frame));
    const module = owner?.kind === 'ref' ? frame.evaluation.world.namespace(owner.dotted) : undefined;
    if (module && text !== undefined && module.unreadStars.length === 0 && !module.names.has('__getattr__'))
      return literal(module.names.has(text), place);
    if (owner?.kind === 'literal' && owner.value === null) return literal(false, place);
    const isPlainObject = owner?.kind === 'ref' && owner.dotted === 'builtins.object';
    if (isPlainObject && text !== undefined && !text.startsWith('__')) return literal(false, place);
    if (
      text === '__call__' &&
      owner &&
      (owner.kind === 'lambda' || owner.kind === 'function' || owner.kind === 'class')
    )
      return literal(true, place);
    if (owner === undefined || text === undefined || (owner.kind === 'call' && !owner.attributes))
      return unknown('whether an object has an attribute', place);
    const value = resolve(attributeOf(owner, text, frame, place), frame.evaluation.world);
    if (isMissing(value)) return literal(false, place);
    return value.kind === 'ref' || value.kind === 'unknown'
      ? unknown('whether an object has an attribute', place)
      : literal(true, place);
  },
  any: ({ args }, frame, place) => quantified(args[0], frame, place, true),
  all: ({ args }, frame, place) => quantified(args[0], frame, place, false),
  'itertools.chain': ({ args }, frame, place) =>
    sequence(
      'list',
      args.flatMap((arg) => itemsOf(arg, frame, place)),
      frame,
      place,
    ),
  'collections.OrderedDict': (given, frame, place) => functions.dict(given, frame, place),
  'collections.defaultdict': ({ args }, frame, place) => ({
    ...mergedDict([], frame, place),
    ...(args[0] && { factory: args[0] }),
  }),
  're.findall': ({ args }, frame, place) => {
    const [pattern, text] = args.map((arg) => textOf(settled(arg, frame)));
    const found = pattern === undefined || text === undefined ? undefined : findAll(pattern, text);
    const items = found?.map((one) => ({ value: literal(one) }));
    return items ? sequence('list', items, frame, place) : unknown('what a regular expression finds', place);
  },
  'typing.cast': ({ args }) => args[1],
  'copy.copy': ({ args }, frame) => copied(args[0], frame),
  'copy.deepcopy': ({ args }) => args[0],
  'importlib.util.find_spec': ({ args }, frame, place) => {
    const name = args[0] && textOf(settled(args[0], frame));
    const found = name === undefined ? undefined : frame.evaluation.world.hasModule(name);
    if (found === undefined) return unknown('whether a module can be imported', place);
    // The name stands in for the ModuleSpec: all that settings ask of one is whether it is there.
    return literal(found ? name! : null, place);
  },
  'django.utils.module_loading.import_string': ({ args, keywords }, frame, place) => {
    const given = args[0] ?? keywords.get('dotted_path');
    const path = given && textOf(settled(given, frame));
    if (path === undefined) return unknown('a path that is not known', place);
    const module = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    if (frame.evaluation.world.hasModule(module)) {
      frame.evaluation.imports.add(module);
      load(module, frame.evaluation);
    }
    return { kind: 'ref', dotted: path, place };
  },
  'django.utils.module_loading.module_has_submodule': ({ args }, frame, place) => {
    const module = args[0] && likeliest(settled(args[0], frame));
    const name = args[1] && textOf(settled(args[1], frame));
    const found =
      module?.kind === 'ref' && name !== undefined
        ? frame.evaluation.world.hasModule(`${module.dotted}.${name}`)
        : undefined;
    return found === undefined ? unknown('whether a package has a module', place) : literal(found, place);
  },
  'django.utils.module_loading.autodiscover_modules': ({ args }, frame, place) => {
    const { world, imports } = frame.evaluation;
    const configs: Value = { kind: 'ref', dotted: 'django.apps.apps.get_app_configs' };
    for (const { value } of itemsOf(callValue(configs, [], frame, place), frame, place)) {
      const app = value.kind === 'call' ? asString(value.attributes?.get('name')) : undefined;
      for (const arg of args) {
        const module = `${app}.${textOf(settled(arg, frame))}`;
        if (app === undefined || !world.hasModule(module)) continue;
        imports.add(module);
        load(module, frame.evaluation);
      }
    }
    return literal(null, place);
  },
  'importlib.metadata.entry_points': entryPointsCall,
  'importlib_metadata.entry_points': entryPointsCall,
  'pkg_resources.iter_entry_points': entryPointsCall,
  exec: execCall,
  'split_settings.tools.include': includeCall,
  'importlib.import_module': importedModule,
  __import__: importedModule,
};

/** `import_module("a.b")`: the module, or an ImportError where there certainly is none. */
function importedModule({ args }: Arguments, frame: Frame, place: Place): Value {
  const name = args[0] && textOf(settled(args[0], frame));
  if (name === undefined) return unknown('a module that is not known', place);
  if (frame.evaluation.world.hasModule(name) === false) frame.evaluation.raised = 'ImportError';
  frame.evaluation.imports.add(name);
  load(name, frame.evaluation);
  return { kind: 'ref', dotted: name, place };
}

/** Whether a value is an attribute that neither an instance nor its class has. */
function isMissing(value: Value): boolean {
  if (value.kind === 'ref') return value.dotted.startsWith('django.conf.settings.');
  return value.kind === 'member' && value.found === undefined;
}

/** `name = classmethod(name)` in a class body: the function as if it was decorated. */
function decorated(value: Value | undefined, decorator: string): Value | undefined {
  if (value?.kind !== 'function') return undefined;
  return { ...value, decorators: [...value.decorators, { kind: 'ref', dotted: `builtins.${decorator}` }] };
}

function collect(kind: 'list' | 'tuple' | 'set'): Builtin {
  return ({ args }, frame, place) => {
    const items = args[0] ? itemsOf(args[0], frame, place) : [];
    const unique =
      kind === 'set'
        ? items.filter((item, i) => !items.slice(0, i).some((other) => sameValue(other.value, item.value)))
        : items;
    return sequence(kind, unique, frame, place);
  };
}

function itemsOf(value: Value | undefined, frame: Frame, place: Place): Item[] {
  return value === undefined ? [] : spread(value, frame, place);
}

/** An instance with attributes of its own, a list or dict that changes by itself; anything else stays what it is. */
function copied(value: Value | undefined, frame: Frame): Value | undefined {
  const one = value && likeliest(settled(value, frame));
  if (one?.kind === 'dict') return mergedDict(one.entries, frame, one.place);
  if (one && isSequence(one)) return sequence(one.kind, [...one.items], frame, one.place);
  if (one?.kind !== 'call' || !one.attributes) return value;
  return { ...one, attributes: new Map(one.attributes), owner: frame.evaluation.owner };
}

function pair(a: Value, b: Value, frame: Frame, place: Place): Value {
  return sequence('tuple', [{ value: one(a, place) }, { value: one(b, place) }], frame, place);
}

/** What stands for several items, as one of them. */
function one(value: Value, place: Place): Value {
  if (value.kind !== 'unknown' || value.itemsOf === undefined) return value;
  return { ...unknown(value.reason, place), by: itemBy(value.itemsOf, place) };
}

function quantified(value: Value | undefined, frame: Frame, place: Place, wanted: boolean): Value {
  const tests = itemsOf(value, frame, place).map((item) =>
    item.maybe ? undefined : truth(settled(item.value, frame)),
  );
  if (tests.some((test) => test?.certain && test.value === wanted)) return literal(wanted, place);
  return tests.every((test) => test?.certain)
    ? literal(!wanted, place)
    : unknown('a condition over values that are not known', place);
}
