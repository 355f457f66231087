import { slippersComponent } from '../project/components/slippers';
import { bindingsAt } from '../project/context/bindings';
import type { Completion, Kind } from '../project/kind';
import type { Project } from '../project/project';
import { templateFileOf } from '../project/templates/templateTree';
import { lookUp } from '../project/urls/lookup';
import type { FileView, Target } from '../project/view';
import type { SlotTag } from '../templates/slot';
import { CONDITION_WORDS } from '../templates/tags/condition';
import { variablesIn } from '../templates/variables';
import type { Path } from '../text/paths';

/** What can stand in a tag besides names and values: the words of its syntax, and its parameters by name. */
export const argument: Kind = {
  kind: 'argument',
  at: () => undefined,
  definitions: () => [],
  references: () => [],
  describe: () => undefined,
  fits({ slot }) {
    if (slot?.tag === undefined || slot.quote !== '' || slot.filter !== undefined || slot.path.length > 0) return false;
    return slot.tag.keyword === undefined && argumentSlots.has(slot.kind);
  },
  complete(view, { slot }, offset) {
    if (view.template === undefined || slot?.tag === undefined) return [];
    return [...words(slot.tag), ...parameters(view, slot.tag, offset)];
  },
};

const argumentSlots = new Set<Target['kind']>(['variable', 'word', 'target', 'import', 'library']);

function words({ words: all, before, tag }: SlotTag): Completion[] {
  const isCondition = tag?.function === 'django.template.defaulttags.do_if';
  const isBehindValue = before.length > 0 && !CONDITION_WORDS.includes(before[before.length - 1]);
  // Something has to follow it.
  if (before.at(-1) === 'with') return [];
  const fitting = isCondition ? (isBehindValue ? all : all.filter((word) => word === 'not')) : all;
  return fitting
    .filter((word) => /^\w/.test(word))
    .map((word) => ({
      label: word,
      kind: 'keyword',
      insert: word,
      // These fit nearly everywhere, and are seldom meant.
      rank: word === 'as' || word === 'only' || (isCondition && !isBehindValue) ? 3 : 0,
    }));
}

/** The names that can be given with `=`. */
function parameters(view: FileView, { tag, before }: SlotTag, offset: number): Completion[] {
  if (tag === undefined || before.at(-1) === 'as' || before.at(-2) === 'as') return [];
  const given = new Set(before.flatMap((word) => /^(\w+)=/.exec(word)?.[1] ?? []));
  const named = (names: readonly Named[]) =>
    names.flatMap(({ name, detail, rank = 0 }, i) => (given.has(name) ? [] : parameter(name, detail, rank, i)));
  switch (tag.function) {
    case 'django.template.defaulttags.url':
      // Django takes either all by name or all in order.
      return before.length - 1 > given.size ? [] : named(ofRoute(view.project, before[0] ?? ''));
    case 'django.template.loader_tags.do_include':
      return before.includes('with') && !before.includes('only') ? named(ofInclude(view, before, offset)) : [];
    case slippersComponent:
      return named(ofComponent(view.project, tag.template));
    default: {
      const own = tag.signature?.parameters ?? [];
      const inOrder = given.size > 0 ? before.length - given.size : before.length;
      const positional = own.filter(({ keywordOnly }) => !keywordOnly).slice(inOrder);
      const left = [...positional, ...own.filter(({ keywordOnly }) => keywordOnly)];
      return named(left.map(({ name, hasDefault }) => ({ name, detail: hasDefault ? 'may be given' : 'parameter' })));
    }
  }
}

interface Named {
  readonly name: string;
  readonly detail: string;
  readonly rank?: number;
}

function parameter(name: string, detail: string, rank: number, order: number): Completion {
  return { label: `${name}=`, kind: 'parameter', insert: `${name}=`, detail, rank, order };
}

function ofRoute(project: Project, word: string): Named[] {
  const name = /^(['"])(.+)\1$/.exec(word)?.[2];
  const routes = name === undefined ? [] : lookUp(project, name).routes;
  return [...new Set(routes.flatMap((route) => route.parameters))].map((one) => ({ name: one, detail: name! }));
}

/** The variables that the included template reads; those that it sees anyway come last. */
function ofInclude(view: FileView, before: readonly string[], offset: number): Named[] {
  const { project, path, template } = view;
  const name = /^(['"])(.+)\1$/.exec(before[0])?.[2];
  const file = name === undefined ? undefined : templateFileOf(project, path, { name, by: 'include' });
  if (file === undefined) return [];
  const { names, scope, types } = project.contexts;
  const seen = names(path);
  const bound = new Set(bindingsAt(template!.tree, offset, scope(path), types).map((one) => one.name));
  return freeNames(project, file)
    .filter((one) => seen.get(one)?.sources.some(({ kind }) => kind !== 'processor') !== false)
    .map((one) => ({ name: one, detail: `for ${name}`, rank: seen.has(one) || bound.has(one) ? 1 : 0 }));
}

/** The attributes that the template of a component of slippers reads; `children` is what stands within its tags. */
function ofComponent(project: Project, template: string | undefined): Named[] {
  const [path] = project.templates().files.get(template ?? '') ?? [];
  if (path === undefined) return [];
  const names = freeNames(project, path).filter((name) => name !== 'children' && name !== 'request');
  return names.map((name) => ({ name, detail: template! }));
}

/** The names that a template reads and does not set itself. */
function freeNames(project: Project, path: Path): string[] {
  const tree = project.template(path);
  const uses = tree ? variablesIn(tree).filter(({ binding }) => binding < 0) : [];
  const set = new Set(uses.filter(({ sets }) => sets).map(({ parts }) => parts[0].text));
  return [...new Set(uses.map(({ parts }) => parts[0].text))].filter(
    (name) => name !== '' && !set.has(name) && !everywhere.has(name),
  );
}

const everywhere = new Set(['True', 'False', 'None', 'forloop', 'block']);
