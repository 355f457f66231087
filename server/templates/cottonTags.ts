import type { Range } from '../text/range';
import { type Lexing, tokenize } from './tokens';
import type { Word } from './words';

/** Django's lexer as django_cotton.nested_tag_support changes it. */
export const cottonLexing: Lexing = { multiline: false, holding: ['cotton', 'cotton:vars', 'cotton:slot'] };

/** A tag of django-cotton: `<c-name …>`, `</c-name>` or `{% cotton name … %}`; `vars` for `<c-vars>` and `{% cotton:vars %}`. */
export interface CottonTag extends Range {
  readonly closes: boolean;
  /** Without its `c-`. */
  readonly name: Word;
  readonly attributes: readonly CottonAttribute[];
  readonly selfClosing: boolean;
}

export interface CottonAttribute {
  /** As written, with the `:` of one whose value is an expression. */
  readonly name: Word;
  /** Between its quotes, where it has any. */
  readonly value?: Word;
}

/** The tags of django-cotton in a template, in the order of the text, as django_cotton.compiler_regex finds them. Those that are still being written are left out. */
export function cottonTags(source: string): CottonTag[] {
  const found: CottonTag[] = [];
  if (source.includes('<c-') || source.includes('</c-')) {
    const html = withoutTemplateTags(source);
    for (const match of html.matchAll(tagPattern)) {
      const [text, slash, name, attributes, end] = match;
      const start = match.index;
      const nameStart = start + 1 + slash.length + 'c-'.length;
      found.push({
        start,
        end: start + text.length,
        closes: slash !== '',
        name: wordOf(source, nameStart, nameStart + name.length),
        attributes: attributesIn(source, html, nameStart + name.length, nameStart + name.length + attributes.length),
        selfClosing: end !== '',
      });
    }
  }
  if (/\{%\s?cotton[\s:]/.test(source)) found.push(...nativeTags(source));
  return found.sort((a, b) => a.start - b.start);
}

/** `{% cotton name … %}` and `{% cotton:vars … %}`. */
function nativeTags(source: string): CottonTag[] {
  return tokenize(source, cottonLexing).flatMap(({ kind, contents, start, end, unfinished }): CottonTag[] => {
    const match =
      kind === 'block' && !unfinished ? /^cotton(:vars)?\s+/.exec(source.slice(contents.start, contents.end)) : null;
    if (match === null) return [];
    const from = contents.start + match[0].length;
    const isVars = match[1] !== undefined;
    const length = isVars ? 0 : source.slice(from, contents.end).search(/[\s/]|$/);
    const name = isVars ? { ...wordOf(source, from, from), text: 'vars' } : wordOf(source, from, from + length);
    const inner = source.slice(from, contents.end).replace(templateTags, blank);
    const text = source.slice(0, from) + inner;
    const attributes = attributesIn(source, text, from + length, contents.end);
    return [{ start, end, closes: false, name, attributes, selfClosing: source[contents.end - 1] === '/' }];
  });
}

/** The text with what cotton leaves alone blanked at the same length: comments, what is verbatim, tags and variables. */
function withoutTemplateTags(source: string): string {
  return source.replace(ignored, blank);
}

/** A character that a name, or the value of an attribute, may have. */
const blank = (text: string): string => '_'.repeat(text.length);

const templateTags = /\{\{.*?\}\}|\{%.*?%\}/gs;
const ignored =
  /\{%\s*verbatim(?:\s+\w+)?\s*%\}.*?\{%\s*endverbatim(?:\s+\w+)?\s*%\}|\{%\s*cotton:verbatim\s*%\}.*?\{%\s*endcotton:verbatim\s*%\}|\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}|\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}/gs;
const tagPattern = /<(\/?)c-([^\s/>]+)((?:\s+[^\s/>"'=<>`]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|\S+))?)*)\s*(\/?)\s*>/g;
const attributePattern = /([^\s/>"'=<>`]+)(?:\s*=\s*(?:(["'])(.*?)\2|(\S+)))?/gs;

function attributesIn(source: string, html: string, start: number, end: number): CottonAttribute[] {
  return [...html.slice(start, end).matchAll(attributePattern)].map((match) => {
    const [text, name, quote, quoted, plain] = match;
    const at = start + match.index;
    const value = quoted ?? plain;
    const stop = at + text.length - (quote ? 1 : 0);
    return {
      name: wordOf(source, at, at + name.length),
      ...(value !== undefined && { value: wordOf(source, stop - value.length, stop) }),
    };
  });
}

function wordOf(source: string, start: number, end: number): Word {
  return { start, end, text: source.slice(start, end) };
}

/** What identifies a component whatever way its name is written: `ui/user_row` for `ui.user-row`. */
export function componentKey(name: string): string {
  return name.replace(/\./g, '/').replace(/-/g, '_');
}

/** A name of a component as a tag writes it, or as `<c-component is="…">` does; undefined for one that is computed, and for other tags. */
export function componentNamed({ name, closes, attributes }: CottonTag): Word | undefined {
  if (name.text === 'vars' || name.text === 'slot') return undefined;
  if (name.text !== 'component') return isPlain(name.text) ? name : undefined;
  const is = closes ? undefined : attributes.find((one) => one.name.text === 'is')?.value;
  return is && isPlain(is.text) ? is : undefined;
}

function isPlain(name: string): boolean {
  return name !== '' && !/[{}%]/.test(name);
}

/** What is being written of a tag of django-cotton. */
export interface CottonSlot extends Range {
  readonly kind: 'name' | 'attribute' | 'value';
  /** The tag's name; for a name the innermost element that is open before it. */
  readonly component: string;
  readonly closes: boolean;
  /** For a value: the attribute. */
  readonly attribute?: string;
  /** The names of the attributes that are written, without their `:`. */
  readonly given: readonly string[];
}

/** The name, attribute or attribute's value that is written at an offset; undefined elsewhere, and in tags of Django. */
export function cottonSlotAt(source: string, offset: number): CottonSlot | undefined {
  const before = withoutTemplateTags(source.slice(0, offset));
  // An open tag of Django ends what is HTML.
  if (/\{[{%#][^}]*$/.test(before)) return undefined;
  const open = before.lastIndexOf('<');
  const name = /^<(\/?)(?:c(?:-[^\s<>/"']*)?)?$/.exec(before.slice(open));
  if (open >= 0 && name) {
    const end = offset + /^[\w.-]*/.exec(source.slice(offset))![0].length;
    const parent = openComponents(source.slice(0, open)).at(-1) ?? '';
    return {
      kind: 'name',
      start: open + 1 + name[1].length,
      end,
      component: parent,
      closes: name[1] !== '',
      given: [],
    };
  }
  return attributeSlot(source, before, offset);
}

function attributeSlot(source: string, before: string, offset: number): CottonSlot | undefined {
  // A `<` or `>` in quotes is none of HTML.
  const tag =
    /<c-([^\s<>/"']+)((?:\s+|[^\s"'<>]+|"[^"]*"|'[^']*')*?)(?:(\s)([^\s"'<>=/]*)|([^\s"'<>=/]+)=(["'])([^"']*))$/.exec(
      before.slice(Math.max(0, before.lastIndexOf('<c-'))),
    );
  if (tag === null) return undefined;
  const [, component, written, space, typed, attribute, , value] = tag;
  // The rest of a value is none of its own attributes.
  const rest = source.slice(offset).replace(space === undefined ? /^[^"'>]*["']?/ : '', '');
  // The next element is none of an unfinished tag.
  const behind = /^(?:"[^"]*"|'[^']*'|[^<>"'])*/.exec(rest)![0];
  const given = [...`${written} ${behind}`.matchAll(attributePattern)].map(([, name]) => name.replace(/^:+/, ''));
  if (space === undefined) {
    const end = offset + /^[^"'\s<>]*/.exec(source.slice(offset))![0].length;
    return { kind: 'value', start: offset - value.length, end, component, closes: false, attribute, given };
  }
  const end = offset + /^[^\s"'<>=/]*/.exec(source.slice(offset))![0].length;
  return { kind: 'attribute', start: offset - typed.length, end, component, closes: false, given };
}

/** The elements of components that are open at the end of a text, outermost first. */
export function openComponents(source: string): string[] {
  const open: string[] = [];
  for (const { closes, selfClosing, name } of cottonTags(source)) {
    if (name.text === 'vars' || (selfClosing && !closes)) continue;
    if (!closes) open.push(name.text);
    else {
      const at = open.lastIndexOf(name.text);
      if (at >= 0) open.length = at;
    }
  }
  return open;
}
