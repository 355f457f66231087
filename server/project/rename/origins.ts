import { literally } from '../../text/literally';
import type { Path } from '../../text/paths';
import type { Project } from '../project';
import { functionAround } from '../variables/givers';

/**
 * A pattern of what may fill a gap of a string that is put together: all its values where they are known, else a word; more than one
 * word only where somebody has written it.
 */
export function gapPattern(
  project: Project,
  python: ReadonlyMap<Path, string>,
  path: Path,
  text: string,
  offset: number,
  gap: string,
  longer: readonly string[],
): string {
  const values = path.endsWith('.py') ? valuesOf(project, python, text, offset, gap) : undefined;
  return `(${(values ?? ['[\\w-]*', ...longer.map(literally)]).join('|')})`;
}

/** The values that an expression can have; undefined where they are not known. */
function valuesOf(
  project: Project,
  python: ReadonlyMap<Path, string>,
  text: string,
  offset: number,
  gap: string,
): string[] | undefined {
  const models = [...project.models().byLabel.values()];
  if (/\bapp_label$/.test(gap))
    return [...project.apps().list.map(({ label }) => label), ...models.map(({ app }) => app)];
  if (/\bmodel_name$/.test(gap)) return models.map(({ name }) => name.toLowerCase());
  const attribute = /^(?:self|cls)\.(\w+)$/.exec(gap)?.[1];
  if (attribute !== undefined) {
    const values = boundIn(classAround(text, offset), attribute);
    if (values.length === 0) return undefined;
    return allKnown([...python.values()].flatMap((one) => (one.includes(attribute) ? boundIn(one, attribute) : [])));
  }
  if (!/^\w+$/.test(gap)) return undefined;
  const { start, end } = functionAround(text, offset);
  const own = text.slice(start, end);
  const head = /^[\s\S]*?\)\s*(?:->[^:\n]*)?:/.exec(own)?.[0] ?? '';
  if (new RegExp(`\\b${gap}\\b`).test(head)) return undefined;
  return allKnown(boundIn(own, gap));
}

/** Whether a word is the label of an app or the name of a model, from which code makes names. */
export function isOfModels(project: Project, word: string): boolean {
  return (
    project.apps().list.some(({ label }) => label === word) ||
    [...project.models().byLabel.values()].some(({ name }) => name.toLowerCase() === word)
  );
}

/** What each assignment to a name, and each loop over it, gives it; undefined for one that is not a string or several. */
function boundIn(text: string, name: string): (string[] | undefined)[] {
  const bound = new RegExp(
    `(?<![\\w"'])${name}\\s*(?::[^=\\n]*)?(?:[+|]?=)(?!=)\\s*([^\\n]*)|\\bfor\\s[^\\n:]*?\\b${name}\\b[^\\n:]*?\\sin\\s+([^\\n]*)|\\bas\\s+${name}\\b`,
    'g',
  );
  return [...text.matchAll(bound)].map(([, value, items]) => {
    const written = value ?? items ?? '';
    const strings = value === undefined ? /^[([]((?:\s*["'][^"'\\]*["']\s*,?)+)[)\]]/ : choice;
    const match = strings.exec(written);
    if (match !== null) return [...match[0].matchAll(/["']([^"'\\]*)["']/g)].map(([, one]) => one);
    return value !== undefined && /^(?:None\b|""|''|\[\])/.test(written) ? [] : undefined;
  });
}

/** A string, or one of two. */
const choice = /^["'][^"'\\]*["'](?:\s+if\s[^\n"']*\selse\s+["'][^"'\\]*["'])?\s*(?=[,)#]|$)/;

function allKnown(values: readonly (string[] | undefined)[]): string[] | undefined {
  const known = values.flatMap((one) => one ?? []);
  return values.length > 0 && values.every((one) => one !== undefined) ? known.map(literally) : undefined;
}

/** The text of the class around an offset, up to it. */
function classAround(text: string, offset: number): string {
  const at = text.lastIndexOf('\nclass ', offset);
  return at < 0 ? '' : text.slice(at, offset);
}

/** Why a value may be a name that is written nowhere, for people; undefined for a variable that has its value from code. */
export function foreignOrigin(
  project: Project,
  path: Path,
  text: string,
  offset: number,
  value: string,
  what: string,
): string | undefined {
  // These take an address as well: one that is no string of the code is that.
  if (/\b(?:redirect|resolve_url)\(\s*$/.test(text.slice(0, offset - value.length))) return undefined;
  const [last, owner] = value.split('.').reverse();
  const fromRow = `Comes from the database, where ${what} may be stored`;
  if (owner !== undefined) {
    const isOwn = owner === 'self' || owner === 'cls';
    const models = [...project.models().byLabel.values()];
    const named = models.filter(({ name }) => name.toLowerCase() === owner.replace(/_/g, '').toLowerCase());
    const holders = (named.length > 0 ? named : models).filter(
      (one) => !isOwn || (one.place.path === path && text.lastIndexOf(`class ${one.name}`, offset) >= 0),
    );
    // Of a field with choices the code has all values.
    const isStored = holders.some(({ fields }) =>
      fields.some(
        (one) =>
          one.name === last &&
          !one.call?.keywords.has('choices') &&
          one.ancestors.some((ancestor) => /\.(?:Char|Text)Field$/.test(ancestor)),
      ),
    );
    return isStored ? fromRow : undefined;
  }
  if (!path.endsWith('.py')) return undefined;
  const { start } = functionAround(text, offset);
  const before = text.slice(start, offset);
  const fromRequest = `Comes from a request, which may ask for ${what}`;
  if (/^def\s+\w+\(\s*(?:self,\s*)?request\b[^)]*\)/.test(before.trimStart())) {
    const head = /^[^)]*\)/.exec(before)![0];
    const isParameter = new RegExp(`\\b${last}\\b`).test(head);
    if (isParameter && project.routes().list.some(({ parameters }) => parameters.includes(last))) return fromRequest;
  }
  const bound = new RegExp(`\\b${last}\\s*=(?!=)[^\\n]*\\b(?:GET|POST|COOKIES|META|session|environ|cleaned_data)\\b`);
  return bound.test(before) ? fromRequest : undefined;
}
