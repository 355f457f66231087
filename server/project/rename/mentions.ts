import { literally } from '../../text/literally';
import type { Path } from '../../text/paths';
import { isOwnFile } from '../ownFiles';
import type { Project } from '../project';
import { carriersOf } from './carriers';
import { type Composed, composedInPython, composedInTemplate } from './composed';
import { foreignOrigin, gapPattern, isOfModels } from './origins';
import { pythonStrings, wordsAround } from './pythonStrings';
import type { Change, Unseen } from './renaming';

/** What to look for in the texts of a project, besides the uses that the index knows. */
export interface Wanted {
  /** Names as they may stand in a string, each with the new one. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether a string that is equal to a name is worth a question wherever it stands: a word that means many things is not. */
  isTelling(name: string): boolean;
  /** What the name is for, for people: `'shop:index'`. */
  readonly what: string;
  /** The functions that take such a name. */
  readonly functions: readonly string[];
  /** Their calls, with the expression that gives it. */
  readonly calls: RegExp;
  /** The tags of templates that take it, with the variable that gives it. */
  readonly tags: RegExp;
}

/**
 * Strings that are equal to a name, where nothing tells that they mean it, and names that only come to be while the project runs.
 * A variable has its value from somewhere: from a string, which is told of where it is written; from parts, if they can give the
 * name; from a row or a request. Where none of this can be, a variable means another name. This reads all Python files and templates.
 * @param known the places that mean the name for sure, as `start path`, and likewise their ends
 */
export function mentions(
  project: Project,
  { names, isTelling, what, functions, calls, tags }: Wanted,
  known: ReadonlySet<string>,
): { unsure: Change[]; unseen: Unseen[] } {
  const unsure: Change[] = [];
  const unseen: Unseen[] = [];
  const python = new Map(pythonTexts(project));
  const templates = new Map(
    project.ownTemplates().map((path): [Path, string] => [path, project.files.text(path) ?? '']),
  );
  const carriers = carriersOf(python, templates, calls, tags);
  const isCarried = (words: ReadonlySet<string>) =>
    [...words].some((word) => carriers.has(word) || functions.includes(word));
  const equal = (path: Path, start: number, name: string, isMeant: () => boolean) => {
    const text = names.get(name);
    if (text === undefined || known.has(`${start} ${path}`) || !(isTelling(name) || isMeant())) return;
    unsure.push({
      path,
      range: { start, end: start + name.length },
      text,
      unsure: `Strings that may name ${what}`,
    });
  };
  const composed: { path: Path; text: string; found: Composed; isMeant: () => boolean }[] = [];
  const written = new Set<string>();
  for (const [path, text] of python) {
    const strings = pythonStrings(text);
    for (const one of strings) {
      equal(path, one.inside, one.contents, () => isCarried(wordsAround(text, one)));
      if (!known.has(`${one.end - 1} ${path}`)) written.add(one.contents);
    }
    for (const found of composedInPython(text, strings))
      composed.push({ path, text, found, isMeant: () => isCarried(wordsAround(text, found)) });
  }
  for (const [path, text] of templates) {
    for (const { 0: tag, index } of text.matchAll(tagOrVariable)) {
      for (const { 0: whole, 1: word, 2: string, index: at } of tag.matchAll(quoted)) {
        const contents = string.slice(1, -1);
        const start = index + at + whole.length - contents.length - 1;
        equal(path, start, contents, () => word !== undefined && carriers.has(word));
        written.add(contents);
      }
    }
    for (const found of composedInTemplate(text)) composed.push({ path, text, found, isMeant: () => true });
  }
  const all = [...names.keys()];
  const longer = [...written].filter(
    (one) => /[^\w-]/.test(one) && all.some((name) => name !== one && name.includes(one)),
  );
  const isWord = (word: string) => written.has(word) || isOfModels(project, word);
  for (const { path, text, found, isMeant } of composed) {
    const { parts, gaps, start, end } = found;
    if (!all.some((name) => couldGive(parts, name))) continue;
    const pattern = (gap: string) => gapPattern(project, python, path, text, start, gap, longer);
    const whole = new RegExp(
      `^${parts.map((part, i) => literally(part) + (i < gaps.length ? pattern(gaps[i]) : '')).join('')}$`,
    );
    const isVague = parts.join('').replace(/[\W_]/g, '').length < 2;
    const fits = all.filter((name) =>
      whole
        .exec(name)
        ?.slice(1)
        .every((one) => !isVague || one === '' || isWord(one)),
    );
    if (fits.length === 0 || ((isVague || !fits.some(isTelling)) && !isMeant())) continue;
    unseen.push({
      why: `Put together while the project runs, and may give ${what}`,
      place: { path, range: { start, end } },
    });
  }
  for (const [texts, takers] of [
    [python, calls],
    [templates, tags],
  ] as const)
    for (const [path, text] of texts)
      for (const { 0: whole, 1: value, index } of text.matchAll(takers)) {
        const end = index + whole.length;
        const why = foreignOrigin(project, path, text, end, value, what);
        if (why !== undefined) unseen.push({ why, place: { path, range: { start: end - value.length, end } } });
      }
  return { unsure, unseen: unseen.sort((a, b) => order(a) - order(b)) };

  /** Those of Python code first. */
  function order({ place }: Unseen): number {
    return place?.path.endsWith('.py') ? 0 : 1;
  }
}

/** The project's own Python files with their texts, as far as they are read. */
export function* pythonTexts(project: Project): Generator<[Path, string]> {
  for (const path of project.pythonFiles()) {
    const text = isOwnFile(project, path) ? project.files.text(path) : undefined;
    if (text !== undefined) yield [path, text];
  }
}

/** Whether the parts occur in a name in their order, with something in each gap. */
function couldGive(parts: readonly string[], name: string): boolean {
  if (!name.startsWith(parts[0]) || !name.endsWith(parts[parts.length - 1])) return false;
  let at = 0;
  for (const part of parts) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

const tagOrVariable = /\{[%{][\s\S]*?[%}]\}/g;
/** A string in a tag, with the word before its `=`. */
const quoted = /(?:\b(\w+)=)?("[^"\n]*"|'[^'\n]*')/g;
