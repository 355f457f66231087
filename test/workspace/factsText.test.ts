import * as assert from 'node:assert';
import { extract } from '../../server/facts/extract';
import { factsFromText, factsToText } from '../../server/workspace/factsText';

describe('facts as text', () => {
  const comes = (path: string, text: string, bodies: string[] = []) => {
    const facts = extract(path, text, { bodies: new Set(bodies) });
    const plain = (one: unknown) => JSON.parse(JSON.stringify(one));
    assert.deepEqual(factsFromText(factsToText(facts)), plain(facts));
  };

  it('are what they were, of Python', () => {
    comes(
      '/a.py',
      `from a import b as c, d
import x.y
@decorated(1, key=[i for i, in range(3) if i for j in i])
class A(B, metaclass=M, **more):
    x: int = {1: 2, **z}
    async def method(self, *, a=lambda q=1: q, **kw) -> int:
        if a:
            return f'{a!r:>{width}}'
        yield from (y := [*a])[1:2, ...]
try:
    match a:
        case 1: pass
        case _: del a, b
except (E, F) as e:
    raise
else:
    with a() as b, c: x += 1
finally:
    while not x or y if z else -w: break
`,
      ['A.method'],
    );
    comes('/empty.py', '');
    comes('/broken.py', 'class A(\n  x = [1, 2\ndef');
  });

  it('are what they were, of a template', () => {
    comes('/a.html', '{% extends "b.html" %}{% load x %}{% block a %}{{ y|upper }}{% endblock %}');
  });
});
