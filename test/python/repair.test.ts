import * as assert from 'node:assert';
import { docstringOf } from '../../server/python/docstring';
import { outline } from '../../server/python/outline';
import { parsePython } from '../../server/python/parse';
import { repair } from '../../server/python/repair';
import type { Statement } from '../../server/python/syntax';

/** The names that a file defines, classes with their members. */
function definitions(text: string): string {
  const names = (statements: readonly Statement[]): string[] =>
    statements.flatMap((one) => {
      if (one.kind === 'class') return [`${one.name}(${names(one.body).join(' ')})`];
      if (one.kind === 'function') return [one.name];
      if (one.kind === 'assign') return one.targets.flatMap((target) => (target.kind === 'name' ? [target.name] : []));
      return [];
    });
  return names(outline(parsePython(text), () => false).module.statements).join(' ');
}

/** A file of which one line, at `#`, is what somebody is typing. */
const file = `from django.db import models

APPS = ['a']

class Author(models.Model):
    name = models.CharField(max_length=20)
    #
    born = models.DateField()

    def save(self):
        pass

    class Meta:
        ordering = ['name']

def home(request):
    @
    return render(request, 'home.html')

class Book(models.Model):
    title = models.TextField('''A title''')

LAST = 1
`;
const whole = 'APPS Author(name born save Meta(ordering)) home Book(title) LAST';

describe('while somebody types, the definitions around survive', () => {
  it('in a file without errors', () => {
    assert.equal(definitions(file.replace('@', 'pass')), whole);
    assert.equal(repair(file), file);
  });

  const typed = [
    'call(',
    "call('",
    "call(a, [b, {'c'",
    'x[',
    "print('''",
    'print("""',
    "f'{",
    "f'{name",
    "f'''{",
    "print(f'{call(",
    "text = 'open",
    'if',
    'if x',
    'if x:',
    'def f(',
    'class',
    'class X(',
    'x = ',
    'x.',
    'import',
    'from',
    'from x import',
    'from x import (',
    'return (',
    '@decorator',
    '@decorator(',
    'lambda',
    'a = [x for',
    'else:',
    'except',
    ')',
    ']]',
    '\\',
    '"""A text that goes on',
  ];
  for (const text of typed) {
    it(`in a function's body: ${text}`, () => {
      const known = new Set(whole.split(' '));
      const found = definitions(file.replace('@', text));
      assert.equal(found, whole, [...known].filter((name) => !found.includes(name)).join(' '));
    });
  }

  for (const text of [
    'x = call(',
    "x = models.CharField('",
    'x = [',
    'x = f"{',
    "x = '''",
    'x = """',
    'def f(',
    '@',
    'x: ',
    'class X(',
  ]) {
    it(`in a class's body: ${text}`, () => {
      const found = definitions(file.replace('@', 'pass').replace('#', text));
      for (const name of ['APPS', 'Author(name', 'born', 'save', 'Meta(ordering)', 'home', 'Book(title)', 'LAST'])
        assert.ok(found.includes(name), `${name} is lost: ${found}`);
    });
  }

  it('at the end of the file', () => {
    for (const text of ['x = (', 'x = """', "def f(a, b='", 'class X:', 'f"{a'])
      assert.ok(definitions(`${file.replace('@', 'pass')}\n${text}`).startsWith(whole), text);
  });

  it('at the same offsets', () => {
    for (const text of typed) {
      const broken = file.replace('@', text);
      const repaired = repair(broken);
      assert.equal(repaired.length, broken.length);
      for (let i = 0; i < broken.length; i++)
        assert.ok(repaired[i] === broken[i] || (repaired[i] === ' ' && broken[i] !== '\n'), `${text} at ${i}`);
    }
  });
});

describe('a docstring', () => {
  it('is cleaned as Python cleans it', () => {
    assert.equal(
      docstringOf('def f(a):\n    """\n    First line.\n\n        Indented.\n    Last.   \n    """\n    return 1\n'),
      'First line.\n\n    Indented.\nLast.',
    );
    assert.equal(docstringOf("class A(B):\n    '''One line.'''\n"), 'One line.');
    assert.equal(
      docstringOf('    def method(self):\n        """Of a method.\n\n        More.\n        """\n'),
      'Of a method.\n\nMore.',
    );
    assert.equal(docstringOf('@tag\n@other(1)\ndef f():\n    r"""With \\d."""\n'), 'With \\d.');
    assert.equal(docstringOf('async def f():\n    ("in parentheses")\n'), 'in parentheses');
  });

  it('is not there where something else is', () => {
    for (const text of [
      'def f():\n    return 1\n',
      'def f(): pass',
      'x = "text"',
      '',
      'class A:\n    x = """no"""\n',
      'def f():\n    f"""{no}"""\n',
    ])
      assert.equal(docstringOf(text), undefined, text);
  });
});
