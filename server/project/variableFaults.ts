import { variablesIn } from '../templates/variables';
import { ancestorsOf } from './ancestors';
import { type MemberFault, memberFaults } from './context/memberFaults';
import type { Finding } from './finding';
import type { FileView } from './view';

/** The members of one kind that a template cannot have, each as a finding. */
export function variableFaults(
  view: FileView,
  kind: MemberFault['kind'],
  finding: (fault: MemberFault) => Finding,
): Finding[] {
  return faultsIn(view)
    .filter((fault) => fault.kind === kind)
    .map(finding);
}

/** The rules that ask run one after the other on one view: what is found is kept for them. */
const known = new WeakMap<FileView, readonly MemberFault[]>();

function faultsIn(view: FileView): readonly MemberFault[] {
  let faults = known.get(view);
  if (faults === undefined) {
    faults = find(view);
    known.set(view, faults);
  }
  return faults;
}

function find({ template, project, path }: FileView): readonly MemberFault[] {
  if (template?.name === undefined || !project.isComplete()) return [];
  const uses = variablesIn(template.tree).filter(({ sets, parts }) => !sets && parts.length > 1);
  if (uses.length === 0 || !project.contexts.isCertain(path)) return [];
  const above = ancestorsOf(project, path);
  if (above === undefined) return [];
  const hidden = new Set(
    above.flatMap((one) => {
      const tree = project.template(one);
      return tree ? variablesIn(tree).flatMap(({ sets, parts }) => (sets ? parts[0].text : [])) : [];
    }),
  );
  return memberFaults(path, template.tree, project.contexts, hidden);
}
