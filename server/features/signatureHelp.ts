import { filterArgumentOf } from '../django/filterSyntax';
import { type TagForm, tagSyntaxOf } from '../django/tagSyntax';
import { summaryOfDocstring } from '../project/docstrings/parts';
import { briefOfRegistered } from '../project/libraries/registeredDocs';
import { registeredAt } from '../project/libraries/scopes';
import { sourceOf } from '../project/places';
import { annotationType } from '../project/types/annotation';
import { showType } from '../project/types/type';
import { lookUp } from '../project/urls/lookup';
import { parameterTypes, readableRoute } from '../project/urls/readable';
import type { Route } from '../project/urls/routes';
import type { FileView } from '../project/view';
import { docstringOf } from '../python/docstring';
import { resolve } from '../python/resolve';
import type { Expression, FunctionParameter } from '../python/syntax';
import { type FunctionValue, likeliest } from '../python/values';
import type { Filter, Tag } from '../templates/library';
import { type Slot, type SlotTag, slotAt } from '../templates/slot';
import type { Range } from '../text/range';

/** The ways in which what stands around an offset can be written. */
export interface SignatureHelp {
  readonly signatures: readonly SignatureForm[];
  /** The one that fits what is written. */
  readonly active: number;
  /** Whether it is better not shown before somebody asks for it. */
  readonly quiet: boolean;
}

export interface SignatureForm {
  readonly label: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly parameters: readonly SignatureParameter[];
  /** The one that is written at the offset, by its number; undefined where none is. */
  readonly activeParameter?: number;
}

/** A part of a label, as offsets within it. */
export interface SignatureParameter extends Range {
  readonly documentation?: string;
}

/** How the tag around an offset of a template, or the filter before it, is written; undefined where there is nothing to fill in. */
export function signatureHelp(view: FileView, offset: number): SignatureHelp | undefined {
  const slot = view.template && slotAt(view.template.tree, offset);
  if (slot === undefined) return undefined;
  if (slot.filter !== undefined) return ofFilter(view, slot.filter, offset);
  const { tag } = slot;
  if (tag?.tag === undefined || slot.kind === 'tag' || slot.kind === 'filter') return undefined;
  const known = tag.tag;
  // What continues or closes a block takes nothing, but for the conditions of its branches.
  if (registeredAt(view, 'tags', tag.name, offset) === undefined && tag.name !== 'elif') return undefined;
  const signatures =
    known.function === 'django.template.defaulttags.url' ? ofRoute(view, tag, slot) : ofShortcut(view, known, tag);
  if (signatures) return { ...signatures, quiet: false };
  const syntax = tagSyntaxOf(known.function);
  if (syntax === undefined) return undefined;
  const documentation = briefOf(view, 'tag', tag.name, offset)?.summary;
  const given = { words: tag.before, current: view.text.slice(slot.start, slot.end) };
  const forms = syntax.forms.map((form) => ofForm(form, tag.name, given, documentation));
  return { signatures: forms, active: bestForm(syntax.forms, tag.before), quiet: syntax.quiet };
}

function briefOf(view: FileView, kind: 'tag' | 'filter', name: string, offset: number) {
  const found = registeredAt(view, kind === 'tag' ? 'tags' : 'filters', name, offset);
  return found && briefOfRegistered(view.project, kind, found);
}

/** A label that is put together part by part. */
function writeLabel(start: string) {
  const parameters: SignatureParameter[] = [];
  let label = start;
  return {
    add(text: string, documentation?: string, separator = ' '): void {
      const from = label.length + separator.length;
      label += separator + text;
      parameters.push({ start: from, end: label.length, ...(documentation && { documentation }) });
    },
    form: (documentation: string | undefined, active: number | undefined): SignatureForm => ({
      label,
      parameters,
      ...(documentation && { documentation }),
      ...(active !== undefined && active < parameters.length && { activeParameter: active }),
    }),
  };
}

function ofForm(
  { pieces }: TagForm,
  name: string,
  given: { readonly words: readonly string[]; readonly current: string },
  documentation: string | undefined,
): SignatureForm {
  const label = writeLabel(name);
  for (const piece of pieces) label.add(piece.before + piece.text + piece.after, piece.documentation);
  const passed = pieceAfter(pieces, given.words);
  const begun = given.current === '' ? -1 : pieces.findIndex((one, i) => i >= passed && isWritten(one, given.current));
  return label.form(documentation, begun >= 0 ? begun : passed);
}

/** The piece that follows some words. */
function pieceAfter(pieces: TagForm['pieces'], words: readonly string[]): number {
  let at = 0;
  for (const word of words) {
    const found = pieces.findIndex((one, i) => i >= at && isWritten(one, word));
    if (found >= 0) at = found + 1;
    else if (pieces[at] && !pieces[at].repeats) at++;
  }
  return at;
}

function isWritten({ isWord, text }: TagForm['pieces'][number], word: string): boolean {
  return isWord && text === word;
}

/** The form with the most of its own words among those that are written. */
function bestForm(forms: readonly TagForm[], words: readonly string[]): number {
  const counts = forms.map(({ pieces }) => pieces.filter((one) => words.some((word) => isWritten(one, word))).length);
  return counts.indexOf(Math.max(...counts));
}

/** The parameters of a simple, inclusion or simple block tag. */
function ofShortcut(
  view: FileView,
  { kind, signature, function: dotted }: Tag,
  { name, before, keyword }: SlotTag,
): Omit<SignatureHelp, 'quiet'> | undefined {
  if (kind === 'compiled' || signature === undefined) return undefined;
  const { parameters, varargs, varkw } = signature;
  const target = functionNamed(view, dotted);
  const written = (one: string) => target?.statement.parameters.find((parameter) => parameter.name === one);
  const brief = briefOf(view, 'tag', name, view.text.length);
  const label = writeLabel(name);
  const names: string[] = [];
  const add = (text: string, of: string) => {
    names.push(text.startsWith('[*') ? text : of);
    label.add(text, saidOf(typeOf(view, target, written(of)), brief?.parameters.get(of)));
  };
  for (const one of parameters.filter(({ keywordOnly }) => !keywordOnly))
    add(parameterText(one, written(one.name)), one.name);
  if (varargs) add(`[*${varargs}]`, varargs);
  for (const one of parameters.filter(({ keywordOnly }) => keywordOnly))
    add(parameterText(one, written(one.name)), one.name);
  if (varkw) add(`[**${varkw}]`, varkw);
  const open = {
    positional: parameters.filter((one) => !one.keywordOnly).length,
    rest: names.indexOf(`[*${varargs}]`),
  };
  const active = activeAmong(names, before, keyword, open.positional, open.rest, names.indexOf(`[**${varkw}]`));
  return { signatures: [label.form(brief?.summary, active)], active: 0 };
}

/**
 * The parameter that the next argument is for, by its number.
 * @param positional how many can be given in order
 * @param rest the number of what takes more arguments in order; -1 for none
 * @param others the number of what takes arguments of other names; -1 for none
 */
function activeAmong(
  names: readonly string[],
  before: readonly string[],
  keyword: string | undefined,
  positional: number,
  rest: number,
  others: number,
): number | undefined {
  if (before.at(-1) === 'as' || before.at(-2) === 'as') return undefined;
  const given = before.flatMap((word) => /^(\w+)=/.exec(word)?.[1] ?? []);
  if (keyword !== undefined) {
    const named = names.indexOf(keyword);
    return named >= 0 ? named : others < 0 ? undefined : others;
  }
  const inOrder = before.length - given.length;
  if (given.length === 0) return inOrder < positional ? inOrder : rest < 0 ? undefined : rest;
  const left = names.findIndex((name, i) => i >= inOrder && !name.startsWith('[*') && !given.includes(name));
  return left >= 0 ? left : others < 0 ? undefined : others;
}

function functionNamed({ project }: FileView, dotted: string): FunctionValue | undefined {
  const target = likeliest(resolve({ kind: 'ref', dotted }, project.world));
  return target.kind === 'function' ? target : undefined;
}

function parameterText(
  { name, hasDefault }: { name: string; hasDefault: boolean },
  written?: FunctionParameter,
): string {
  const value = written?.default && literalText(written.default);
  return hasDefault ? `[${name}${value === undefined ? '' : `=${value}`}]` : name;
}

/** A literal as Python writes it. */
function literalText(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'string':
      return JSON.stringify(expression.value);
    case 'number':
      return String(expression.value);
    case 'constant':
      return expression.value === null ? 'None' : expression.value ? 'True' : 'False';
    case 'unary':
      return expression.operand.kind === 'number' ? `${expression.op}${expression.operand.value}` : undefined;
    default:
      return undefined;
  }
}

/** The type of a parameter and what its docstring says of it. */
function saidOf(type: string | undefined, said: string | undefined): string | undefined {
  return type && said ? `${type}: ${said}` : (type ?? said);
}

function typeOf(view: FileView, target?: FunctionValue, parameter?: FunctionParameter): string | undefined {
  const type = target && parameter && annotationType(parameter.annotation, target, view.project.contexts.types);
  return type && `\`${showType(type)}\``;
}

/** The parameters of the routes of the name that a `{% url %}` gives. */
function ofRoute(view: FileView, { before, keyword }: SlotTag, slot: Slot): Omit<SignatureHelp, 'quiet'> | undefined {
  const name = /^(['"])(.+)\1$/.exec(before[0] ?? '')?.[2];
  const routes = name === undefined ? [] : lookUp(view.project, name).routes;
  if (routes.length === 0) return undefined;
  const given = before.slice(1);
  const current = keyword ?? view.text.slice(slot.start, slot.end);
  const signatures = routes.map((route) => ofOneRoute(view, route, `url ${before[0]}`, given, keyword, current));
  const fits = routes.findIndex(({ parameters, unnamed }) => {
    const names = given.flatMap((word) => /^(\w+)=/.exec(word)?.[1] ?? []);
    const more = keyword === undefined ? [] : [keyword];
    return [...names, ...more].every((one) => parameters.includes(one)) && given.length < parameters.length + unnamed;
  });
  return { signatures, active: Math.max(0, fits) };
}

function ofOneRoute(
  view: FileView,
  route: Route,
  start: string,
  given: readonly string[],
  keyword: string | undefined,
  current: string,
): SignatureForm {
  const label = writeLabel(start);
  const types = parameterTypes(route);
  const unnamed = Array.from({ length: route.unnamed }, (_, i) => `argument${i + 1}`);
  const names = [...route.parameters, ...unnamed];
  for (const name of names) label.add(name, types.get(name) && `\`${types.get(name)}\``);
  label.add('[as', undefined);
  label.add('name]', 'The variable that gets the URL; empty where there is none, instead of an error.');
  const source = route.view?.place && sourceOf(view.project.files, route.view.place);
  const docstring = source && docstringOf(source);
  const documentation = [`\`${readableRoute(route)}\``, ...(docstring ? [summaryOfDocstring(docstring)] : [])];
  const isName = keyword === undefined && current !== '' && route.parameters.includes(current);
  const next = activeAmong(names, given, isName ? current : keyword, names.length, -1, -1);
  const target = given.at(-1) === 'as' ? names.length + 1 : next;
  return label.form(documentation.join('\n\n'), target ?? (given.at(-2) === 'as' ? undefined : names.length));
}

/** What a filter takes behind its colon. */
function ofFilter(view: FileView, name: string, offset: number): SignatureHelp | undefined {
  const found = registeredAt(view, 'filters', name, offset);
  const filter = found?.entry as Filter | undefined;
  if (filter?.arguments === undefined || filter.arguments.most === 0) return undefined;
  const known = filterArgumentOf(filter.function);
  const target = functionNamed(view, filter.function);
  const own = target?.statement.parameters.filter((one) => !one.star && !one.keywordOnly)[1];
  const argument =
    known?.name ?? (own && parameterText({ name: own.name, hasDefault: own.default !== undefined }, own));
  const label = writeLabel(`${name}:`);
  const brief = briefOfRegistered(view.project, 'filter', found!);
  const said = own && brief.parameters.get(own.name);
  label.add(argument ?? 'argument', known?.documentation ?? saidOf(typeOf(view, target, own), said), '');
  return {
    signatures: [label.form(brief.summary, 0)],
    active: 0,
    quiet: false,
  };
}
