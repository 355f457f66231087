import * as assert from 'node:assert';
import { checks } from '../../server/checks/checks';
import { diagnostics } from '../../server/features/diagnostics';
import { quickFixes } from '../../server/features/quickFixes';
import { inEachEnvironment, surviveTruncation } from '../fixture';

/** What is reported in templates/page.html under settings of the rules: `rule severity`, in the order of the text. */
async function checkDiagnostics(
  template: string,
  settings: Parameters<typeof diagnostics>[2],
  expected: readonly string[],
): Promise<void> {
  await inEachEnvironment(template, async ({ ask }) => {
    const found = await ask('templates/page.html', (view) => diagnostics(view, checks, settings));
    assert.deepStrictEqual(
      found.map(({ rule, severity }) => `${rule} ${severity}`),
      expected,
    );
  });
}

describe('diagnostics', () => {
  const wrong = '{{ a|foo }}{% bar %}{% include "nothing.html" %}{{ a|baz }}';

  it('come in the order of the text, with the severity of their rules', () =>
    checkDiagnostics(wrong, {}, [
      'unknown-filter error',
      'unknown-tag error',
      'template-not-found error',
      'unknown-filter error',
    ]));

  it('have the severity that the user gives a rule, or are off', () =>
    checkDiagnostics(wrong, { 'unknown-filter': 'off', 'unknown-tag': 'hint' }, [
      'unknown-tag hint',
      'template-not-found error',
    ]));
});

describe('quick fixes', () => {
  it('belong to what is reported where the cursor is, the first of each being preferred', () =>
    inEachEnvironment('{{ a|uper }}{{ a|lowr }}{{ a|$0upperr }}', async ({ ask, fixture }) => {
      const { path, offset } = fixture.cursor!;
      const fixes = await ask(path, (view) =>
        quickFixes(diagnostics(view, checks, {}), { start: offset, end: offset }),
      );
      assert.deepStrictEqual(
        fixes.map(({ fix, isPreferred }) => `${fix.title} ${isPreferred}`),
        ["Use 'upper' true"],
      );
    }));

  surviveTruncation();
});
