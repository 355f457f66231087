import * as assert from 'node:assert';
import { parametersInDocstring, summaryOfDocstring } from '../../server/project/docstrings/parts';

const said = (docstring: string) => Object.fromEntries(parametersInDocstring(docstring));

describe('the parts of a docstring', () => {
  it('begin with its first paragraph', () => {
    assert.strictEqual(
      summaryOfDocstring('Shows ``this``\nand that.\n\nExample::\n\n    {% x %}'),
      'Shows `this`\nand that.',
    );
    assert.strictEqual(summaryOfDocstring('Sample usage::\n\n    {% x %}'), 'Sample usage:');
    assert.strictEqual(summaryOfDocstring('Adds up.\n:param a: one'), 'Adds up.');
    assert.strictEqual(summaryOfDocstring('Adds up.\nArgs:\n    a: one'), 'Adds up.');
    assert.strictEqual(summaryOfDocstring(':param a: one'), '');
    assert.strictEqual(summaryOfDocstring(''), '');
  });

  it('tell of parameters in fields', () => {
    assert.deepStrictEqual(
      said(
        'Adds.\n\n:param a: the first\n    of two\n:param int b: the *second*\n:arg **more: others\n:returns: a sum',
      ),
      { a: 'the first\nof two', b: 'the \\*second\\*', more: 'others' },
    );
  });

  it('tell of parameters as Google has them', () => {
    assert.deepStrictEqual(
      said(
        'Adds.\n\nArgs:\n    a (int): The first:\n        a number.\n    b: The second.\n\n    *rest: More.\n\nReturns:\n    c: A sum.',
      ),
      { a: 'The first:\na number.', b: 'The second.', rest: 'More.' },
    );
  });

  it('tell of parameters as NumPy has them', () => {
    assert.deepStrictEqual(
      said(
        'Adds.\n\nParameters\n----------\na : int\n    The first.\nb, c\n    The others.\nd : {1, 2}\n\nReturns\n-------\ne : int\n    A sum.',
      ),
      { a: 'The first.', b: 'The others.', c: 'The others.' },
    );
  });

  it('are none where nothing is said', () => {
    assert.deepStrictEqual(said('Parameters\nand more: text\n\nArgs:'), {});
    assert.deepStrictEqual(said(''), {});
  });
});
