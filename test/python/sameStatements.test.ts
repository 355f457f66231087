import * as assert from 'node:assert';
import { outline } from '../../server/python/outline';
import { parsePython } from '../../server/python/parse';
import { sameStatements, withSameStatements } from '../../server/python/sameStatements';

const unit = (text: string) => outline(parsePython(text), () => false).module;
const [first, second, third] = ['class A:\n    x = f(1)\n', 'class B(A):\n    y = g(2)\n', 'def h():\n    pass\n'];
const before = unit(first + second + third);

describe('the statements of a unit', () => {
  it('are the same where they only moved', () => {
    assert.ok(sameStatements(before, unit(`# more\n\n${first}\n${second}${third}`)));
    assert.ok(!sameStatements(before, unit(first + third)));
  });

  it('are kept where they are equal to what they were', () => {
    const after = withSameStatements(before, unit(first.replace('f(1)', 'f(1, 2)') + second + third));
    assert.deepEqual(
      after.statements.map((statement, i) => statement === before.statements[i]),
      [false, true, true],
    );
    const moved = withSameStatements(before, unit(`\n${first}${second}${third}`));
    assert.equal(moved.statements, before.statements);
    assert.equal(moved.fingerprint, before.fingerprint);
    assert.notDeepEqual(moved.ranges, before.ranges);
  });
});
