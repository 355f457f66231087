import type { CottonAttribute } from '../../templates/cottonTags';
import type { Range } from '../../text/range';
import { componentFace } from '../components/cottonComponents';
import { isSlippersComponent } from '../components/elements';
import { propAt } from '../components/slippers';
import type { FileView } from '../view';
import { type VariableNode, variablesOf } from './family';
import { variableGivenAt } from './givers';
import { inclusionsIn } from './inclusions';

/** The variable whose name stands at a range: in a template, behind the `with` of an include, or where Python code gives it. */
export function nodeOf(view: FileView, range: Range): VariableNode | undefined {
  const { path, project, template } = view;
  if (template === undefined) return variableGivenAt(view, range.start)?.node;
  const use = variablesOf(project, template.tree).find(({ parts }) => parts[0].start === range.start);
  if (use) return { path, binding: use.binding };
  for (const { targets, given } of inclusionsIn(project, path))
    if (targets.length > 0 && [...given.values()].some(({ start }) => start === range.start))
      return { path: targets[0], binding: -1 };
  const isDeclared = ({ name }: CottonAttribute) => name.start <= range.start && range.end === name.end;
  if (componentFace(project, path)?.vars.some(isDeclared)) return { path, binding: -1 };
  const isProp = propAt(template.tree.source, range.start) && isSlippersComponent(project, template.name ?? '');
  if (isProp) return { path, binding: -1 };
  return undefined;
}
