import { variablesIn } from '../templates/variables';
import type { Word } from '../templates/words';
import type { Path } from '../text/paths';
import { type CertainMember, certainMembers, type MemberFault } from './context/certainMembers';
import type { Finding } from './finding';
import type { Project } from './project';
import { ancestorsOf } from './templateTree';
import { type FileView, viewFile } from './view';

/** The members of one kind that a template cannot have, each as a finding. */
export function variableFaults(
  view: FileView,
  kind: MemberFault['kind'],
  finding: (fault: MemberFault) => Finding,
): Finding[] {
  return membersIn(view).flatMap(({ fault }) => (fault?.kind === kind ? [finding(fault)] : []));
}

/** The names behind dots in a template of which it is certain whether there are such members. */
export function certainNames(view: FileView): Word[] {
  return membersIn(view).map(({ name }) => name);
}

/** Several rules ask: what is found is kept for them. */
function membersIn({ project, path }: FileView): readonly CertainMember[] {
  return project.answerAbout(path, find);
}

function find(project: Project, path: Path): readonly CertainMember[] {
  const template = viewFile(project, path)?.template;
  if (template?.name === undefined || !project.isComplete()) return [];
  if (!project.contexts.isCertain(path)) return [];
  const above = ancestorsOf(project, path);
  if (above === undefined) return [];
  const hidden = new Set(
    above.flatMap((one) => {
      const tree = project.template(one);
      return tree ? variablesIn(tree).flatMap(({ sets, parts }) => (sets ? parts[0].text : [])) : [];
    }),
  );
  return certainMembers(path, template.tree, project.contexts, hidden);
}
