import * as assert from 'node:assert';
import { expectedMarks, inEachEnvironment, parseFixture, showMarks } from './fixture';
import { withDefaults } from './projectDefaults';

describe('a fixture', () => {
  it('holds files, marks and a cursor', () => {
    const { files, marks, cursor, environments } = parseFixture(`
      //- django: auth, admin
      //- shop/urls.py
      a = '[|b|]'
      //- shop/page.html
      {% u$0rl %}
    `);
    assert.deepStrictEqual([...files], [['shop/urls.py', "a = 'b'\n"], ['shop/page.html', '{% url %}\n']]); // biome-ignore format: one text
    assert.deepStrictEqual([...marks], [['shop/urls.py', [{ start: 5, end: 6 }]]]);
    assert.deepStrictEqual(cursor, { path: 'shop/page.html', offset: 4 });
    assert.deepStrictEqual(environments, [['auth', 'admin']]);
  });

  it('without a header is one template, run with and without an environment', () => {
    const { files, environments } = parseFixture('{{ a }}');
    assert.deepStrictEqual([...files], [['templates/page.html', '{{ a }}']]);
    assert.deepStrictEqual(environments, [undefined, []]);
    assert.deepStrictEqual(parseFixture('//- django: none\n').environments, [undefined]);
  });

  it('becomes a project', () => {
    const { files } = parseFixture('//- shop/urls.py\n//- shop/templatetags/money.py\n//- blog/templates/a.html\n');
    const all = withDefaults(files, ['admin']);
    assert.deepStrictEqual([...all.keys()].filter((path) => !files.has(path)).sort(), [
      'blog/__init__.py',
      'config/__init__.py',
      'config/settings.py',
      'config/urls.py',
      'manage.py',
      'shop/__init__.py',
      'shop/templatetags/__init__.py',
    ]);
    assert.match(all.get('config/settings.py')!, /INSTALLED_APPS = \["blog", "shop", "django\.contrib\.admin"\]/);
    assert.match(all.get('config/urls.py')!, /path\("shop\/", include\("shop\.urls"\)\)/);
  });

  it('is shown with the marks of an answer, and what lies elsewhere below it', () =>
    inEachEnvironment('//- django:\n//- shop/a.py\nfirst [|second|]\n', async (opened) => {
      const marks = [
        { path: '/project/shop/a.py', range: { start: 0, end: 5 } },
        { path: '/project/.venv/lib/python3.12/site-packages/django/__init__.py', range: { start: 0, end: 7 } },
      ];
      assert.strictEqual(
        showMarks(opened, marks),
        '//- shop/a.py\n[|first|] second\n//- django/__init__.py: VERSION\n',
      );
      assert.strictEqual(expectedMarks(opened), '//- shop/a.py\nfirst [|second|]\n');
      assert.strictEqual(opened.project.django().version, '5.2.0');
    }));
});
