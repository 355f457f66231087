import * as assert from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { checks } from '../../server/checks/checks';
import { surviveTruncation } from '../fixture';
import { checkClean, checkFix, checkRule } from './check';

const root = path.join(__dirname, '../../..');
const folder = path.join(root, 'server/checks');
const documents = readdirSync(folder).filter((name) => name.endsWith('.md'));

/** The sections of a rule's page, by heading. */
function sections(page: string): Map<string, string> {
  const parts = page.split(/^## (.+)$/m).slice(1);
  return new Map(parts.flatMap((part, i): [string, string][] => (i % 2 === 0 ? [[part, parts[i + 1]]] : [])));
}

/** The fenced blocks of a section. */
function examples(section: string | undefined): string[] {
  return [...(section ?? '').matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map((match) => match[1]);
}

describe('rules', () => {
  it('have a page, a file and a setting each', () => {
    const rules = checks.map(({ rule }) => rule).sort();
    assert.deepStrictEqual(documents.map((name) => name.replace('.md', '')).sort(), rules);
    for (const rule of rules) {
      const file = `${rule.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}.ts`;
      assert.ok(existsSync(path.join(folder, file)), `${rule} should be in ${file}`);
    }
    const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const { properties } = contributes.configuration.properties['djangology.checks'];
    assert.deepStrictEqual(Object.keys(properties).sort(), rules);
    for (const [rule, setting] of Object.entries<{ enum: string[]; markdownDescription: string }>(properties)) {
      assert.deepStrictEqual(setting.enum, ['off', 'hint', 'information', 'warning', 'error'], rule);
      assert.match(setting.markdownDescription, /\.$/, `${rule} needs a sentence`);
    }
  });

  for (const { rule } of checks) {
    describe(rule, () => {
      const page = readFileSync(path.join(folder, `${rule}.md`), 'utf8');
      const parts = sections(page);

      it('says what it does, why, what is wrong and what is right', () => {
        assert.match(page, new RegExp(`^# ${rule}\n`));
        assert.deepStrictEqual(
          [...parts.keys()].filter((heading) => heading !== 'Fix'),
          ['What it does', 'Why', 'Wrong', 'Right'],
        );
        assert.ok(examples(parts.get('Wrong')).length > 0 && examples(parts.get('Right')).length > 0);
      });

      examples(parts.get('Wrong')).forEach((example, i) => {
        it(`finds what is wrong in example ${i + 1}`, () => {
          assert.match(example, /\[\|/);
          return checkRule(rule, example);
        });
      });

      examples(parts.get('Right')).forEach((example, i) => {
        it(`finds nothing in example ${i + 1}`, () => checkClean(example));
      });

      if (parts.has('Fix')) {
        it('fixes the first example', () => {
          const [fixed] = examples(parts.get('Fix'));
          assert.ok(fixed);
          return checkFix(examples(parts.get('Wrong'))[0], fixed);
        });
      }
    });
  }

  surviveTruncation();
});
