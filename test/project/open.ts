import type { Project } from '../../server/project/project';
import { createDisk, openDisk } from '../disk';
import { minidjango } from '../minidjango';
import { withDefaults } from '../projectDefaults';

/**
 * What a project of these files answers, as text. Files that it needs besides are added (see projectDefaults.ts); minidjango
 * with parts of django.contrib stands for its environment.
 */
export async function answerOf<T>(
  files: Readonly<Record<string, string>>,
  answer: (project: Project) => T,
  parts: readonly string[] = [],
): Promise<T> {
  const own = withDefaults(new Map(Object.entries(files)), parts);
  const { workspace } = openDisk(createDisk(Object.fromEntries([...own, ...minidjango(parts)])));
  await workspace.settle(() => workspace.projects().map((project) => project.problems()));
  await workspace.readRest();
  return workspace.settle(() => answer(workspace.projects()[0]));
}

/** A path below the project's root. */
export function short(path: string | undefined): string {
  return path?.replace('/project/', '').replace('.venv/lib/python3.12/site-packages/', '') ?? '-';
}
