import type { Frame } from './frame';
import { globalsOf } from './heap';
import { choice, type Dict, type DictItem, literal, type Place, unknown, type Value } from './values';

/** The names behind a dict that `globals()` gave, while the module that they are of is evaluated. */
const names = new WeakMap<Dict, (name: string, value: Value | undefined, frame: Frame) => void>();

/** `globals()`: a dict whose entries are the module's names, then and later; what sets one of them binds the name. */
export function globalsCall(frame: Frame, place: Place): Dict {
  const { heap, world } = frame.evaluation;
  const { module } = frame;
  globalsOf(heap, module, world);
  // Once the evaluation is done nothing is to be found here: the module's names are asked elsewhere.
  const current = () => heap.modules.get(module) ?? new Map<string, Value>();
  const dict: Dict = {
    kind: 'dict',
    get entries(): DictItem[] {
      return [...current()].map(([name, value]) => ({ key: literal(name), value }));
    },
    set entries(left: DictItem[]) {
      const kept = new Set(left.map(({ key }) => (key.kind === 'literal' ? key.value : undefined)));
      for (const name of [...current().keys()]) if (!kept.has(name)) current().delete(name);
    },
    place,
    depth: frame.depth,
    owner: frame.evaluation.owner,
  };
  names.set(dict, (name, value, setter) => {
    if (setter.evaluation.owner !== dict.owner) return;
    const bound = value && setter.evaluation.world.assigned(name, value);
    if (module !== setter.evaluation.module) setter.evaluation.changes = true;
    if (bound) current().set(name, setter.kind === 'module' ? bound : joined(bound, current().get(name), setter, dict));
  });
  return dict;
}

/** Whether a value is what `globals()` gave. */
export function isGlobals(value: Value): boolean {
  return value.kind === 'dict' && names.has(value);
}

/** Binds a name by way of what `globals()` gave; false for any other dict. */
export function bindGlobal(dict: Dict, key: Value, value: Value, frame: Frame): boolean {
  const bind = names.get(dict);
  if (bind && key.kind === 'literal' && typeof key.value === 'string') bind(key.value, value, frame);
  else if (bind) tellGlobals(frame, dict.place);
  return bind !== undefined;
}

/** Notes that names of the module may be bound in a way that nobody can follow. */
export function tellGlobals(frame: Frame, place: Place | undefined): void {
  if (place)
    frame.evaluation.effects.push({
      kind: 'call',
      callee: { kind: 'ref', dotted: 'builtins.globals' },
      args: [],
      keywords: new Map(),
      place,
    });
}

/** In a branch of a function that may not run, what stood there before remains possible. */
function joined(value: Value, before: Value | undefined, frame: Frame, { depth, place }: Dict): Value {
  if (frame.depth <= depth || frame.likelihood === undefined) return value;
  const other = before ?? { ...unknown('only an uncertain branch gives it a value', place), unbound: true as const };
  return choice(frame.likelihood === 'likely' ? [value, other] : [other, value]);
}
