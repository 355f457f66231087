import { rangeOf } from '../project/places';
import type { Project } from '../project/project';
import type { Unresolved } from '../protocol';
import { lineIndex } from '../text/lineIndex';
import { toRange } from './convert';
import { pathOf, uriOf } from './uris';

/** Everything that the project with a root URI could not resolve, with where it stands. */
export function unresolvedOf(projects: readonly Project[], root: string): readonly Unresolved[] {
  const project = projects.find((one) => one.root === pathOf(root));
  return project === undefined ? [] : project.answerAbout(project.root, problemsOf);
}

function problemsOf({ problems, files }: Project): readonly Unresolved[] {
  return problems().map(({ what, why, place }) => {
    const text = place && files.text(place.path);
    const range = place && rangeOf(files, place);
    if (place === undefined || text === undefined || range === undefined) return { what, reason: why };
    return { what, reason: why, location: { uri: uriOf(place.path), range: toRange(lineIndex(text), range) } };
  });
}
