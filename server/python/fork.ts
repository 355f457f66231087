import { type Interruption, run } from './evaluate';
import { settled } from './expressions';
import type { Frame } from './frame';
import type { Statement } from './syntax';
import { choice, isSequence, type Likelihood, optionsOf, sameValue, type Value } from './values';

/** One of several ways. */
export interface Branch {
  readonly statements: readonly Statement[];
  readonly likelihood: Likelihood;
  /** What names stand for in it. */
  readonly names?: ReadonlyMap<string, Value>;
}

/** Runs branches of which one will run, each on a copy of the names, and joins what they left. */
export function fork(frame: Frame, branches: readonly Branch[]): Interruption | undefined {
  const before = frame.names;
  const { likelihood } = frame;
  const ends: End[] = [];
  for (const branch of branches) {
    enterNames(frame, new Map(branch.names?.size ? [...before, ...branch.names] : before));
    frame.depth++;
    frame.likelihood = likelihood === 'unlikely' ? 'unlikely' : branch.likelihood;
    const interruption = run(branch.statements, frame);
    // What is raised here is caught, or ends a branch that may not run.
    frame.evaluation.raised = undefined;
    ends.push({ branch, names: frame.names, interruption });
    frame.depth--;
  }
  frame.likelihood = likelihood;
  // What stands behind a loop sees what a branch left that ended the loop, or one turn of it.
  const going = ends.filter((end) => end.interruption !== 'return' && end.interruption !== 'raise');
  const joined = (going.length > 0 ? going : ends).sort(
    (a, b) => rank(a.branch.likelihood) - rank(b.branch.likelihood),
  );
  enterNames(frame, before);
  // What a condition says of a name holds behind it only where the other way ends.
  if (joined.length > 1) for (const end of joined) widen(end, before);
  for (const [i, { names }] of joined.entries())
    for (const [name, value] of names) {
      if (joined.some((other, at) => at < i && other.names.has(name))) continue;
      const isSame = joined.every((other) => other.names.get(name) === value);
      if (isSame && before.get(name) === value) continue;
      before.set(name, isSame ? value : joinedName(name, joined, frame));
    }
  return ends.every((end) => end.interruption === ends[0].interruption) ? ends[0]?.interruption : undefined;
}

/** What a branch left. */
interface End {
  readonly branch: Branch;
  readonly names: Map<string, Value>;
  readonly interruption: Interruption | undefined;
}

function widen({ branch, names }: End, before: ReadonlyMap<string, Value>): void {
  for (const [name, value] of branch.names ?? [])
    if (names.get(name) === value) names.set(name, before.get(name) ?? value);
}

/** What a name stands for behind branches that left it different. */
function joinedName(name: string, joined: readonly End[], frame: Frame): Value {
  const values: Value[] = joined.map((end) => end.names.get(name)).filter((value) => value !== undefined);
  // Of lists and the like the items tell how sure they are; of a plain value only this does.
  if (!joined[0].names.has(name) && values.every(isPlain)) values.push(unbound);
  return values.every((value) => value === values[0]) ? values[0] : joinValues(values, frame);
}

/** Puts other names in a frame's place; functions of the module see them, too. */
function enterNames(frame: Frame, names: Map<string, Value>): void {
  frame.names = names;
  if (frame.kind === 'module') frame.evaluation.heap.modules.set(frame.module, names);
}

function isPlain(value: Value): boolean {
  return optionsOf(value).every((option) => option.kind === 'literal' || option.kind === 'unknown');
}

const unbound: Value = { kind: 'unknown', reason: 'only an unlikely branch gives it a value', unbound: true };

function rank(likelihood: Likelihood): number {
  return likelihood === 'likely' ? 0 : 1;
}

/** Lists that differ become one list, in which what not all have is marked; other values become a choice. */
function joinValues(values: readonly Value[], frame: Frame): Value {
  // A branch that left an imported list alone has the reference, one that changed it has a copy.
  const [first, ...others] = values.some(isSequence) ? values.map((value) => settled(value, frame)) : values;
  if (others.length === 1 && isSequence(first) && isSequence(others[0]) && first.kind === others[0].kind) {
    const second = others[0];
    const has = (list: typeof first, value: Value) => list.items.some((item) => sameValue(item.value, value));
    const items = first.items.map((item) =>
      has(second, item.value) ? item : { ...item, maybe: item.maybe ?? ('likely' as const) },
    );
    const added = second.items
      .filter((item) => !has(first, item.value))
      .map((item) => ({ ...item, maybe: 'unlikely' as const }));
    return {
      kind: first.kind,
      items: [...items, ...added],
      place: first.place,
      depth: frame.depth,
      owner: frame.evaluation.owner,
    };
  }
  return choice(values);
}
