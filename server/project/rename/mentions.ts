import type { Path } from '../../text/paths';
import { isOwnFile } from '../ownFiles';
import type { Project } from '../project';
import type { Location } from '../view';
import type { Change, Unseen } from './renaming';

/** What to look for in the texts of a project, besides the uses that the index knows. */
export interface Wanted {
  /** Names as they may stand in a string, each with the new one. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether a string that is equal to a name is worth a question: a word that means many things is not. */
  isTelling(name: string): boolean;
  /** What the name is for, for people: `a route`. */
  readonly what: string;
  /** The calls whose argument may be a name that is computed; matched in front of the argument. */
  readonly calls: RegExp;
  /** The tags of templates whose argument may be a variable. */
  readonly tags: RegExp;
}

/**
 * Strings that are equal to a name, where nothing tells that they mean it, and names that are put together while the project
 * runs. This reads the text of every Python file and template of the project.
 * @param known the places that mean the name for sure, as `start path`
 */
export function mentions(
  project: Project,
  { names, isTelling, what, calls, tags }: Wanted,
  known: ReadonlySet<string>,
): { unsure: Change[]; unseen: Unseen[] } {
  const unsure: Change[] = [];
  const unseen: Unseen[] = [];
  const telling = [...names.keys()].filter(isTelling);
  const equal = new RegExp(telling.length > 0 ? `(["'])(${telling.map(literally).join('|')})\\1` : '(?!)', 'g');
  for (const [path, text] of pythonTexts(project)) {
    for (const match of text.matchAll(equal)) {
      const start = match.index + 1;
      if (known.has(`${start} ${path}`)) continue;
      const range = { start, end: start + match[2].length };
      unsure.push({ path, range, text: names.get(match[2])!, unsure: `Strings that may name ${what}` });
    }
    for (const place of computed(path, text, [...names.keys()], calls))
      unseen.push({ why: `Computed while the project runs: may name ${what}`, place });
  }
  for (const path of project.ownTemplates()) {
    for (const match of (project.files.text(path) ?? '').matchAll(tags)) {
      const start = match.index + match[0].length - match[1].length;
      const place = { path, range: { start, end: start + match[1].length } };
      unseen.push({ why: `Given by a variable: may name ${what}`, place });
    }
  }
  return { unsure, unseen };
}

/** The project's own Python files with their texts, as far as they are read. */
export function* pythonTexts(project: Project): Generator<[Path, string]> {
  for (const path of project.pythonFiles()) {
    const text = isOwnFile(project, path) ? project.files.text(path) : undefined;
    if (text !== undefined) yield [path, text];
  }
}

/** Strings with gaps that could be filled to give one of the names, and calls with something else than a string. */
function computed(path: Path, text: string, names: readonly string[], calls: RegExp): Location[] {
  const found: Location[] = [];
  for (const match of text.matchAll(gappy)) {
    const [whole, prefix, , contents] = match;
    const isFormatted = /f/i.test(prefix);
    const parts = contents.split(isFormatted ? /\{[^{}]*\}/ : /\{[^{}]*\}|%(?:\(\w+\))?[sd]/);
    if (parts.length < 2 || parts.join('').replace(/[\W_]/g, '').length < 2) continue;
    const pattern = new RegExp(`^${parts.map(literally).join('.+')}$`);
    const start = match.index;
    if (names.some((name) => pattern.test(name))) found.push({ path, range: { start, end: start + whole.length } });
  }
  for (const match of text.matchAll(calls)) {
    const start = match.index + match[0].length - match[1].length;
    found.push({ path, range: { start, end: start + match[1].length } });
  }
  return found;
}

/** A string on one line with a gap in it. */
const gappy = /(?<![\w"'])([rRfF]{0,2})(["'])((?:(?!\2)[^\\\n])*[{%](?:(?!\2)[^\\\n])*)\2/g;

export function literally(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}/-]/g, '\\$&');
}
