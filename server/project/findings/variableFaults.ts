import { variablesIn } from '../../templates/variables';
import type { Word } from '../../templates/words';
import type { Path } from '../../text/paths';
import {
  type MemberFault,
  memberFaults,
  certainNames as namesIn,
  type TemplateMembers,
} from '../context/certainMembers';
import type { Project } from '../project';
import { ancestorsOf } from '../templates/templateTree';
import { type FileView, viewFile } from '../view';
import type { Finding } from './finding';

/** The members of one kind that a template cannot have, each as a finding. */
export function variableFaults(
  view: FileView,
  kind: MemberFault['kind'],
  finding: (fault: MemberFault) => Finding,
): Finding[] {
  // Several rules ask: what is found is kept for them.
  return view.project
    .answerAbout(view.path, faultsIn)
    .flatMap((fault) => (fault.kind === kind ? [finding(fault)] : []));
}

/** The names behind dots in a template of which it is certain whether there are such members. */
export function certainNames({ project, path }: FileView): Word[] {
  const where = certainPart(project, path);
  return where === undefined ? [] : namesIn(where);
}

function faultsIn(project: Project, path: Path): readonly MemberFault[] {
  const where = certainPart(project, path);
  return where === undefined ? [] : memberFaults(where);
}

/** Where it is not certain what a template is given, only what its own tags bind has a type: `forloop`. */
function certainPart(project: Project, path: Path): TemplateMembers | undefined {
  const template = viewFile(project, path)?.template;
  if (template?.name === undefined || !project.isComplete()) return undefined;
  const above = ancestorsOf(project, path);
  if (above === undefined) return undefined;
  const hidden = new Set(
    above.flatMap((one) => {
      const tree = project.template(one);
      return tree ? variablesIn(tree).flatMap(({ sets, parts }) => (sets ? parts[0].text : [])) : [];
    }),
  );
  return { path, template: template.tree, contexts: project.contexts, hidden };
}
