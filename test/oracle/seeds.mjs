/**
 * node test/oracle/seeds.mjs [--seed N] [--each N] [--misses]: puts faults at random places of the real templates of oscar and of
 * Django's admin, one at a time, and counts those that are found where they are. Ends with status 1 below `least`.
 */
import { parseArgs } from 'node:util';
import { load, openProject } from './open.mjs';

const { viewFile } = load('./server/project/view.js');
const { diagnostics } = load('./server/features/diagnostics.js');
const { checks } = load('./server/checks/checks.js');
const { allNodes } = load('./server/templates/nodes.js');
const { acceptedBy } = load('./server/project/urls/reversing.js');
const { lookUp } = load('./server/project/urls/lookup.js');
const { inheritedBlocks } = load('./server/project/templates/inheritance.js');
const { certainNames } = load('./server/project/findings/variableFaults.js');
const { randomFrom } = load('./test/random.js');

/** The share of the faults that has to be found. */
const least = 0.95;

/**
 * Every place of a template where a fault of a kind can be put: the edit that puts it there, and the ranges of the text before it of
 * which a finding has to touch one.
 */
const faults = {
  route: (view) =>
    tagsOf(view, 'django.template.defaulttags.url')
      .filter((node) => !node.opening.arguments.some(({ role }) => role === 'target'))
      .flatMap((node) => literalIn(node, 'route'))
      .map((range) => misspelled(view, range)),
  tag: (view) =>
    tags(view)
      .filter((node) => node.tag !== undefined)
      .map((node) => misspelled(view, node.opening.name)),
  filter: (view) =>
    nodes(view)
      .flatMap((node) => (node.kind === 'variable' ? [node.expression] : expressionsOf(node)))
      .flatMap(({ filters, errors }) => (errors.length > 0 ? [] : filters))
      .map(({ name }) => misspelled(view, name)),
  block: (view) => {
    const above = inheritedBlocks(view.project, view.path);
    const blocks = view.template.tree.nodes.filter(
      (node) => node.tag?.function === 'django.template.loader_tags.do_block',
    );
    return blocks
      .flatMap((node) => node.opening.arguments.slice(0, 1))
      .filter(({ start, end }) => above.has(view.text.slice(start, end)))
      .map((range) => misspelled(view, range));
  },
  template: (view) =>
    tags(view)
      .flatMap((node) => literalIn(node, 'template'))
      .map((range) => misspelled(view, range)),
  static: (view) =>
    tags(view)
      .flatMap((node) => literalIn(node, 'static'))
      .map((range) => misspelled(view, range)),
  'arguments of a route': (view) =>
    tagsOf(view, 'django.template.defaulttags.url')
      .filter(
        (node) => !node.opening.arguments.some(({ role }) => role === 'target') && literalIn(node, 'route').length > 0,
      )
      .filter((node) => isReversible(view, node))
      .map((node) => {
        const last = node.opening.arguments[node.opening.arguments.length - 1];
        const text = last.keyword ? ' none_such=1' : ' 1';
        return { edit: { start: last.end, end: last.end, text }, at: [node.opening.token] };
      }),
  'arguments of a tag': (view) =>
    tags(view)
      .filter(({ tag }) => tag && tag.kind !== 'compiled' && tag.signature && !tag.signature.varkw)
      .map(({ opening }) => ({ edit: insert(opening.name.end, ' none_such=1'), at: [opening.token] })),
  'argument of a filter': (view) =>
    nodes(view)
      .flatMap((node) => (node.kind === 'variable' ? [node.expression] : expressionsOf(node)))
      .flatMap(({ filters, errors }) => (errors.length > 0 ? [] : filters))
      .filter(({ name, argument }) => argument === undefined && withoutArgument.has(name.text))
      .map(({ name, start }) => ({ edit: insert(name.end, ':"1"'), at: [{ start, end: name.end + 4 }] })),
  attribute: (view) => certainNames(view).map((name) => misspelled(view, name)),
  'missing load': (view) => {
    const unused = new Set(
      found(view)
        .filter(({ rule }) => rule === 'unused-load')
        .map(({ range }) => range.start),
    );
    return tagsOf(view, 'django.template.defaulttags.load').flatMap(({ opening }) => {
      const libraries = opening.arguments.filter(({ role }) => role === 'library');
      if (libraries.length !== opening.arguments.length) return [];
      return libraries
        .filter(({ start, end }) => !unused.has(start) && isNeeded(view, view.text.slice(start, end)))
        .map(({ start, end }) => ({ edit: { start, end, text: '' }, at: usesOf(view, view.text.slice(start, end)) }));
    });
  },
  'unclosed block': (view) =>
    tags(view)
      .filter((node) => node.closing !== undefined && node.block !== undefined)
      .map((node) => ({
        edit: { start: node.closing.token.start, end: node.closing.token.end, text: '' },
        at: [node.opening.token, ...around(view, node)],
      })),
};

/** Filters of Django that take no argument. */
const withoutArgument = new Set('upper lower safe length title escape first last capfirst'.split(' '));

function nodes({ template }) {
  return [...allNodes(template.tree)];
}

function tags(view) {
  return nodes(view).filter(({ kind }) => kind === 'tag');
}

function tagsOf(view, name) {
  return tags(view).filter(({ tag }) => tag?.function === name);
}

function expressionsOf(node) {
  return node.kind === 'tag' ? node.opening.arguments.flatMap(({ expression }) => expression ?? []) : [];
}

/** The text of a tag's argument of a role, where it is written in quotes. */
function literalIn(node, role) {
  return node.opening.arguments
    .filter(
      (one) => one.role === role && one.expression?.value?.kind === 'string' && one.expression.filters.length === 0,
    )
    .map(({ expression }) => expression.value.inside);
}

function insert(at, text) {
  return { start: at, end: at, text };
}

/** A name with another letter in it. */
function misspelled({ text }, { start, end }) {
  const name = text.slice(start, end);
  const middle = Math.floor(name.length / 2);
  const letter = name[middle] === 'q' ? 'z' : 'q';
  return { edit: { start, end, text: `${name.slice(0, middle)}${letter}${name.slice(middle)}` }, at: [{ start, end }] };
}

/** Whether an argument more certainly makes a fault of a `{% url %}`. */
function isReversible({ text, project }, node) {
  const [{ start, end }] = literalIn(node, 'route');
  const { routes } = lookUp(project, text.slice(start, end));
  const given = node.opening.arguments.slice(1);
  const keywords = given.flatMap(({ keyword }) => keyword?.text ?? []);
  const more =
    keywords.length > 0
      ? { positional: 0, keywords: [...keywords, 'none_such'] }
      : { positional: given.length + 1, keywords: [] };
  return routes.length > 0 && !routes.some((one) => acceptedBy(one)?.accepts(more) ?? false);
}

/** The places where a template uses what only one of its libraries has. */
function usesOf({ project, uses }, name) {
  const library = project.libraries().byName.get(name);
  return uses.filter(
    (use) =>
      (use.kind === 'tag' && library?.tags.has(use.name)) || (use.kind === 'filter' && library?.filters.has(use.name)),
  );
}

function isNeeded(view, name) {
  const { byName, builtins } = view.project.libraries();
  const others = view.uses
    .filter((use) => use.kind === 'library' && use.name !== name)
    .flatMap((use) => byName.get(use.name) ?? []);
  const has = (library, use) => library.tags.has(use.name) || library.filters.has(use.name);
  return usesOf(view, name).some((use) => ![...others, ...builtins].some((library) => has(library, use)));
}

/** The tags of the blocks around a node: where one inside is not closed, the parser stumbles over them. */
function around(view, node) {
  const outer = tags(view).filter((one) => one.start < node.start && node.end <= one.end && one.closing);
  const last = outer[outer.length - 1];
  if (last === undefined) return [];
  return [last.opening.token, last.closing.token, ...last.branches.slice(1).map(({ opening }) => opening.token)];
}

function found(view) {
  return diagnostics(view, checks, {});
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    each: { type: 'string', default: '100' },
    misses: { type: 'boolean', default: false },
  },
});

/** Puts `each` faults of every kind into the templates, and counts those that are found. */
async function judge(title, workspace, project, paths) {
  const random = randomFrom(Number(values.seed));
  const view = (path) => workspace.settle(() => viewFile(project, path));
  const rows = [];
  for (const [kind, placesIn] of Object.entries(faults)) {
    const places = [];
    for (const path of paths) {
      const one = await view(path);
      if (one?.template?.name === undefined || one.template.tree.errors.length > 0) continue;
      places.push(...(await workspace.settle(() => placesIn(one))).map((place) => ({ path, ...place })));
    }
    let hits = 0;
    const count = Math.min(places.length, Number(values.each));
    for (let i = 0; i < count; i++) {
      const [place] = places.splice(random(places.length), 1);
      const others = await newFindings(workspace, view, place);
      if (others.some((one) => isAt(one, place))) hits++;
      else if (values.misses) {
        console.log(`  ${kind}: ${place.path}:${place.edit.start}: '${place.edit.text}'`);
        for (const { range, message } of others) console.log(`    elsewhere, at ${range.start}: ${message}`);
      }
    }
    if (count > 0) rows.push({ kind, count, hits });
  }
  console.log(`\n${title}: ${paths.length} templates`);
  for (const { kind, count, hits } of rows) console.log(`  ${kind.padEnd(22)} ${hits} of ${count}`);
  return rows;
}

/** What is reported with a fault and was not without it. */
async function newFindings(workspace, view, { path, edit }) {
  const before = await view(path);
  const known = new Set((await workspace.settle(() => found(before))).map(({ rule, message }) => `${rule} ${message}`));
  const text = before.text.slice(0, edit.start) + edit.text + before.text.slice(edit.end);
  await workspace.loader.setOverlay(path, text);
  const after = await view(path);
  const others = (await workspace.settle(() => found(after))).filter(
    ({ rule, message }) => !known.has(`${rule} ${message}`),
  );
  await workspace.loader.setOverlay(path, before.text);
  return others;
}

/** Whether a finding, or what it points at besides, is at the place of a fault. */
function isAt({ range, related }, { edit, at }) {
  const shift = (offset) => (offset >= edit.end ? offset + edit.text.length - (edit.end - edit.start) : offset);
  const ranges = related ? [range, related.range] : [range];
  return at.some(({ start, end }) =>
    ranges.some((one) => one.start <= shift(end) && Math.min(start, shift(start)) <= one.end),
  );
}

async function open(name) {
  const { workspace } = await openProject(name);
  return { workspace, project: workspace.projects()[0] };
}

const rows = [];
const oscar = await open('oscar');
rows.push(...(await judge('django-oscar', oscar.workspace, oscar.project, [...oscar.project.ownTemplates()].sort())));
const sample = await open('sample-5.2');
const admin = [...sample.project.templates().names.keys()].filter((path) => path.includes('/contrib/admin/templates/'));
rows.push(...(await judge('Django’s admin', sample.workspace, sample.project, admin.sort())));
const total = rows.reduce((sum, { count }) => sum + count, 0);
const hits = rows.reduce((sum, { hits }) => sum + hits, 0);
console.log(`\nFound at the right place: ${hits} of ${total}, ${((100 * hits) / total).toFixed(1)} %`);
if (hits < least * total) process.exitCode = 1;
