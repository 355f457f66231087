/**
 * node test/bench/context.mjs [--misses N] [--template PART] [PROJECT …]: for each template that a view renders, how many of its
 * uses of `{{ variable.member }}` have a known type. `--misses` lists so many uses without, `--template` only those whose name has PART.
 */
import { parseArgs } from 'node:util';
import { load, openProject } from '../oracle/open.mjs';

const { bindingsAt, scopeWith } = load('./server/project/context/bindings.js');
const { variableType } = load('./server/project/context/expressions.js');
const { isKnownType, showType } = load('./server/project/types/type.js');
const { allNodes, partsOf } = load('./server/templates/nodes.js');
const { viewFile } = load('./server/project/view.js');

/** The share of known types in a project's templates: `{ name, templates, uses, known, receivers, misses, seconds }`. */
export async function knownTypes(name, part = '') {
  const { workspace, folder } = await openProject(name);
  const [found] = await workspace.settle(() => workspace.projects());
  const paths = await workspace.settle(() =>
    [...found.templates().names.keys()].filter((path) => path.startsWith(folder) && path.endsWith('.html')),
  );
  const result = { name, templates: 0, uses: 0, known: 0, receivers: 0, misses: [], seconds: 0, slowest: [] };
  for (const path of paths) {
    if (!path.includes(part)) continue;
    const start = performance.now();
    const uses = await workspace.settle(() => usesIn(found, path));
    const seconds = (performance.now() - start) / 1000;
    result.seconds += seconds;
    result.slowest.push({ path: path.slice(folder.length), seconds });
    if (uses === undefined) continue;
    result.templates++;
    for (const use of uses) {
      result.uses++;
      if (use.known) result.known++;
      if (use.receiver !== 'unknown') result.receivers++;
      if (!use.known) result.misses.push({ ...use, path: path.slice(folder.length) });
    }
  }
  result.slowest = result.slowest.sort((a, b) => b.seconds - a.seconds).slice(0, 5);
  return result;
}

/** The uses of members in a template; undefined for a template of which no view is known. */
function usesIn(project, path) {
  const view = viewFile(project, path);
  if (view?.template === undefined) return undefined;
  const { types, names, scope } = project.contexts;
  const renderers = [...names(path).values()]
    .flatMap(({ sources }) => sources)
    .filter(({ kind }) => kind !== 'processor');
  if (renderers.length === 0) return undefined;
  const tree = view.template.tree;
  return variables(tree).map((variable) => {
    const here = scopeWith(bindingsAt(tree, variable.start, scope(path), types), scope(path));
    const parts = variable.parts.map(({ text }) => text);
    const receiver = variableType(parts.slice(0, -1), here, types);
    const type = variableType(parts, here, types);
    return { text: parts.join('.'), receiver: showType(receiver), known: isKnownType(type), type: showType(type) };
  });
}

/** Every `a.b` of a template. */
function variables(tree) {
  const found = [];
  const add = (expression) => {
    for (const operand of [expression?.value, ...(expression?.filters ?? []).map((filter) => filter.argument)])
      if (operand?.kind === 'variable' && operand.parts.length > 1) found.push(operand);
  };
  for (const node of allNodes(tree)) {
    if (node.kind === 'variable') add(node.expression);
    else if (node.kind === 'tag')
      for (const part of partsOf(node)) for (const argument of part.arguments) add(argument.expression);
  }
  return found;
}

if (process.argv[1]?.endsWith('context.mjs')) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      misses: { type: 'string', default: '0' },
      template: { type: 'string', default: '' },
      all: { type: 'boolean' },
    },
  });
  for (const name of positionals.length > 0 ? positionals : ['oscar', 'wagtail']) {
    const { templates, uses, known, receivers, misses, seconds, slowest } = await knownTypes(name, values.template);
    const share = (part) => `${((100 * part) / uses).toFixed(1)} %`;
    console.log(
      `${name}: ${templates} templates, ${uses} uses, of known type ${share(known)}, of a value of known type ${share(receivers)}, ${seconds.toFixed(1)} s`,
    );
    for (const { path, seconds: one } of slowest) console.log(`  ${one.toFixed(2)} s ${path}`);
    for (const miss of misses.slice(0, Number(values.misses)))
      console.log(`  ${miss.path}: ${miss.text} (${miss.receiver})`);
    const byText = new Map();
    for (const { text, receiver } of misses)
      byText.set(`${text} (${receiver})`, (byText.get(`${text} (${receiver})`) ?? 0) + 1);
    if (values.all)
      for (const [text, count] of [...byText].sort((a, b) => b[1] - a[1]).slice(0, 80))
        console.log(`  ${count} ${text}`);
  }
}
