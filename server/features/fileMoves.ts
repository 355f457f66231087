import type { Project } from '../project/project';
import { moveTemplates } from '../project/rename/moves';
import type { Move, Renaming } from '../project/rename/renaming';

/** What changes in a project when files or folders are about to move; the moves themselves are not among it. */
export function fileMoves(project: Project, moves: readonly Move[]): Renaming {
  const { changes, unseen } = moveTemplates(project, moves, { withVariables: false });
  const reading = project.isComplete()
    ? []
    : [{ why: 'The project is still being read: not every use of what moves is known yet' }];
  return { changes, moves: [], unseen: [...unseen, ...reading] };
}
