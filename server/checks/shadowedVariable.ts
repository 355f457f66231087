import type { Check, Finding } from '../project/findings/finding';
import type { Node, TagNode } from '../templates/nodes';
import type { Argument } from '../templates/reading';
import { type VariableUse, variablesIn } from '../templates/variables';

/** A loop variable that hides another one which the template still needs. */
export const shadowedVariable: Check = {
  rule: 'shadowed-variable',
  severity: 'warning',
  run({ template, text }) {
    if (template?.name === undefined) return [];
    const loops = loopsIn(template.tree.nodes, [], text);
    let found: readonly VariableUse[] | undefined;
    const uses = () => {
      found ??= variablesIn(template.tree);
      return found;
    };
    const ofLoops = loops.flatMap((loop) => ofLoop(loop, uses));
    return text.includes('block.super') ? [...ofLoops, ...ofBlock(uses())] : ofLoops;
  },
};

/** A loop that may hide something. */
interface Loop {
  readonly node: TagNode;
  readonly targets: readonly { readonly name: string; readonly argument: Argument }[];
  /** The loops around it, outermost first. */
  readonly around: readonly Loop[];
}

function loopsIn(nodes: readonly Node[], around: readonly Loop[], text: string): Loop[] {
  const found: Loop[] = [];
  for (const node of nodes) {
    if (node.kind !== 'tag' || node.branches.length === 0) continue;
    for (const loop of around.length === 0 ? outerLoops(node, text) : loopsWithin(node, around, text)) found.push(loop);
  }
  return found;
}

/** The loops in a block that no loop is around: most such blocks stay as they are while somebody types. */
function outerLoops(node: TagNode, text: string): readonly Loop[] {
  let loops = known.get(node);
  if (loops === undefined) {
    loops = loopsWithin(node, [], text);
    known.set(node, loops);
  }
  return loops;
}

const known = new WeakMap<TagNode, readonly Loop[]>();

function loopsWithin(node: TagNode, around: readonly Loop[], text: string): readonly Loop[] {
  const loop = node.tag?.function === 'django.template.defaulttags.do_for' ? loopOf(node, around, text) : undefined;
  const inside = loop ? [...around, loop] : around;
  const within = node.branches.flatMap(({ children }) => loopsIn(children, inside, text));
  return loop && mayHide(loop) ? [loop, ...within] : within;
}

function mayHide(loop: Loop): boolean {
  return loop.targets.some(
    ({ name }, i) =>
      loop.targets.findIndex((one) => one.name === name) < i || isOver(loop, name) || outerOf(loop, name) !== undefined,
  );
}

/** Whether the loop is over what has the name. */
function isOver({ node }: Loop, name: string): boolean {
  const value = node.opening.arguments.find(({ role }) => role === 'value')?.expression?.value;
  return value?.kind === 'variable' && value.parts.length === 1 && value.parts[0].text === name;
}

/** The loop around this one that has a variable of the name. */
function outerOf({ around }: Loop, name: string): Loop | undefined {
  return around.findLast((one) => one.targets.some((target) => target.name === name));
}

function loopOf(node: TagNode, around: readonly Loop[], text: string): Loop {
  const targets = node.opening.arguments
    .filter(({ role }) => role === 'target')
    .map((argument) => ({ name: text.slice(argument.start, argument.end), argument }));
  return { node, targets, around };
}

function ofLoop(loop: Loop, uses: () => readonly VariableUse[]): Finding[] {
  const { node, targets } = loop;
  return targets.flatMap(({ name, argument: { start, end } }, i): Finding[] => {
    const range = { start, end };
    if (name.startsWith('_')) return [];
    if (targets.findIndex((one) => one.name === name) < i)
      return [{ range, message: `'${name}' is there twice: the second value hides the first.` }];
    if (isOver(loop, name))
      return [{ range, message: `The loop variable '${name}' hides the '${name}' that is looped over.` }];
    const outer = outerOf(loop, name);
    const isUsedBehind =
      outer !== undefined &&
      uses().some(
        ({ parts: [first], binding }) => binding === outer.node.start && first.text === name && first.start >= node.end,
      );
    if (!isUsedBehind) return [];
    return [
      { range, message: `The loop variable '${name}' hides that of the loop around it, which is used again below.` },
    ];
  });
}

/** In a loop over `block`, `{{ block.super }}` is no longer what the parent's block holds. */
function ofBlock(uses: readonly VariableUse[]): Finding[] {
  return uses
    .filter(
      ({ parts, binding, sets }) =>
        !sets && binding >= 0 && parts.length === 2 && parts[0].text === 'block' && parts[1].text === 'super',
    )
    .map(({ parts: [first, last] }) => ({
      range: { start: first.start, end: last.end },
      message:
        "Here 'block' is the variable that a tag around it sets, not the template's block: this is not what the parent has.",
    }));
}
