import type { Path } from '../../text/paths';

/**
 * The words by which a value comes to the calls and tags that take it for a name: variables, attributes and keys, and functions that
 * hand on a parameter or give back the value.
 * @param calls what stands before the value in Python code, with the value in a group; likewise `tags` in a template
 */
export function carriersOf(
  python: ReadonlyMap<Path, string>,
  templates: ReadonlyMap<Path, string>,
  calls: RegExp,
  tags: RegExp,
): ReadonlySet<string> {
  const carriers = new Set<string>();
  // A value goes on by one step in each round; longer ways are rare.
  for (let round = 0; round < 3; round++) {
    const before = carriers.size;
    for (const text of templates.values()) addFrom(text, tags, carriers);
    for (const text of python.values()) addFrom(text, calls, carriers);
    if (carriers.size === before) break;
  }
  return carriers;
}

function addFrom(text: string, takers: RegExp, carriers: Set<string>): void {
  const own = new Set<string>();
  for (const { 0: whole, 1: value, index } of text.matchAll(takers)) {
    own.add(lastWord(value));
    if (/^\w+$/.test(value)) addFunction(text, index + whole.length, value, carriers);
  }
  for (const { 1: attribute, 2: value, index } of text.matchAll(/\b(?:self|cls)\.(\w+)\s*=\s*([A-Za-z_]\w*)\b/g)) {
    if (!carriers.has(attribute)) continue;
    own.add(value);
    addFunction(text, index, value, carriers);
  }
  for (const word of own) {
    if (ofAll.has(word)) continue;
    carriers.add(word);
    const bound = new RegExp(
      `\\b${word}\\s*=\\s*([A-Za-z_][\\w.]*)|\\bfor\\s[^\\n]*?\\b${word}\\b[^\\n]*?\\sin\\s+([A-Za-z_][\\w.]*)`,
      'g',
    );
    for (const [, value, items] of text.matchAll(bound)) {
      const source = lastWord(value ?? items);
      if (!ofAll.has(source)) carriers.add(source);
    }
  }
}

/** The function around an offset, where the value is one of its parameters: for a class's `__init__`, the class. */
function addFunction(text: string, offset: number, value: string, carriers: Set<string>): void {
  const at = text.lastIndexOf('def ', offset);
  const [head, name] = /^def\s+(\w+)\s*\([\s\S]*?\)\s*(?:->[^:\n]*)?:/.exec(text.slice(at, at + 2000)) ?? [];
  if (head === undefined || !new RegExp(`\\b${value}\\b`).test(head)) return;
  const owner = name === '__init__' ? /^class\s+(\w+)/.exec(text.slice(text.lastIndexOf('class ', at)))?.[1] : name;
  if (owner !== undefined && !ofAll.has(owner)) carriers.add(owner);
}

function lastWord(value: string): string {
  return value.slice(value.lastIndexOf('.') + 1);
}

/** Words that everybody uses for everything. */
const ofAll = new Set(['get', 'pop', 'format', 'join', 'str', 'self', 'cls', 'request', 'None', 'context', 'items']);
