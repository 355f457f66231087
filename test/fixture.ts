import * as assert from 'node:assert';
import { checks } from '../server/checks/checks';
import { codeLenses } from '../server/features/codeLenses';
import { completion } from '../server/features/completion';
import { definition } from '../server/features/definition';
import { diagnostics } from '../server/features/diagnostics';
import { documentLinks } from '../server/features/documentLinks';
import { folding } from '../server/features/folding';
import { highlights } from '../server/features/highlights';
import { hover } from '../server/features/hover';
import { inlayHints } from '../server/features/inlayHints';
import { linkCompletion } from '../server/features/linkCompletion';
import { outline } from '../server/features/outline';
import { quickFixes } from '../server/features/quickFixes';
import { refactorings } from '../server/features/refactorings';
import { references } from '../server/features/references';
import { rename } from '../server/features/rename';
import { selectionRanges } from '../server/features/selectionRanges';
import { semanticTokens } from '../server/features/semanticTokens';
import { signatureHelp } from '../server/features/signatureHelp';
import { hierarchyItemAt } from '../server/features/templateHierarchy';
import { typeDefinition } from '../server/features/typeDefinition';
import type { Project } from '../server/project/project';
import { type FileView, viewFile } from '../server/project/view';
import { kinds } from '../server/symbols/kinds';
import type { Range } from '../server/text/range';
import { createWorkspace } from '../server/workspace/workspace';
import { memoryFileSystem } from './memoryFileSystem';
import { minidjango, sitePackages } from './minidjango';
import { withDefaults } from './projectDefaults';
import { readMarks, writeMarks } from './templates/marks';

/**
 * Several files in one string, read from text such as
 *
 *     //- shop/urls.py
 *     urlpatterns = [path('', views.index, name='[|index|]')]
 *     //- shop/templates/shop/page.html
 *     {% url 'ind$0ex' %}
 *
 * `$0` is the cursor and `[|…|]` a range that the answer must name; `[||]` at a file's start stands for the whole file. Without a
 * `//-` line the text is the one file templates/page.html. `//- django: auth, admin` puts minidjango with these parts of
 * django.contrib into an environment, `//- django: none` has no environment; without such a line the fixture is run both without
 * an environment and with a minidjango without any part. What a project needs besides is added by projectDefaults.ts.
 */
export interface Fixture {
  /** By path below the project's root. */
  readonly files: ReadonlyMap<string, string>;
  readonly marks: ReadonlyMap<string, readonly Range[]>;
  readonly cursor?: { readonly path: string; readonly offset: number };
  /** One list of parts of minidjango for each environment to run in; undefined for none. */
  readonly environments: readonly (readonly string[] | undefined)[];
}

export function parseFixture(text: string): Fixture {
  const files = new Map<string, string>();
  const marks = new Map<string, Range[]>();
  let cursor: Fixture['cursor'];
  let environments: Fixture['environments'] = [undefined, []];
  for (const [path, marked] of splitFiles(dedent(text))) {
    if (path.startsWith('django:')) {
      const parts = path.slice('django:'.length).split(',').map((part) => part.trim()).filter((part) => part !== ''); // biome-ignore format: one step
      environments = [parts[0] === 'none' ? undefined : parts];
      continue;
    }
    const read = readMarks(marked);
    files.set(path, read.source);
    if (read.ranges.length > 0) marks.set(path, read.ranges);
    if (read.cursor >= 0) cursor = { path, offset: read.cursor };
  }
  return { files, marks, cursor, environments };
}

/** A fixture as an open workspace, in one environment. */
export interface OpenFixture {
  readonly fixture: Fixture;
  readonly project: Project;
  /** Asks about the project, reading whatever the answer turns out to need. */
  settle<T>(answer: () => T): Promise<T>;
  /** Asks about a file, by its path below the root. */
  ask<T>(path: string, answer: (view: FileView) => T): Promise<T>;
  /** Puts another text in a file's place. */
  type(path: string, text: string): Promise<void>;
  /** The text of any file, by its whole path. */
  text(path: string): string;
  /** The path below the root, for a path of an answer; below site-packages for one of the environment. */
  short(path: string): string;
}

const root = '/project';

/** Opens a fixture in each environment that it is meant for, and runs the test in it. */
export async function inEachEnvironment(text: string, test: (opened: OpenFixture) => Promise<void>): Promise<void> {
  const fixture = parseFixture(text);
  remembered.push(text);
  for (const parts of fixture.environments) {
    try {
      await test(await openFixture(fixture, parts));
    } catch (error) {
      if (error instanceof Error)
        error.message = `${parts ? 'with minidjango' : 'without an environment'}: ${error.message}`;
      throw error;
    }
  }
}

async function openFixture(fixture: Fixture, parts: readonly string[] | undefined): Promise<OpenFixture> {
  const files = new Map<string, string>();
  for (const [path, text] of withDefaults(fixture.files, parts ?? [])) files.set(`${root}/${path}`, text);
  if (parts) for (const [path, text] of minidjango(parts)) files.set(`${root}/${path}`, text);
  const workspace = createWorkspace({
    folders: [root],
    fileSystem: memoryFileSystem(files),
    processVariables: new Map(),
    log: (message) => assert.fail(message),
  });
  await workspace.readRest();
  const [project] = workspace.projects();
  assert.ok(project, 'the fixture is no project');
  return {
    fixture,
    project,
    settle: workspace.settle,
    async ask(path, answer) {
      const answered = await workspace.settle(() => {
        const view = viewFile(project, `${root}/${path}`);
        return view && { answer: answer(view) };
      });
      assert.ok(answered, `${path} has no view`);
      return answered.answer;
    },
    type: (path, text) => workspace.loader.setOverlay(`${root}/${path}`, text),
    text: (path) => files.get(path) ?? '',
    short: (path) => path.slice(root.length + 1).replace(`${sitePackages}/`, ''),
  };
}

/** Places in the files of a fixture, and the text of those elsewhere. */
export type Marks = Iterable<{ readonly path: string; readonly range: Range }>;

/** The fixture with an answer's ranges in the place of its own marks; what lies in no file of the fixture is named below. */
export function showMarks({ fixture, short, text }: OpenFixture, marks: Marks): string {
  const ranges = new Map<string, Range[]>();
  const elsewhere: string[] = [];
  for (const { path, range } of marks) {
    const name = short(path);
    if (fixture.files.has(name)) ranges.set(name, [...(ranges.get(name) ?? []), range]);
    else elsewhere.push(`//- ${name}: ${text(path).slice(range.start, range.end)}\n`);
  }
  return [...show(fixture, ranges), ...elsewhere.sort()].join('');
}

/** What `showMarks` has to give. */
export function expectedMarks({ fixture }: OpenFixture, elsewhere: readonly string[] = []): string {
  return [...show(fixture, fixture.marks), ...elsewhere.map((place) => `//- ${place}\n`).sort()].join('');
}

function show({ files }: Fixture, marks: ReadonlyMap<string, readonly Range[]>): string[] {
  return [...files].map(([path, text]) => `//- ${path}\n${writeMarks(text, inOrder(marks.get(path) ?? []))}`);
}

function inOrder(ranges: readonly Range[]): Range[] {
  return [...ranges].sort((a, b) => a.start - b.start || b.end - a.end);
}

const remembered: string[] = [];

/**
 * To be called at the end of a test file: every fixture that it used is also run with the file of its cursor cut off at each
 * offset, as if it was being typed. No feature and no check may throw.
 */
export function surviveTruncation(): void {
  it('survive when a file ends anywhere', async function () {
    this.timeout(60_000);
    for (const text of new Set(remembered.splice(0))) {
      const fixture = parseFixture(text);
      const parts = fixture.environments.at(-1);
      const opened = await openFixture(fixture, parts);
      const path = fixture.cursor?.path ?? [...fixture.marks.keys()].at(-1) ?? [...fixture.files.keys()].at(-1)!;
      const whole = fixture.files.get(path)!;
      for (let end = whole.length; end >= 0; end--) {
        const cut = whole.slice(0, end);
        try {
          await opened.type(path, cut);
          await opened.ask(path, (view) => askEverything(view, end));
        } catch (error) {
          if (error instanceof Error) error.message = `${error.message}\nwith ${path} cut off here:\n${cut}`;
          throw error;
        }
      }
    }
  });
}

function askEverything(view: FileView, offset: number): void {
  for (const item of completion(view, offset, kinds)?.items ?? []) item.documentation?.();
  hover(view, offset, kinds);
  definition(view, offset, kinds);
  typeDefinition(view, offset, kinds);
  signatureHelp(view, offset);
  const hints = { variableTypes: true, routePaths: true, blockOrigins: true };
  for (const hint of inlayHints(view, { start: 0, end: view.text.length }, hints) ?? []) hint.location();
  references(view, offset, kinds, true);
  rename(view, offset, 'renamed', kinds);
  outline(view);
  folding(view);
  selectionRanges(view, offset);
  highlights(view, offset);
  documentLinks(view, kinds);
  codeLenses(view);
  hierarchyItemAt(view, offset);
  linkCompletion(view, offset, kinds);
  semanticTokens(view);
  quickFixes(diagnostics(view, checks, {}), { start: 0, end: offset });
  refactorings(view, { start: offset, end: offset });
  refactorings(view, { start: offset >> 1, end: offset });
}

function splitFiles(text: string): [string, string][] {
  const parts = text.split(/^\/\/- (.+?)\r?\n/m);
  const files: [string, string][] = [];
  for (let i = 1; i < parts.length; i += 2) files.push([parts[i].trim(), parts[i + 1]]);
  if (parts[0].trim() !== '') files.unshift(['templates/page.html', parts[0]]);
  return files;
}

/** The text without the indentation that all its lines share, and without the empty line it starts with. */
function dedent(text: string): string {
  const lines = text.replace(/^\r?\n/, '').split('\n');
  const widths = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const width = Math.min(...widths);
  return lines.map((line) => (line.trim() === '' ? line.trimStart() : line.slice(width))).join('\n');
}
