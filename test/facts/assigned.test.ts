import * as assert from 'node:assert';
import { assignedNames } from '../../server/facts/assigned';

const check = (text: string, onSelf: string[], onOthers: string[] = []) =>
  assert.deepStrictEqual(assignedNames(text), { onSelf, onOthers });

describe('the attributes that a file sets', () => {
  it('are targets of assignments, annotated ones and parts of several among them', () => {
    check('self.a = 1\ncls.b: int = 2\n', ['a', 'b']);
    check('order.c = 1\norder.lines.d = order.first().e = 1\n', [], ['c', 'd', 'e']);
    check('self.a, other.b = 1, 2\n', ['a'], ['b']);
    check('with open() as self.f:\n    pass\n', ['f']);
  });

  it('are no arguments and no comparisons', () => {
    check('call(order.a, b=order.c == 1)\nif self.d == 2 and self.e != 3 and self.f <= 4:\n    pass\n', []);
  });

  it('are what setattr() and querysets add', () => {
    check("setattr(order, 'a', 1)\nOrder.add_to_class('b', 1)\n", [], ['a', 'b']);
    check('setattr(self, name, 1)\n', ['*']);
    check("rows.annotate(\n    a=Count('b'),\n).filter(c=1)\nPrefetch('d', to_attr='e')\n", [], ['a', 'b', 'e']);
  });

  it('are keys that rows get, in brackets', () => {
    check("for row in rows:\n    row['a'] = 1\n    row[b] = row['c']\n", [], ['[a]']);
  });

  it('are the fields that a form gets later', () => {
    check("self.fields['a'] = 1\nform.fields['b'] = 1\n", [], ['a', 'b']);
    check('self.fields[name] = 1\n', ['*']);
    check("self.fields['a'].required = False\nself.fields.update(more)\n", ['*'], ['required']);
  });
});
