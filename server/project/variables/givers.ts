import type { Place } from '../../python/values';
import { literally } from '../../text/literally';
import type { Range } from '../../text/range';
import type { NameSource } from '../context/contextName';
import { isOwnFile } from '../ownFiles';
import { rangeOf } from '../places';
import type { Project } from '../project';
import type { FileView, Location } from '../view';
import { receiversOf, type VariableNode } from './family';

/** Where Python code writes the name that it gives to a context; undefined where it is not written there in one piece. */
export function givenPlaces(project: Project, source: NameSource, name: string): readonly Location[] | undefined {
  const all = source.places ?? (source.place ? [source.place] : []);
  const found = all.flatMap((place) => givenPlace(project, place, name) ?? []);
  return found.length === all.length ? found : undefined;
}

function givenPlace(project: Project, place: Place, name: string): Location | undefined {
  const text = project.files.text(place.path);
  const range = rangeOf(project.files, place);
  if (text === undefined || range === undefined) return undefined;
  const written = text.slice(range.start, range.end);
  // The range of a string is that of its text.
  const at = written === name ? 0 : keywordIn(written, name);
  if (at < 0) return undefined;
  return { path: place.path, range: { start: range.start + at, end: range.start + at + name.length } };
}

/** Where `name=` stands among the arguments of a call, themselves and not those of calls within them; -1 where it does not. */
function keywordIn(call: string, name: string): number {
  const code = call.replace(notCode, (text) => ' '.repeat(text.length));
  const pattern = new RegExp(`(?<=[(,]\\s*)${literally(name)}(?=\\s*=(?!=))`, 'g');
  const depthAt = (offset: number) => {
    let depth = 0;
    for (let i = 0; i < offset; i++) depth += '([{'.includes(code[i]) ? 1 : ')]}'.includes(code[i]) ? -1 : 0;
    return depth;
  };
  const found = [...code.matchAll(pattern)].filter(({ index }) => depthAt(index) === 1);
  return found.length === 1 ? found[0].index : -1;
}

const notCode = /("""|''')[\s\S]*?\1|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g;

/** The variable whose name Python code gives at an offset, or reads beside it, as a template of the project sees it. */
export function variableGivenAt(
  { project, path, text }: FileView,
  offset: number,
): { range: Range; name: string; node: VariableNode } | undefined {
  const word = wordAt(text, offset);
  if (word === undefined || !isOwnFile(project, path)) return undefined;
  const { name } = word;
  const isRead = readsIn(text, name).some(({ start }) => start === word.range.start);
  const isMeant = ({ start }: Range) => {
    if (start === word.range.start) return true;
    const around = isRead ? functionAround(text, start) : undefined;
    return around !== undefined && around.start <= word.range.start && word.range.start < around.end;
  };
  const isHere = (source: NameSource) => {
    const given = source.place?.path === path ? givenPlaces(project, source, name) : undefined;
    return given?.some((one) => one.path === path && isMeant(one.range)) ?? false;
  };
  for (const template of project.templates().names.keys()) {
    // One that only includes a template which shows the name hands it on to that.
    if (!project.files.text(template)?.includes(name)) continue;
    const [receiver] = receiversOf(project, template, name, isHere);
    if (receiver !== undefined) return { ...word, node: { path: receiver, binding: -1 } };
  }
  return undefined;
}

/** The name in quotes, or before a `=`, at an offset of Python code. */
function wordAt(text: string, offset: number): { range: Range; name: string } | undefined {
  const start = offset - /\w*$/.exec(text.slice(Math.max(0, offset - 100), offset))![0].length;
  const name = /^[A-Za-z]\w*/.exec(text.slice(start, start + 200))?.[0];
  if (name === undefined) return undefined;
  const end = start + name.length;
  const isQuoted = /["']/.test(text[start - 1] ?? '') && text[end] === text[start - 1];
  if (!isQuoted && !/^\s*=(?!=)/.test(text.slice(end, end + 10))) return undefined;
  return { range: { start, end }, name };
}

/** What of Python's code may read a name from a context: `context["name"]`, `response.context.get("name")`. */
export function readsIn(text: string, name: string): Range[] {
  const own = literally(name);
  const patterns = [
    `\\b\\w*(?:context|ctx)\\w*\\s*\\[\\s*(["'])(${own})\\1\\s*\\]`,
    `\\b\\w*(?:context|ctx)\\w*\\s*\\.\\s*(?:get|pop|setdefault)\\(\\s*(["'])(${own})\\1`,
    `(["'])(${own})\\1\\s*(?:,|(?:not\\s+)?in\\b)\\s*(?:\\w+\\.)*\\w*(?:context|ctx)`,
  ];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(new RegExp(pattern, 'g'))].map((match) => {
      const start = match.index + match[0].indexOf(match[1] + name) + 1;
      return { start, end: start + name.length };
    }),
  );
}

/** Every other string of Python code that may be the name of a key: `{"name": …}`, `data["name"]`, `data.get("name")`. */
export function mentionsIn(text: string, name: string): Range[] {
  const own = literally(name);
  const pattern = new RegExp(
    `(?:\\[\\s*|[{,]\\s*|\\.\\s*(?:get|pop|setdefault)\\(\\s*)(["'])${own}\\1(?=\\s*[\\]:,)])`,
    'g',
  );
  return [...text.matchAll(pattern)].map((match) => {
    const start = match.index + match[0].length - name.length - 1;
    return { start, end: start + name.length };
  });
}

/** The function around an offset of Python code, by the lines that are indented more than its first; without one the whole text. */
export function functionAround(text: string, offset: number): Range {
  const lines = [...text.slice(0, offset).matchAll(/^([ \t]*)(?:async[ \t]+)?def\b/gm)];
  const own = text.slice(text.lastIndexOf('\n', offset - 1) + 1).search(/\S/);
  const start = lines.findLast(([, indent]) => indent.length < own);
  if (start === undefined) return { start: 0, end: text.length };
  const next = new RegExp(`^[ \\t]{0,${start[1].length}}[^\\s#)\\]}]`, 'gm');
  next.lastIndex = start.index + start[0].length;
  return { start: start.index, end: next.exec(text)?.index ?? text.length };
}
