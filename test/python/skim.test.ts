import assert from 'node:assert/strict';
import { outline } from '../../server/python/outline';
import { parsePython } from '../../server/python/parse';
import { skim } from '../../server/python/skim';

/** The text with every body emptied, each run of spaces shown as one. */
function shown(text: string, keeps: (body: string) => boolean = () => false): string {
  const skimmed = skim(text, keeps);
  assert.equal(skimmed.length, text.length);
  const fingerprint = (source: string) => outline(parsePython(source), () => false).module.fingerprint;
  assert.equal(fingerprint(skimmed), fingerprint(text));
  return skimmed.replace(/^ +\n/gm, '');
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
    assert.equal(
      skim(text, (body) => body.includes('price')),
      text,
    );
  });

  it('is not misled by brackets, strings and comments that stand further left than the body', () => {
    const text = `def f(\n    x,\n):\n    # first\n# left\n${long}    text = """\ndef g():\n    pass\n"""\n    call(\n1,\n)\nB = 2\n`;
    assert.ok(shown(text).endsWith('\nB = 2\n'));
    assert.ok(!shown(text).includes('def g'));
  });

  it('leaves a text alone whose brackets or quotes do not close', () => {
    for (const broken of [`def f():\n${long}x = (1,\n`, `def f():\n${long}x = """a\n`])
      assert.equal(
        skim(broken, () => false),
        broken,
      );
  });
});
