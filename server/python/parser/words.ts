/** A name or keyword: one object for each text, so that the same name in many files is kept once. */
export interface Word {
  readonly text: string;
  /** `Kind.name`, or the number of a keyword. */
  readonly kind: number;
}

const name = 4;

const hardKeywords = [
  'and',
  'as',
  'assert',
  'async',
  'await',
  'break',
  'class',
  'continue',
  'def',
  'del',
  'elif',
  'else',
  'except',
  'finally',
  'for',
  'from',
  'global',
  'if',
  'import',
  'in',
  'is',
  'lambda',
  'nonlocal',
  'not',
  'or',
  'pass',
  'raise',
  'return',
  'try',
  'while',
  'with',
  'yield',
  'None',
  'True',
  'False',
  '__debug__',
] as const;

/** Each keyword that can be nothing else, as a word. */
export const keywords = Object.fromEntries(
  hardKeywords.map((text, i) => [text, { text, kind: 1000 + i }]),
) as unknown as Readonly<Record<(typeof hardKeywords)[number], Word>>;

const words = new Map<string, Word>();
forgetNames();

/** The word that stands in a text. */
export function wordOf(text: string, start: number, end: number): Word {
  const slice = text.slice(start, end);
  const known = words.get(slice);
  if (known !== undefined) return known;
  if (words.size > mostWords) forgetNames();
  const own = ownText(slice);
  const word = { text: own, kind: name };
  words.set(own, word);
  return word;
}

/** A copy: V8 makes a slice of 13 and more characters a view that keeps the whole text alive. */
export function ownText(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

function forgetNames(): void {
  words.clear();
  for (const word of Object.values(keywords)) words.set(word.text, word);
}

const mostWords = 100_000;
