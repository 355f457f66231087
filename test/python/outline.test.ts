import * as assert from 'node:assert';
import { outline } from '../../server/python/outline';
import { parsePython } from '../../server/python/parse';

/** What the index compares of a module: its own fingerprint and those of all its functions' bodies. */
function fingerprints(text: string): string {
  const { module, bodies } = outline(parsePython(text), () => true);
  return JSON.stringify([module.fingerprint, Object.entries(bodies).map(([id, unit]) => [id, unit.fingerprint])]);
}

describe('the fingerprint of a module', () => {
  const source = `import os
from .views import home

class Shop(models.Model):
    name = models.CharField(max_length=20)

@decorated
def helper(a, b=1, *args, **rest):
    return [a, f'{b}-x', {'k': a}, -b]
`;

  it('stays when the text only moves, and when comments, blank lines, quotes or spaces change', () => {
    const same = [
      `# a comment\n\n\n${source}`,
      source.replaceAll('\n\n', '\n\n# between\n\n\n'),
      source.replace('max_length=20', 'max_length = 20'),
      source.replaceAll("'", '"'),
      source.replace('(a, b=1, *args, **rest)', '(\n    a,\n    b=1,\n    *args,\n    **rest,\n)'),
      source.replaceAll('\n', '\r\n'),
      source.replace('20', '0x14'),
    ];
    for (const text of same) assert.equal(fingerprints(text), fingerprints(source), text);
  });

  it('stays for the module when a function changes inside', () => {
    const all = (text: string) => outline(parsePython(text), () => true);
    const changed = source.replace('return [a,', 'pass\n    return [b,');
    assert.equal(all(changed).module.fingerprint, all(source).module.fingerprint);
    assert.notEqual(all(changed).bodies.helper.fingerprint, all(source).bodies.helper.fingerprint);
  });

  // Pairs that consist of the same words in the same order.
  const pairs: [string, string][] = [
    ['x = a[1:]', 'x = a[:1]'],
    ['x = a[1:2]', 'x = a[1::2]'],
    ["x = f'{a}b'", "x = f'a{b}'"],
    ['x = True', 'x = true'],
    ['x = None', 'x = null'],
    ['x = {**a, b: c}', 'x = {a: b, **c}'],
    ['x = f(a)(b)', 'x = f(a, b)()'],
    ['x = f(a=b)', 'x = f(a, b)'],
    ['x = f(*a)', 'x = f(**a)'],
    ['a = b = c', 'b: a = c'],
    ['a: b', 'a = b'],
    ['x = [a for b in c if d if e]', 'x = [a for b in c for d in e]'],
    ['with a as b: pass', 'with a, b: pass'],
    ['try: pass\nexcept E: pass\nelse: x = 1', 'try: pass\nexcept E: pass\nfinally: x = 1'],
    ['for a in b:\n    x\nelse:\n    y', 'for a in b:\n    x\n    y'],
    ['if a:\n    x\nelse:\n    y', 'if a:\n    x\n    y'],
    ['if a:\n    x\nelif b:\n    y', 'if a:\n    x\nif b:\n    y'],
    ['@a\ndef f(b): pass', '@a\n@b\ndef f(): pass'],
    ['def f(a: b): pass', 'def f(a=b): pass'],
    ['def f(a: b): pass', 'def f(a) -> b: pass'],
    ['def f(a, *, b): pass', 'def f(a, b): pass'],
    ['@a\nclass B: pass', 'class B(a): pass'],
    ['class A(b): pass', 'class A(b=b): pass'],
    ['x = a if b else c', 'x = b if a else c'],
    ["x = 'a' 'b'", "x = 'a', 'b'"],
    ['x = (a, b)', 'x = [a, b]'],
    ['x = not a', 'x = -a'],
    ['x = a - b', 'x = a + b'],
    ['x = lambda a: b', 'x = lambda a, b: 0'],
    ['x = 1', "x = '1'"],
    ["x = b'a'", "x = 'a'"],
    ['from a import b', 'import a.b'],
    ['from . import a', 'from .. import a'],
    ['from a import b', 'from a import b as c'],
    ['from a import *', 'from a import b'],
    ['x += [1]', 'x = [1]'],
    ['x = yield a', 'x = yield from a'],
    ['def a(): pass\ndef b(): pass', 'def a():\n    def b(): pass'],
  ];
  for (const [a, b] of pairs)
    it(`tells ${JSON.stringify(a)} from ${JSON.stringify(b)}`, () => assert.notEqual(fingerprints(a), fingerprints(b)));
});

describe('an outline', () => {
  it('knows each node of the text by its number', () => {
    const text = "urlpatterns = [path('a/', view, name='home')]\n";
    const { module } = outline(parsePython(text), () => false);
    const words = Array.from({ length: module.ranges.length / 2 }, (_, n) =>
      text.slice(module.ranges[2 * n], module.ranges[2 * n + 1]),
    );
    assert.deepEqual(words, [
      "urlpatterns = [path('a/', view, name='home')]",
      'urlpatterns',
      "[path('a/', view, name='home')]",
      "path('a/', view, name='home')",
      'path',
      'a/',
      'view',
      'home',
    ]);
  });

  it('keeps the bodies that are asked for, functions of one name apart', () => {
    const text = 'def f(): a\ndef f(): b\nclass C:\n    def f(self):\n        def g(): c\n';
    assert.deepEqual(Object.keys(outline(parsePython(text), () => true).bodies), ['f', 'f#2', 'C.f', 'C.f.<locals>.g']);
    assert.deepEqual(Object.keys(outline(parsePython(text), ({ inClass }) => inClass).bodies), ['C.f']);
  });
});
