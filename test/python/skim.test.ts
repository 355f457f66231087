import assert from 'node:assert/strict';
import { outline } from '../../server/python/outline';
import { parsePython } from '../../server/python/parse';
import { type Skimmed, skim } from '../../server/python/skim';

/** What is left of a text when every body is emptied. */
function shown(text: string): string {
  const skimmed = skim(text, { keeps: () => 'nothing', isTelling: () => false, outside: 'whole' });
  checkSame(text, skimmed);
  return skimmed.text;
}

/** What is left must say the same outside of the functions, at the same places. */
function checkSame(text: string, skimmed: Skimmed): void {
  const unit = (source: string | Skimmed) => outline(parsePython(source), () => false).module;
  assert.equal(unit(skimmed).fingerprint, unit(text).fingerprint);
  assert.deepEqual(unit(skimmed).ranges, unit(text).ranges);
}

const long = '    total = sum(line.price for line in self.lines if line.price is not None)\n';

describe('skimming', () => {
  it('empties the body of a function, and keeps what stands around it', () => {
    assert.equal(shown(`A = 1\ndef f(x):\n${long}B = 2\n`), 'A = 1\ndef f(x):\n    ...\nB = 2\n');
  });

  it('empties methods, decorated and asynchronous ones as well', () => {
    const text = `class C:\n    @property\n    async def f(self):\n    ${long}        return total\n    x = 1\n`;
    assert.equal(shown(text), 'class C:\n    @property\n    async def f(self):\n        ...\n    x = 1\n');
  });

  it('keeps a body that is needed', () => {
    const text = `def f(x):\n${long}`;
    assert.equal(skim(text, { keeps: () => 'whole', isTelling: () => false, outside: 'whole' }).text, text);
  });

  it('keeps of a body that is needed in part the lines that tell something, and the statements around them', () => {
    const text = `def f(x):
    first = "a line that says nothing"
    from django.urls import reverse
    if x:
        nothing = "a line that says nothing, either"
        again = [
            "and again"
        ]
        return reverse("page")
    other = "one more that says nothing"
    return None
`;
    const skimmed = skim(text, {
      keeps: () => 'lines',
      isTelling: (start, end) => text.slice(start, end).includes('reverse'),
      outside: 'whole',
    });
    checkSame(text, skimmed);
    assert.equal(
      skimmed.text.replace(/^ *\n/gm, ''),
      `def f(x):
    ...
    from django.urls import reverse
    if x:
        ...
        return reverse("page")
    return None
`,
    );
  });

  it('leaves out lines outside of functions, too, where they tell nothing', () => {
    const text = 'from django.urls import path\nA = 1\nclass C:\n    b = 2\n    c = 3\nurls = [\n    path("a"),\n]\n';
    const skimmed = skim(text, {
      keeps: () => 'nothing',
      isTelling: (start, end) => text.slice(start, end).includes('path("'),
      outside: 'lines',
    });
    assert.equal(
      skimmed.text,
      'from django.urls import path\n\nclass C:\n    ...\n    \nurls = [\n    path("a"),\n]\n',
    );
    const { ranges } = outline(parsePython(skimmed), () => false).module;
    assert.ok(ranges.includes(text.indexOf('urls =')));
  });

  it('is not misled by brackets, strings and comments that stand further left than the body', () => {
    const text = `def f(\n    x,\n):\n    # first\n# left\n${long}    text = """\ndef g():\n    pass\n"""\n    call(\n1,\n)\nB = 2\n`;
    assert.ok(shown(text).endsWith('\nB = 2\n'));
    assert.ok(!shown(text).includes('def g'));
  });

  it('leaves comments and empty lines out', () => {
    assert.equal(
      shown('# first\n\nA = 1  # second\n\nclass C:\n    # third\n    b = 2\n'),
      'A = 1  # second\nclass C:\n    b = 2\n',
    );
  });

  it('leaves a text alone whose brackets or quotes do not close', () => {
    for (const broken of [`def f():\n${long}x = (1,\n`, `def f():\n${long}x = """a\n`])
      assert.equal(skim(broken, { keeps: () => 'nothing', isTelling: () => false, outside: 'whole' }).text, broken);
  });
});
