import * as assert from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { loadClient } from './client/load';

const root = path.join(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const contributes = manifest.contributes;

interface ManageCommand {
  readonly id: string;
  readonly title: string;
  readonly args: readonly string[];
  readonly isBackground?: boolean;
  readonly problemMatchers: readonly string[];
}

/** What the tables of the client need of VS Code; in place of the numbers, the words that a language configuration uses. */
const vscode = { SyntaxTokenType: { Comment: 'comment', String: 'string' } };

/** Every TypeScript file below a folder, with its text. */
function sources(folder: string): { file: string; text: string }[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(file);
    return entry.name.endsWith('.ts') ? [{ file, text: read(file) }] : [];
  });
}

describe('package.json and the code', () => {
  const { commands } = loadClient<{ commands: Record<string, unknown> }>('commands/index', vscode);
  const { manageCommands } = loadClient<{ manageCommands: readonly ManageCommand[] }>('manage', vscode);
  const declared: string[] = contributes.commands.map(({ command }: { command: string }) => command);

  it('have the same commands', () => {
    assert.deepStrictEqual(Object.keys(commands).sort(), [...declared].sort());
  });

  it('say for every command when the palette shows it', () => {
    const palette: { command: string; when: string }[] = contributes.menus.commandPalette;
    assert.deepStrictEqual(palette.map(({ command }) => command).sort(), [...declared].sort());
    const running = new Set(manageCommands.map(({ id }) => id));
    for (const { command, when } of palette) {
      assert.match(when, /\bdjangology\.active\b/, command);
      assert.strictEqual(when.includes('isWorkspaceTrusted'), running.has(command), command);
    }
  });

  it('have the same problem matchers', () => {
    const matchers: { name: string; background?: unknown }[] = contributes.problemMatchers;
    const used = new Set(manageCommands.flatMap(({ problemMatchers }) => problemMatchers));
    assert.deepStrictEqual([...used].sort(), matchers.map(({ name }) => `$${name}`).sort());
    for (const command of manageCommands) {
      for (const name of command.problemMatchers) {
        const matcher = matchers.find((candidate) => `$${candidate.name}` === name);
        assert.strictEqual(matcher?.background !== undefined, command.isBackground ?? false, `${command.id}: ${name}`);
      }
    }
  });

  it('have the same task type', () => {
    const [definition, ...others] = contributes.taskDefinitions;
    assert.deepStrictEqual(others, []);
    assert.ok(read('client/tasks.ts').includes(`const taskType = '${definition.type}'`));
  });

  it('have the same settings', () => {
    const properties = Object.keys(contributes.configuration.properties);
    const settings = new Set<string>();
    for (const { text } of sources('client')) {
      if (!text.includes("getConfiguration('djangology'")) continue;
      for (const [, name] of text.matchAll(/\.get(?:<[^>]*>)?\('(\w+)'/g)) settings.add(`djangology.${name}`);
    }
    assert.ok(settings.size > 0);
    for (const name of settings) assert.ok(properties.includes(name), `${name} is read but not declared`);
    for (const name of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations) {
      assert.ok(properties.includes(name), `${name} is restricted but not declared`);
    }
    for (const name of properties) {
      const { description, markdownDescription } = contributes.configuration.properties[name];
      assert.match(description ?? markdownDescription ?? '', /\.$/, `${name} needs a sentence`);
    }
  });

  it('name only files that exist', () => {
    const files = [
      manifest.icon,
      ...contributes.languages.map((language: { configuration: string }) => language.configuration),
      ...contributes.grammars.map((grammar: { path: string }) => grammar.path),
      ...contributes.snippets.map((snippet: { path: string }) => snippet.path),
    ];
    for (const file of files) assert.ok(existsSync(path.join(root, file)), file);
    const bundler = read('esbuild.mjs');
    for (const file of [manifest.main, manifest.browser]) {
      assert.ok(bundler.includes(`'${file.replace('./', '')}'`), `${file} is not bundled`);
    }
  });

  it('agree on the pairs that close themselves in html and django-html', () => {
    const { autoClosingPairs } = loadClient<{ autoClosingPairs: unknown }>('autoClosing', vscode);
    const [{ configuration }] = contributes.languages;
    assert.deepStrictEqual(autoClosingPairs, JSON.parse(read(configuration)).autoClosingPairs);
  });
});

describe('client/', () => {
  it('imports nothing of server/ but the protocol', () => {
    for (const { file, text } of sources('client')) {
      for (const [, target] of text.matchAll(/from '([^']*server\/[^']*)'/g)) {
        assert.match(target, /^(\.\.\/)+server\/protocol$/, file);
      }
    }
  });
});

describe('problem matchers', () => {
  /** What a matcher makes of an output: consecutive lines that fit its patterns, as VS Code tries them. */
  function checkMatcher(name: string, output: string, expected: string[]) {
    const matcher = contributes.problemMatchers.find((candidate: { name: string }) => candidate.name === name);
    const lines = output.split('\n');
    const found: string[] = [];
    lines.forEach((_, start) => {
      const captured: Record<string, string> = {};
      for (const [offset, pattern] of matcher.pattern.entries()) {
        const match = new RegExp(pattern.regexp).exec(lines[start + offset] ?? '');
        if (match === null) return;
        for (const key of ['file', 'line', 'code', 'message']) {
          if (pattern[key] !== undefined) captured[key] = match[pattern[key]];
        }
      }
      found.push(`${captured.file}:${captured.line} ${captured.code}: ${captured.message}`);
    });
    assert.deepStrictEqual(found, expected);
  }

  const head =
    'Traceback (most recent call last):\n  File "/shop/manage.py", line 22, in main\n    execute(sys.argv)\n';

  it('find the frame where an exception was raised', () => {
    const output = `${head}  File "/shop/views.py", line 7, in index\n    return x\nNameError: name 'x' is not defined`;
    checkMatcher('djangology-traceback', output, ["/shop/views.py:7 NameError: name 'x' is not defined"]);
    checkMatcher('djangology-traceback-marked', output, []);
  });

  it('find it below the marks of newer Pythons', () => {
    const output = `${head}    ~~~~~~~^^^^^^^^^^\n  File "C:\\shop\\views.py", line 7, in index\n    return x\n           ^\ndjango.core.exceptions.ImproperlyConfigured: no x`;
    checkMatcher('djangology-traceback-marked', output, ['C:\\shop\\views.py:7 ImproperlyConfigured: no x']);
    checkMatcher('djangology-traceback', output, []);
  });

  it('know when the development server is ready', () => {
    const { beginsPattern, endsPattern } = contributes.problemMatchers.find(
      (candidate: { name: string }) => candidate.name === 'djangology-runserver',
    ).background;
    assert.match('Watching for file changes with StatReloader', new RegExp(beginsPattern));
    assert.match('/shop/views.py changed, reloading.', new RegExp(beginsPattern));
    assert.match('Quit the server with CONTROL-C.', new RegExp(endsPattern));
    // VS Code shows the line that ends a run to no pattern: were an exception the end, it could not be a problem.
    assert.doesNotMatch("ModuleNotFoundError: No module named 'x'", new RegExp(endsPattern));
    assert.doesNotMatch('Performing system checks...', new RegExp(endsPattern));
  });
});

describe('snippets', () => {
  for (const { path: file } of contributes.snippets) {
    it(`of ${file} can be told apart and say what they do`, () => {
      const snippets: { prefix: string; description: string; body: string[] }[] = Object.values(JSON.parse(read(file)));
      const prefixes = snippets.map(({ prefix }) => prefix);
      assert.strictEqual(new Set(prefixes).size, prefixes.length);
      for (const { prefix, description, body } of snippets) {
        // The prefix keeps them out of the way in HTML and Python that has nothing to do with Django.
        assert.match(prefix, /^dj[a-z0-9]+$/);
        assert.ok(description.length > 0 && Array.isArray(body), prefix);
      }
    });
  }
});
