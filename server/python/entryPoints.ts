import type { Arguments } from './calls';
import { mergedDict, sequence, settled, textOf } from './expressions';
import type { Frame } from './frame';
import { type Call, type LambdaValue, literal, type Place, type Value } from './values';

/**
 * `importlib.metadata.entry_points(group="…")`: what installed packages declare; without a group a dict by group. Undefined
 * where the packages are not known.
 */
export function entryPointsCall({ args, keywords }: Arguments, frame: Frame, place: Place): Value | undefined {
  const all = frame.evaluation.world.entryPoints?.();
  if (all === undefined) return undefined;
  const given = keywords.get('group') ?? args[0];
  const listed = (group: string) =>
    sequence(
      'list',
      all.filter((one) => one.group === group).map((one) => ({ value: entryPoint(one, frame, place) })),
      frame,
      place,
    );
  if (given) {
    const group = textOf(settled(given, frame));
    return group === undefined ? undefined : listed(group);
  }
  const groups = [...new Set(all.map((one) => one.group))];
  return mergedDict(
    groups.map((group) => ({ key: literal(group, place), value: listed(group) })),
    frame,
    place,
  );
}

/** An entry point as code sees it (importlib.metadata.EntryPoint). */
function entryPoint(
  { group, name, module, attribute }: { group: string; name: string; module: string; attribute: string },
  frame: Frame,
  place: Place,
): Call {
  const target = attribute === '' ? module : `${module}.${attribute}`;
  const scope: Frame = {
    ...frame,
    kind: 'function',
    names: new Map([['target', { kind: 'ref', dotted: target, place }]]),
  };
  const load: LambdaValue = {
    kind: 'lambda',
    parameters: [],
    body: { kind: 'name', n: place.n, name: 'target' },
    scope,
    place,
  };
  const attributes = new Map<string, Value>([
    ['group', literal(group)],
    ['name', literal(name)],
    ['module', literal(module)],
    ['module_name', literal(module)],
    ['attr', literal(attribute)],
    ['value', literal(attribute === '' ? module : `${module}:${attribute}`)],
    ['load', load],
  ]);
  const callee: Value = { kind: 'ref', dotted: 'importlib.metadata.EntryPoint' };
  return { kind: 'call', callee, args: [], keywords: new Map(), place, attributes, owner: frame.evaluation.owner };
}
