import * as assert from 'node:assert';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as path from 'node:path';
import { checkProject } from '../../server/checkProject';
import type { Use } from '../../server/facts/uses';
import { references } from '../../server/features/references';
import { rename } from '../../server/features/rename';
import type { Project } from '../../server/project/project';
import type { Renaming } from '../../server/project/rename/renaming';
import { viewFile } from '../../server/project/view';
import { kinds } from '../../server/symbols/kinds';
import { applyEdits } from '../../server/text/edits';
import type { FileSystem } from '../../server/text/fileSystem';
import { createWorkspace, type Workspace } from '../../server/workspace/workspace';
import { memoryFileSystem } from '../memoryFileSystem';
import { minidjango, sitePackages } from '../minidjango';

const sample = path.resolve(__dirname, '../../../test/sample');
const root = '/shop';

/**
 * Everything in the sample that has a name is renamed, one after the other: no rule may find anything new, the old name may be left
 * nowhere, and as many places change as there are references.
 */
describe('renaming everything in the sample', function () {
  this.timeout(120_000);
  const files = sampleFiles();
  let workspace: Replaceable;
  /** A second one, whose files are changed and changed back. */
  let other: Replaceable;
  let project: Project;

  before(async () => {
    workspace = await open(files);
    [project] = workspace.projects();
    other = await open(files);
  });

  for (const kind of ['route', 'block', 'template', 'tag', 'filter'] as const)
    it(`keeps every ${kind} found`, async () => {
      assert.deepEqual(await findings(workspace), []);
      let count = 0;
      for (const { file, use } of await firstUses(kind)) {
        const name = newName(kind, use.name);
        const found = await workspace.settle(() => rename(viewFile(project, file)!, use.end, name, kinds));
        // A tag that continues or closes a block is none of its own.
        if (found === undefined && kind === 'tag') continue;
        assert.ok(found, `${kind} ${use.name} in ${file}`);
        if ('refused' in found) {
          assert.match(
            found.refused,
            /is defined in (?:django|rest_framework)|is no file of this workspace|is computed/,
          );
          continue;
        }
        count++;
        await checkRenaming(kind, file, use, found);
      }
      assert.ok(count >= { route: 20, block: 3, template: 10, tag: 4, filter: 1 }[kind], `${count} were renamed`);
    });

  async function checkRenaming(kind: Use['kind'], file: string, use: Use, found: Renaming): Promise<void> {
    const what = `${kind} '${use.name}', asked in ${file}`;
    const sure = found.changes.filter(({ unsure }) => unsure === undefined);
    const known = await workspace.settle(() => references(viewFile(project, file)!, use.end, kinds, true));
    const places = new Set(known.filter(({ range }) => range.end > 0).map((one) => `${one.path} ${one.range.end}`));
    // Where a template's name goes on with a partial, or a tag closes a block, there are more or other ends.
    const changed = new Set(sure.map((one) => `${one.path} ${one.range.end}`));
    for (const place of places) assert.ok(changed.has(place), `${what}: ${place} is left out`);
    if (kind !== 'tag') assert.equal(changed.size, places.size, what);
    const after = new Map(files);
    for (const [at, text] of files)
      after.set(at, applyEdits(text, sure.filter((one) => one.path === at).map((one) => ({ ...one.range, text: one.text })))); // biome-ignore format: one step
    for (const { from, to } of found.moves) {
      after.set(to, after.get(from)!);
      after.delete(from);
    }
    const paths = [...sure.map((one) => one.path), ...found.moves.flatMap(({ from, to }) => [from, to])];
    await replace(other, after, paths);
    assert.deepEqual(await findings(other), [], what);
    const left = other.files.filesUsing(kind, use.name).filter((at) => !at.includes('/site-packages/'));
    await replace(other, files, paths);
    if (kind === 'route' || kind === 'tag' || kind === 'filter') assert.deepEqual(left, [], what);
  }

  /** One use of each name of a kind in the sample; of blocks one in each template. */
  function firstUses(kind: Use['kind']): Promise<{ file: string; use: Use }[]> {
    return workspace.settle(() => {
      const seen = new Set<string>();
      return [...files.keys()]
        .filter((file) => !file.includes('/site-packages/') && viewFile(project, file) !== undefined)
        .flatMap((file) => project.files.uses(file).map((use) => ({ file, use })))
        .filter(({ file, use }) => {
          const key = kind === 'block' ? `${use.name} ${file}` : use.name;
          if (use.kind !== kind || seen.has(key) || use.name === '') return false;
          seen.add(key);
          return true;
        });
    });
  }
});

function newName(kind: Use['kind'], name: string): string {
  if (kind === 'template') return name.replace(/([^/]*)$/, 'renamed_$1');
  return `renamed_${name.slice(name.lastIndexOf(':') + 1)}`;
}

/** A workspace whose files can be replaced. */
interface Replaceable extends Workspace {
  fileSystem: FileSystem;
}

async function open(files: ReadonlyMap<string, string>): Promise<Replaceable> {
  let current = memoryFileSystem(files);
  const workspace = createWorkspace({
    folders: [root],
    fileSystem: {
      readFile: (path) => current.readFile(path),
      readDirectory: (path) => current.readDirectory(path),
      stat: (path) => current.stat(path),
      realPath: (path) => current.realPath(path),
    },
    processVariables: new Map(),
    log: (message) => assert.fail(message),
  });
  await workspace.readRest();
  return {
    ...workspace,
    get fileSystem() {
      return current;
    },
    set fileSystem(next) {
      current = next;
    },
  };
}

async function replace(workspace: Replaceable, files: ReadonlyMap<string, string>, changed: string[]): Promise<void> {
  workspace.fileSystem = memoryFileSystem(files);
  await workspace.loader.changed([...new Set(changed)]);
  await workspace.readRest();
}

async function findings(workspace: Workspace): Promise<string[]> {
  const [project] = workspace.projects();
  const found = await workspace.settle(() => checkProject(project));
  return found.flatMap((file) => file.diagnostics.map((one) => `${file.path}: ${one.message}`));
}

/** The sample with an environment in which its packages are found, so that the rules may speak. */
function sampleFiles(): Map<string, string> {
  const parts = ['admin', 'auth', 'contenttypes', 'humanize', 'messages', 'sessions', 'staticfiles'];
  const files = new Map<string, string>();
  for (const name of readdirSync(sample, { recursive: true, encoding: 'utf8' }))
    if (statSync(path.join(sample, name)).isFile())
      files.set(`${root}/${name.replaceAll('\\', '/')}`, readFileSync(path.join(sample, name), 'utf8'));
  for (const [name, text] of minidjango(parts)) files.set(`${root}/${name}`, text);
  for (const part of parts) files.set(`${root}/${sitePackages}/django/contrib/${part}/__init__.py`, '');
  files.set(`${root}/${sitePackages}/rest_framework/__init__.py`, '');
  files.set(`${root}/${sitePackages}/rest_framework/urls.py`, "app_name = 'rest_framework'\nurlpatterns = []\n");
  return files;
}
