import type { Check, Finding } from '../project/finding';
import type { Node, TagNode } from '../templates/nodes';
import { type VariableUse, variablesIn } from '../templates/variables';
import type { Word } from '../templates/words';

/** A loop variable that hides another one which the template still needs. */
export const shadowedVariable: Check = {
  rule: 'shadowed-variable',
  severity: 'warning',
  run({ template, text }) {
    if (template?.name === undefined) return [];
    const loops = loopsIn(template.tree.nodes, [], text);
    if (loops.length === 0) return [];
    let found: readonly VariableUse[] | undefined;
    const uses = () => {
      found ??= variablesIn(template.tree);
      return found;
    };
    const ofLoops = loops.flatMap((loop) => ofLoop(loop, uses));
    return text.includes('block.super') ? [...ofLoops, ...ofBlock(uses())] : ofLoops;
  },
};

interface Loop {
  readonly node: TagNode;
  readonly targets: readonly Word[];
  /** The loops around it, outermost first. */
  readonly around: readonly Loop[];
}

function loopsIn(nodes: readonly Node[], around: readonly Loop[], text: string): Loop[] {
  const found: Loop[] = [];
  for (const node of nodes) {
    if (node.kind !== 'tag' || node.branches.length === 0) continue;
    const loop = node.tag?.function === 'django.template.defaulttags.do_for' ? loopOf(node, around, text) : undefined;
    if (loop) found.push(loop);
    const inside = loop ? [...around, loop] : around;
    for (const { children } of node.branches) found.push(...loopsIn(children, inside, text));
  }
  return found;
}

function loopOf(node: TagNode, around: readonly Loop[], text: string): Loop {
  const targets = node.opening.arguments
    .filter(({ role }) => role === 'target')
    .map(({ start, end }) => ({ start, end, text: text.slice(start, end) }));
  return { node, targets, around };
}

function ofLoop({ node, targets, around }: Loop, uses: () => readonly VariableUse[]): Finding[] {
  const value = node.opening.arguments.find(({ role }) => role === 'value')?.expression?.value;
  return targets.flatMap(({ text: name, start, end }, i): Finding[] => {
    const range = { start, end };
    if (name.startsWith('_')) return [];
    if (targets.findIndex((one) => one.text === name) < i)
      return [{ range, message: `'${name}' is there twice: the second value hides the first.` }];
    if (value?.kind === 'variable' && value.parts.length === 1 && value.parts[0].text === name)
      return [{ range, message: `The loop variable '${name}' hides the '${name}' that is looped over.` }];
    const outer = around.findLast((one) => one.targets.some((target) => target.text === name));
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
