import { type RouteArguments, usesOfKind } from '../facts/uses';
import type { Check, Finding } from '../project/findings/finding';
import type { Project } from '../project/project';
import { isTestCode } from '../project/tests/testCode';
import { lookUp } from '../project/urls/lookup';
import { type Accepted, acceptedBy } from '../project/urls/reversing';
import type { FileView } from '../project/view';
import { type TagNode, tagsOf } from '../templates/nodes';
import { once } from '../text/once';
import type { Range } from '../text/range';

/** Arguments with which no route of the name can be reversed. */
export const invalidRouteArguments: Check = {
  rule: 'invalid-route-arguments',
  severity: 'error',
  run(view) {
    const { project } = view;
    if (view.template ? view.template.name === undefined : !project.isComplete()) return [];
    if (isTestCode(project, view.path)) return [];
    const given = givenIn(view);
    const taken = once((name: string) => takenBy(project, name));
    return usesOfKind(view.uses, 'route').flatMap((use): Finding[] => {
      if (!use.required || use.name === '') return [];
      const found = view.template ? given.get(use.start) : use.arguments && { ...use.arguments, range: use };
      const message = found && problemWith(taken(use.name), use.name, found);
      return message === undefined ? [] : [{ range: found!.range, message }];
    });
  },
};

interface Given extends RouteArguments {
  /** The arguments, or the name where there is none. */
  readonly range: Range;
}

/** What each `{% url %}` gives, by the offset of the route's name. */
function givenIn({ template, text }: FileView): Map<number, Given> {
  const found = new Map<number, Given>();
  for (const node of template ? tagsOf(template.tree, 'django.template.defaulttags.url') : []) {
    const value = node.opening.arguments[0]?.expression?.value;
    if (value?.kind === 'string') found.set(value.inside.start, givenBy(node, value.inside, text));
  }
  return found;
}

/** Most tags stay as they are while somebody types. */
const known = new WeakMap<TagNode, Given>();

function givenBy(node: TagNode, name: Range, text: string): Given {
  let given = known.get(node);
  if (given === undefined) {
    const values = node.opening.arguments.slice(1).filter(({ role }) => role === 'value');
    given = {
      positional: values.filter(({ keyword }) => keyword === undefined).length,
      keywords: values.flatMap(({ keyword }) => (keyword ? text.slice(keyword.start, keyword.end) : [])),
      get range() {
        const [first, last] = [values[0], values[values.length - 1]];
        return first ? { start: first.start, end: last.end } : { start: name.start, end: name.end };
      },
    };
    known.set(node, given);
  }
  return given;
}

/** What each route of a name takes, as far as its pattern tells; `open` where there may be further routes of the name. */
function takenBy(project: Project, name: string): { accepted: readonly (Accepted | undefined)[]; open: boolean } {
  const { routes, open } = lookUp(project, name);
  return { accepted: routes.map(acceptedBy), open };
}

function problemWith(
  { accepted, open }: ReturnType<typeof takenBy>,
  name: string,
  given: RouteArguments,
): string | undefined {
  if (accepted.length === 0) return undefined;
  if (given.positional > 0 && given.keywords.length > 0)
    return `The arguments of '${name}' are given either all by name or all without.`;
  if (open) return undefined;
  if (accepted.some((one) => one === undefined || one.accepts(given))) return undefined;
  const ways = [...new Set(accepted.map((one) => one!.description))];
  return `The route '${name}' takes ${ways.join(', or ')}; ${given.positional + given.keywords.length === 0 ? 'none is given' : `given ${describe(given)}`}.`;
}

function describe({ positional, keywords }: RouteArguments): string {
  if (keywords.length > 0) return keywords.length === 1 ? `is '${keywords[0]}'` : `are '${keywords.join("', '")}'`;
  return positional === 1 ? 'is one' : `are ${positional}`;
}
