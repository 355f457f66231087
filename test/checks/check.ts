import * as assert from 'node:assert';
import { checkProject } from '../../server/checkProject';
import { checks } from '../../server/checks/checks';
import { diagnostics } from '../../server/features/diagnostics';
import { quickFixes } from '../../server/features/quickFixes';
import type { Diagnostic, Fix } from '../../server/project/findings/finding';
import { applyEdits } from '../../server/text/edits';
import { expectedMarks, inEachEnvironment, type OpenFixture, parseFixture, showMarks } from '../fixture';

/**
 * Runs every rule on the whole project; the marks are what this rule finds, and no other may find anything.
 * @param messages what is said, in the order of files and texts; without any, messages are not compared
 */
export async function checkRule(rule: string, fixture: string, ...messages: string[]): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const found = await findingsOf(opened);
    const own = found.filter(({ diagnostic }) => diagnostic.rule === rule);
    const others = found.filter((one) => !own.includes(one));
    assert.strictEqual(
      [
        showMarks(
          opened,
          own.map(({ path, diagnostic }) => ({ path, range: diagnostic.range })),
        ),
        ...others.map(({ path, diagnostic }) => `${opened.short(path)}: ${diagnostic.rule}: ${diagnostic.message}\n`),
      ].join(''),
      expectedMarks(opened),
    );
    if (messages.length > 0)
      assert.deepStrictEqual(
        own.map(({ diagnostic }) => diagnostic.message),
        messages,
      );
  });
}

/** No rule finds anything in the whole project. */
export const checkClean = (fixture: string): Promise<void> => checkRule('', fixture);

/**
 * Applies the fix for what is found at `$0`, or at the first mark: the first one, or the one with the title. `after` holds the files that are then
 * different or new.
 */
export async function checkFix(before: string, after: string, title?: string): Promise<void> {
  const expected = parseFixture(after).files;
  await inEachEnvironment(before, async (opened) => {
    const [[marked, ranges] = []] = opened.fixture.marks;
    const { path, offset } = opened.fixture.cursor ?? { path: marked!, offset: ranges![0].start };
    const [text, fixes] = await opened.ask(path, (view): [string, Fix[]] => {
      const found = quickFixes(diagnostics(view, checks, {}), { start: offset, end: offset });
      return [view.text, found.map(({ fix }) => fix)];
    });
    const fix = title === undefined ? fixes[0] : fixes.find((one) => one.title === title);
    assert.ok(fix, `no such fix; there are: ${fixes.map((one) => one.title).join(', ') || 'none'}`);
    const files = new Map<string, string>();
    if (fix.edits.length > 0) files.set(path, applyEdits(text, fix.edits));
    if (fix.create) files.set(opened.short(fix.create.path), fix.create.text);
    assert.deepStrictEqual(Object.fromEntries(files), Object.fromEntries(expected));
  });
}

/** The titles of the fixes for what is found at `$0`. */
export async function checkFixTitles(fixture: string, titles: readonly string[]): Promise<void> {
  await inEachEnvironment(fixture, async (opened) => {
    const { path, offset } = opened.fixture.cursor!;
    const fixes = await opened.ask(path, (view) =>
      quickFixes(diagnostics(view, checks, {}), { start: offset, end: offset }),
    );
    assert.deepStrictEqual(
      fixes.map(({ fix }) => fix.title),
      titles,
    );
  });
}

async function findingsOf({ project, settle }: OpenFixture): Promise<{ path: string; diagnostic: Diagnostic }[]> {
  const checked = await settle(() => checkProject(project));
  return checked.flatMap(({ path, diagnostics }) => diagnostics.map((diagnostic) => ({ path, diagnostic })));
}
