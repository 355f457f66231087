import type { Range } from '../../text/range';
import type { FileView } from '../view';
import { type VariableNode, variablesOf } from './family';
import { variableGivenAt } from './givers';
import { inclusionsIn } from './inclusions';

/** The variable whose name stands at a range: in a template, behind the `with` of an include, or where Python code gives it. */
export function nodeOf(view: FileView, range: Range): VariableNode | undefined {
  const { path, project, template } = view;
  if (template === undefined) return variableGivenAt(view, range.start)?.node;
  const use = variablesOf(template.tree).find(({ parts }) => parts[0].start === range.start);
  if (use) return { path, binding: use.binding };
  for (const { targets, given } of inclusionsIn(project, path))
    if (targets.length > 0 && [...given.values()].some(({ start }) => start === range.start))
      return { path: targets[0], binding: -1 };
  return undefined;
}
