import { strict as assert } from 'node:assert';
import { literalValue, type Operand, parseExpression } from '../../server/templates/expression';
import { splitContents } from '../../server/templates/words';
import { readMarks, writeMarks } from './marks';

/** Checks the parts of an expression, written one behind the other, and where it is refused (the marks). */
function checkExpression(marked: string, parts: string) {
  const { source } = readMarks(marked);
  const { value, filters, errors } = parseExpression(source, { start: 0, end: source.length });
  const texts = filters.map(({ name, argument }) => ` | ${name.text}${argument ? `: ${operand(argument)}` : ''}`);
  assert.equal(`${value ? operand(value) : '-'}${texts.join('')}`, parts);
  assert.equal(writeMarks(source, errors), marked);
}

function operand(value: Operand): string {
  if (value.kind === 'string') return `${value.translated ? 'translated ' : ''}string ${value.text}`;
  return value.kind === 'number' ? 'number' : `variable ${value.parts.map(({ text }) => text).join(' . ')}`;
}

describe('parseExpression', () => {
  it('reads variables, strings and numbers', () => {
    checkExpression('user.name', 'variable user . name');
    checkExpression('"a b"', 'string a b');
    checkExpression("_('a')", 'translated string a');
    for (const number of ['1', '-1', '+.5', '2.5', '1e5', '1e-5', '1_000']) checkExpression(number, 'number');
    checkExpression('prix_été.0', 'variable prix_été . 0');
    checkExpression('', '-');
  });

  it('lets empty parts pass, as Django does', () => {
    checkExpression('order.lines.', 'variable order . lines . ');
    checkExpression('2.', 'variable 2 . ');
  });

  it('reads filters with arguments and spaces', () => {
    checkExpression('a|b|c:"x|y"|d:e.f', 'variable a | b | c: string x|y | d: variable e . f');
    checkExpression('a | b', 'variable a | b');
    checkExpression('a|b:_("x")|c:-1', 'variable a | b: translated string x | c: number');
  });

  it('marks what Django refuses, and reads on behind it', () => {
    checkExpression('a [|b|]', 'variable a');
    checkExpression('a[|@b|]', 'variable a');
    checkExpression('a|b[|:|]', 'variable a | b');
    checkExpression('a|b[|: "x"|]', 'variable a | b');
    checkExpression('a|b[|(c)|d|]', 'variable a | b | d');
    checkExpression('[||a|]', '- | a');
    checkExpression('a[|||]', 'variable a | ');
    checkExpression('[|"a|]', '-');
    checkExpression('a.[|_b|]', 'variable a . _b');
    checkExpression('a|b:[|_c|]', 'variable a | b: variable _c');
  });

  it('resolves escapes', () => {
    const value = parseExpression('"a\\"b\\\\"', { start: 0, end: 8 }).value;
    assert.equal(value?.kind === 'string' && literalValue(value), 'a"b\\');
  });
});

describe('splitContents', () => {
  const check = (source: string, ...words: string[]) => {
    const result = splitContents(source, { start: 0, end: source.length });
    assert.deepEqual(
      result.words.map(({ text }) => text),
      words,
    );
    return result.open;
  };

  it('keeps strings whole', () => {
    check('url "a b" c="d e"|f', 'url', '"a b"', 'c="d e"|f');
    check(`a "b\\" c" 'd"e'`, 'a', '"b\\" c"', `'d"e'`);
    check('a"b"c"d e', 'a"b"c', '"d', 'e');
    check('id="open end', 'id="open', 'end');
  });

  it('keeps translated strings whole', () => {
    assert.equal(check('trans _("a b") as c', 'trans', '_("a b")', 'as', 'c'), false);
    assert.equal(check('trans _("a b', 'trans', '_("a b'), true);
  });
});
