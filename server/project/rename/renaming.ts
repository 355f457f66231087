import type { Path } from '../../text/paths';
import type { Range } from '../../text/range';
import { isOwnFile, packageOf } from '../ownFiles';
import type { Project } from '../project';
import type { Location } from '../view';

/** A thing that can be given another name. */
export interface Renameable {
  /** The part of the text that is its name. */
  readonly range: Range;
  readonly name: string;
  /** All that the new name changes, or why it cannot be. */
  to(name: string): Renaming | Refusal;
}

/** Why something cannot be renamed: a whole sentence for people. */
export interface Refusal {
  readonly refused: string;
}

/** What changes with a name. */
export interface Renaming {
  readonly changes: readonly Change[];
  readonly moves: readonly Move[];
  /** What may use the name, too, and cannot be changed from here. */
  readonly unseen: readonly Unseen[];
}

/** New text for a name in a file. */
export interface Change extends Location {
  readonly text: string;
  /** Where it is not sure that the text means the thing: what it may be, as the title of a group. */
  readonly unsure?: string;
}

export interface Move {
  readonly from: Path;
  readonly to: Path;
}

/** A place that may use a name in a way that cannot be read. */
export interface Unseen {
  /** The title of a group of such places. */
  readonly why: string;
  /** Undefined where it is no place in the workspace. */
  readonly place?: Location;
}

/** Why a thing of an installed package is not renamed. */
export function refusedAsForeign(project: Project, what: string, path: Path): Refusal {
  return { refused: `'${what}' is defined in ${packageOf(project, path)} and cannot be renamed here.` };
}

/** Why the name that somebody typed cannot be taken; undefined where it can. */
export function refusedName(name: string, allowed: RegExp, what: string): Refusal | undefined {
  if (name === '') return { refused: `${what} needs a name.` };
  return allowed.test(name) ? undefined : { refused: `'${name}' cannot be the name of ${what.toLowerCase()}.` };
}

/**
 * The changes that write another name over each of some places; a refusal where one of them does not hold the old name as
 * it is, for example because it is written with an escape or put together from parts.
 */
export function overwrite(
  project: Project,
  places: readonly Location[],
  from: string,
  to: string,
): readonly Change[] | Refusal {
  const seen = new Set<string>();
  const changes: Change[] = [];
  for (const { path, range } of places) {
    const key = `${range.start} ${path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const text = project.files.text(path);
    // Not read yet: the answer is asked for again when it is.
    if (text !== undefined && text.slice(range.start, range.end) !== from)
      return { refused: `'${from}' is not written in one piece in ${path.slice(project.workspace.length + 1)}.` };
    if (!isOwnFile(project, path)) return refusedAsForeign(project, from, path);
    changes.push({ path, range, text: to });
  }
  return changes;
}

/** Whether an answer says why not. */
export function isRefusal(answer: object): answer is Refusal {
  return 'refused' in answer;
}
