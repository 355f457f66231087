/** The attributes that a Python file gives to objects, beyond what its class bodies say. */
export interface AssignedNames {
  /** `self.name = …` and `cls.name = …`; `*` where a name is computed, also that of a form's field. */
  readonly onSelf: readonly string[];
  /** `order.name = …`, `setattr(order, 'name', …)`, and what querysets add to their rows: `annotate(name=…)`, `to_attr='name'`, `form.fields['name'] = …`. Keys, `row['name'] = …`, stand in brackets: `[name]`. */
  readonly onOthers: readonly string[];
}

/**
 * The names that a file may set as attributes: more rather than fewer, since who calls an attribute missing asks for these. A glance
 * at the text is enough for that; most bodies of functions are never parsed.
 */
export function assignedNames(text: string): AssignedNames {
  const onSelf = new Set<string>();
  const onOthers = new Set<string>();
  const add = (owner: string, name: string) => (isSelf(owner) ? onSelf : onOthers).add(name);
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    if (text.charCodeAt(at + 1) === equals) at++;
    else targetsBefore(text, at, add);
  }
  for (const [, owner, name] of text.matchAll(bound)) add(owner, name);
  if (text.includes('setattr('))
    for (const [, owner, name] of text.matchAll(setting)) {
      if (name !== undefined) add(owner, name);
      else if (isSelf(owner)) onSelf.add('*');
    }
  if (computed.test(text)) onSelf.add('*');
  if (text.includes('add_to_class(')) for (const [, name] of text.matchAll(contributing)) onOthers.add(name);
  for (const { index } of text.matchAll(adding))
    for (const [, keyword, string] of argumentsAt(text, index).matchAll(given)) onOthers.add(keyword ?? string);
  if (text.includes('to_attr')) for (const [, name] of text.matchAll(prefetched)) onOthers.add(name);
  return { onSelf: [...onSelf], onOthers: [...onOthers] };
}

function isSelf(owner: string): boolean {
  return owner === 'self' || owner === 'cls';
}

/** What stands before a `=`: `a.b`, `a.b, c.d`, `a.b: int`. */
function targetsBefore(text: string, at: number, add: (owner: string, name: string) => void): void {
  let end = at;
  while (text.charCodeAt(end - 1) === space) end--;
  let start = end;
  while (isWord(text.charCodeAt(start - 1))) start--;
  const before = text.charCodeAt(start - 1);
  if (before === dot && start < end) {
    let owner = start - 1;
    while (isWord(text.charCodeAt(owner - 1))) owner--;
    const isWhole = text.charCodeAt(owner - 1) !== dot;
    add(isWhole ? text.slice(owner, start - 1) : '', text.slice(start, end));
  }
  if (before === closingBracket) {
    const line = lineBefore(text, end);
    const field = /\b(\w+)\.fields\[\s*(?:["'](\w+)["']\s*\]$)?/.exec(line);
    const key = /\b\w+\[\s*["'](\w+)["']\s*\]$/.exec(line)?.[1];
    if (key !== undefined && !field) add('', `[${key}]`);
    if (field) add(field[2] === undefined ? field[1] : '', field[2] ?? (isSelf(field[1]) ? '*' : ''));
  }
  // A keyword argument has no space before its sign.
  if (end === at) return;
  const line = lineBefore(text, end);
  if (line.includes(':')) {
    const annotated = /^\s*(\w+)\.(\w+)\s*:/.exec(line);
    if (annotated) add(annotated[1], annotated[2]);
  } else if (line.includes(',') && line.includes('.'))
    for (const [, owner, name] of line.matchAll(attribute)) add(owner, name);
}

function lineBefore(text: string, end: number): string {
  return text.slice(text.lastIndexOf('\n', end) + 1, end);
}

const [equals, space, dot, closingBracket] = [61, 32, 46, 93];

function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
}

const bound = /\b(?:for|as) (\w+)\.(\w+)\b/g;
const attribute = /(\w+)\.(\w+)(?![\w.([])/g;
const setting = /\bsetattr\(\s*([\w.]+)\s*,\s*(?:["'](\w+)["']\s*,)?/g;
const computed = /\b(?:self|cls)\.(?:__dict__|fields\.update\(|fields\s*=)|\bvars\(\s*(?:self|cls)\b/;
const contributing = /\badd_to_class\(\s*["'](\w+)["']/g;
const adding = /\.(?:annotate|extra)\s*\(/g;
const given = /(\w+)\s*=(?!=)|["'](\w+)["']/g;
const prefetched = /\bto_attr\s*=\s*["'](\w+)["']/g;

/** In UTF-16 units. */
const longestCall = 4000;

/** The text from a call's start to its closing bracket. */
function argumentsAt(text: string, start: number): string {
  let depth = 0;
  const end = Math.min(text.length, start + longestCall);
  for (let at = start; at < end; at++) {
    const code = text[at];
    if (code === '(') depth++;
    else if (code === ')' && --depth === 0) return text.slice(start, at);
  }
  return text.slice(start, end);
}
