/**
 * node test/oracle/renames.mjs [--seed N] [--each N] [--verbose] [project...]: renames random things in copies of real projects,
 * applies what we answer, and looks whether our findings are the same afterwards, whether Django compiles every template, finds every
 * parent, include and route, and whether the templates show the same. Ends with status 1 where anything differs.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { cache, here, prepare } from './fetch.mjs';
import { load } from './open.mjs';
import { projects } from './projects.mjs';

const { createWorkspace } = load('./server/workspace/workspace.js');
const { nodeFileSystem } = load('./server/nodeFileSystem.js');
const { viewFile } = load('./server/project/view.js');
const { rename } = load('./server/features/rename.js');
const { fileMoves } = load('./server/features/fileMoves.js');
const { kinds } = load('./server/symbols/kinds.js');
const { checkProject } = load('./server/checkProject.js');
const { variablesIn } = load('./server/templates/variables.js');
const { applyEdits } = load('./server/text/edits.js');
const { randomFrom } = load('./test/random.js');
const run = promisify(execFile);

const { values: options, positionals } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    each: { type: 'string', default: '6' },
    verbose: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const tries = Number(options.each);
const ofDjango = new Set(['forloop', 'block', 'True', 'False', 'None']);
const named = ['route', 'block', 'partial', 'tag', 'filter', 'template'];

const rows = [];
const failures = [];
for (const name of positionals.length > 0 ? positionals : ['oscar', 'wagtail']) await judge(name);
print();
if (failures.length > 0) process.exitCode = 1;

async function judge(name) {
  const project = projects.find((one) => one.name === name);
  const ready = await prepare(project);
  const copy = join(cache, 'renames', name);
  rmSync(copy, { recursive: true, force: true });
  cpSync(ready.release, copy, {
    recursive: true,
    filter: (path) => !/\/(?:node_modules|\.git|__pycache__)$/.test(path),
  });
  const folder = join(copy, project.project);
  const settings = { settingsModule: project.settings, python: ready.python };
  const world = { folder, copy, random: randomFrom(Number(options.seed)), name, ...(await open(folder, settings)) };
  const env = { ...process.env, DJANGO_SETTINGS_MODULE: project.settings, PYTHONDONTWRITEBYTECODE: '1' };
  const ask = async (script, about) => {
    const input = join(copy, 'asked.json');
    writeFileSync(input, JSON.stringify(about));
    const asked = await run(ready.python, [join(here, 'renames', script), folder, input], { env, maxBuffer: 64 << 20 });
    return JSON.parse(asked.stdout);
  };
  const variables = await renameVariables(world);
  const shown = await ask('shown.py', variables);
  fail(name, 'shown differently', shown.different);
  const compiledBefore = await ask('compiled.py', { root: copy, routes: [] });
  const before = await findingsOf(world);
  const routes = [];
  for (const kind of named) await renameNames(world, kind, routes);
  await moveFolders(world);
  const after = await findingsOf(world);
  fail(name, 'finding that was not there', surplus(after, before));
  fail(name, 'finding that is gone', surplus(before, after));
  const compiled = await ask('compiled.py', { root: copy, routes });
  fail(name, 'Django', surplus(compiled.faults.map(withoutPlace), compiledBefore.faults.map(withoutPlace)));
  rows.push({ name, kind: 'Django', text: `${compiled.templates} templates compiled, ${compiled.names} names in them found, ${shown.same} shown the same` }); // biome-ignore format: one row
}

async function open(folder, settings) {
  const log = (message) => options.verbose && console.error(message);
  const workspace = createWorkspace({ folders: [folder], fileSystem: nodeFileSystem, settings, processVariables: new Map(), log }); // biome-ignore format: one call
  await workspace.readRest();
  return { workspace, project: workspace.projects()[0] };
}

/** Renames things of a kind from random places that name them, and applies the answers. */
async function renameNames(world, kind, routes) {
  const { workspace, project, random, folder } = world;
  const row = rowOf(world, kind);
  // Most names of a real project are those of a package, which are refused.
  for (let i = 0; i < 4 * tries && row.renamed < tries; i++) {
    const places = await workspace.settle(() => placesNaming(project, kind));
    if (places.length === 0) break;
    const { path, use } = places[random(places.length)];
    const last = use.name.slice(use.name.lastIndexOf(':') + 1);
    const newName =
      kind === 'template' ? use.name.replace(/#.*/, '').replace(/([^/]*)$/, 'renamed_$1') : `renamed_${last}`;
    const found = await workspace.settle(() => rename(viewFile(project, path), use.end, newName, kinds));
    const what = `${kind} ${use.name} in ${path.slice(folder.length + 1)}`;
    if (!count(row, what, found)) continue;
    if (kind === 'route') routes.push([use.name, use.name.slice(0, -last.length) + newName]);
    await apply(world, found);
  }
}

function placesNaming(project, kind) {
  const seen = new Map();
  for (const path of [...project.ownTemplates(), ...project.pythonFiles()].sort())
    for (const use of project.files.uses(path))
      if (use.kind === kind && use.name !== '' && !use.name.includes('renamed_'))
        seen.set(kind === 'block' ? `${use.name} ${path}` : use.name, { path, use });
  return [...seen.values()];
}

/** Moves random folders of templates. */
async function moveFolders(world) {
  const { workspace, project, random, folder } = world;
  const row = rowOf(world, 'folder');
  for (let i = 0; i < tries; i++) {
    const found = await workspace.settle(() => {
      const paths = project.ownTemplates().filter((path) => project.templates().names.has(path)).sort(); // biome-ignore format: one answer
      const path = paths[random(paths.length)];
      const from = dirname(path);
      const root = path.slice(0, -project.templates().names.get(path).length - 1);
      if (!from.slice(root.length + 1).includes('/') || from.includes('_moved')) return undefined;
      return { ...fileMoves(project, [{ from, to: `${from}_moved` }]), moves: [{ from, to: `${from}_moved` }] };
    });
    if (found === undefined) continue;
    count(row, `folder ${found.moves[0].from.slice(folder.length + 1)}`, found);
    await apply(world, found);
  }
}

/** The templates that change when random variables are renamed, before and after; nothing is applied. */
async function renameVariables(world) {
  const { workspace, project, random, folder } = world;
  const row = rowOf(world, 'variable');
  const all = await workspace.settle(() =>
    [...project.ownTemplates()].sort().flatMap((path) => {
      const view = viewFile(project, path);
      const uses = view?.template?.name === undefined ? [] : variablesIn(view.template.tree);
      return uses.filter(({ parts: [{ text }] }) => text !== '' && !ofDjango.has(text)).map((use) => ({ path, use }));
    }),
  );
  const renamed = [];
  for (let i = 0; i < 4 * tries; i++) {
    const { path, use } = all[random(all.length)];
    const found = await workspace.settle(() =>
      rename(viewFile(project, path), use.parts[0].start, 'zz_renamed', kinds),
    );
    if (!count(row, `variable ${use.parts[0].text} in ${path.slice(folder.length + 1)}`, found)) continue;
    const templates = [...editsOf(found)].filter(([changed]) => !changed.endsWith('.py'));
    const changes = await workspace.settle(() =>
      templates.map(([changed, edits]) => {
        const text = project.files.text(changed);
        return [project.templates().names.get(changed), [text, applyEdits(text, edits)]];
      }),
    );
    const start = await workspace.settle(() => project.templates().names.get(path));
    renamed.push({ name: use.parts[0].text, isBound: use.binding >= 0, start, changes: Object.fromEntries(changes) });
  }
  return renamed;
}

function rowOf({ name }, kind) {
  const row = { name, kind, renamed: 0, asked: 0, refused: 0 };
  rows.push(row);
  return row;
}

/** Counts an answer; whether there is something to apply. */
function count(row, what, found) {
  if (found === undefined || 'refused' in found) {
    row.refused++;
    if (options.verbose) console.log(`${what}: ${found?.refused ?? 'nothing to rename'}`);
    return false;
  }
  const doubts = [...found.changes.flatMap(({ unsure }) => unsure ?? []), ...found.unseen.map(({ why }) => why)];
  row.renamed++;
  if (doubts.length > 0) row.asked++;
  if (options.verbose) console.log(`${what}: ${[`${found.changes.length} changes`, ...new Set(doubts)].join('; ')}`);
  return true;
}

/** What is sure, by file: an editor would ask about the rest. */
function editsOf({ changes }) {
  const edits = new Map();
  for (const { path, range, text, unsure } of changes)
    if (unsure === undefined) edits.set(path, [...(edits.get(path) ?? []), { ...range, text }]);
  return edits;
}

async function apply({ workspace, copy }, found) {
  const touched = new Set();
  for (const [path, edits] of editsOf(found)) {
    if (!path.startsWith(copy)) throw new Error(`${path} is not to be changed`);
    writeFileSync(path, applyEdits(readFileSync(path, 'utf8'), edits));
    touched.add(path);
  }
  for (const { from, to } of found.moves) {
    for (const path of filesIn(from)) touched.add(path).add(to + path.slice(from.length));
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
  }
  await workspace.loader.changed([...touched]);
  await workspace.readRest();
}

function filesIn(path) {
  return statSync(path).isDirectory() ? readdirSync(path).flatMap((one) => filesIn(join(path, one))) : [path];
}

/** What is found in the project, without the names and places that a rename changes. */
async function findingsOf({ workspace, project }) {
  const files = await workspace.settle(() => checkProject(project));
  return files.flatMap(({ diagnostics }) =>
    diagnostics.map(({ rule, message }) => `${rule}: ${message.replace(/'[^']*'/g, "'…'")}`),
  );
}

/** A fault of a package's template is told of under another name when the template moves. */
function withoutPlace(fault) {
  return fault.replace(/^[^:]*: /, '');
}

function surplus(some, others) {
  const rest = [...others];
  return some.filter((one) => {
    const at = rest.indexOf(one);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

function fail(name, what, found) {
  failures.push(...found.map((one) => `${name}: ${what}: ${one}`));
}

function print() {
  for (const { name, kind, text, renamed, asked, refused } of rows)
    console.log(`${name.padEnd(9)}${kind.padEnd(10)}${text ?? `${renamed} renamed, ${asked} of them with a question, ${refused} refused`}`); // biome-ignore format: one row
  for (const one of failures) console.log(one);
  console.log(failures.length === 0 ? 'Nothing differs.' : `${failures.length} differences.`);
}
